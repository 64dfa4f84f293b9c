// One module per subject, in the folder of the same name. A test file of its own for each would cost a worker thread each.
import './api/orders.js';
import './api/people.js';
import './api/clients.js';
import './api/pool.js';
import './api/calls.js';
import './api/access.js';
import './api/audit.js';
