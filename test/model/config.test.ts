// One module per subject, in the folder of the same name. A test file of its own for each would cost a worker thread each.
import './config/accepted.js';
import './config/refused.js';
import './config/spellings.js';
import './config/env-files.js';
import './config/wire-names.js';
import './config/mail.js';
import './config/masking.js';
import './config/service-accounts.js';
import './config/postgres-urls.js';
import './config/confirmations.js';
import './config/reports.js';
