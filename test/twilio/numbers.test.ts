// One module per subject, in the folder of the same name. A test file of its own for each would cost a worker thread each.
import './numbers/contract.js';
import './numbers/requests.js';
import './numbers/rented-numbers.js';
import './numbers/retries.js';
import './numbers/errors.js';
