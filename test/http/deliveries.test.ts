import './deliveries/callbacks.js';
import './deliveries/late.js';
import './deliveries/repeated.js';
import './deliveries/reports.js';
