// What people and programs send who have no business here. One module per subject, in the folder of the same name.
import './strangers/bodies.js';
import './strangers/connections.js';
import './strangers/headers.js';
import './strangers/ids.js';
import './strangers/metrics.js';
import './strangers/signatures.js';
import './strangers/targets.js';
import './strangers/tokens.js';
