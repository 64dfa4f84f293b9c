// One module per subject, in the folder of the same name. A test file of its own for each would cost a worker thread each.
import './courier-orders/orders.js';
import './courier-orders/calls.js';
import './courier-orders/texts.js';
import './courier-orders/long-codes.js';
import './courier-orders/dialling.js';
import './courier-orders/opt-outs.js';
import './courier-orders/replies.js';
import './courier-orders/order-codes.js';
import './courier-orders/clients.js';
import './courier-orders/ending.js';
import './courier-orders/extending.js';
import './courier-orders/shared-numbers.js';
import './courier-orders/planning.js';
