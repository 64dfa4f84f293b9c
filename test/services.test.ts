// One module per subject, in the folder of the same name. A test file of its own for each would cost a worker thread each.
import './services/numbers.js';
import './services/order-calls.js';
import './services/counting.js';
import './services/purchases.js';
import './services/refusals.js';
import './services/races.js';
import './services/retention.js';
import './services/roles.js';
import './services/search.js';
import './services/console-lists.js';
import './services/stores.js';
import './services/fallback-phone.js';
import './services/erasure.js';
import './services/confirmations.js';
import './services/labels.js';
import './services/audit.js';
import './services/audit-seals.js';
