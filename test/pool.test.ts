// One module per subject, in the folder of the same name. A test file of its own for each would cost a worker thread each.
import './pool/purchases.js';
import './pool/assignments.js';
import './pool/sync.js';
import './pool/releases.js';
