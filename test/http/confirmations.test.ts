import './confirmations/earlier.js';
import './confirmations/requests.js';
