import './confirmations/activation.js';
import './confirmations/links.js';
import './confirmations/secrets.js';
