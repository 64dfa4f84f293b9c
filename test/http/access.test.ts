// Who may use the API: one process for all of it.
import './access/tokens.js';
import './access/forged.js';
import './access/closed.js';
