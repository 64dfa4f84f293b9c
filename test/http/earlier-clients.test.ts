import './earlier-clients/requests.js';
import './earlier-clients/assigning.js';
import './earlier-clients/numbers.js';
import './earlier-clients/spending.js';
import './earlier-clients/session.js';
import './earlier-clients/guide.js';
