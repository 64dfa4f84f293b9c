// One module per subject, in the folder of the same name.
import './watch/stores.js';
import './watch/feed.js';
import './watch/readers.js';
