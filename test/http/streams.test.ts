// One module per subject, in the folder of the same name.
import './streams/events.js';
import './streams/ending.js';
import './streams/slow.js';
