// Made by "npm run docs" from the OpenAPI document of the service: do not change it by hand.

/** How many numbers there are, by country and type. */
function poolStats_(connection, input) {
  const operation = {
    method: 'get',
    path: '/pool/stats',
    query: [],
    body: [],
    takesKey: false,
    roles: ['viewer', 'operator', 'admin'],
  };
  return send_(connection, operation, input);
}

/** How many numbers are needed, for the recorded load or for a load described by orders_per_day. */
function planPool_(connection, input) {
  const operation = {
    method: 'get',
    path: '/pool/plan',
    query: ['blocking', 'days', 'growth_percent', 'orders_per_day', 'duration_hours', 'couriers', 'peak', 'country_iso', 'number_type'],
    body: [],
    takesKey: false,
    roles: ['viewer', 'operator', 'admin'],
  };
  return send_(connection, operation, input);
}

/** Numbers that may be given to a client. */
function listAvailableNumbers_(connection, input) {
  const operation = {
    method: 'get',
    path: '/pool/available',
    query: ['country_iso', 'number_type'],
    body: [],
    takesKey: false,
    roles: ['viewer', 'operator', 'admin'],
  };
  return send_(connection, operation, input);
}

/** Assign a number of the pool to a client; a client who has one keeps it. */
function assignNumber_(connection, input) {
  const operation = {
    method: 'post',
    path: '/pool/assign',
    query: [],
    body: ['client_id', 'country_iso', 'number_type', 'buy', 'client_name', 'friendly_name'],
    takesKey: false,
    roles: ['operator', 'admin'],
  };
  return send_(connection, operation, input);
}

/** Buy numbers for the pool. */
function provisionNumbers_(connection, input) {
  const operation = {
    method: 'post',
    path: '/pool/provision',
    query: [],
    body: ['country_iso', 'batch_size', 'number_type', 'require_sms_capability', 'require_voice_capability', 'candidates_limit'],
    takesKey: true,
    roles: ['admin'],
  };
  return send_(connection, operation, input);
}

/** Give numbers back to the provider. */
function releaseNumbers_(connection, input) {
  const operation = {
    method: 'post',
    path: '/pool/release',
    query: [],
    body: ['numbers', 'force', 'only_status'],
    takesKey: false,
    roles: ['admin'],
  };
  return send_(connection, operation, input);
}

/** Add rented numbers that the pool lacks, and finish interrupted purchases and releases. */
function syncPool_(connection, input) {
  const operation = {
    method: 'post',
    path: '/pool/sync',
    query: [],
    body: ['apply'],
    takesKey: false,
    roles: ['operator', 'admin'],
  };
  return send_(connection, operation, input);
}

/** Send clients a mail with a fixed text, in their language. */
function mailClients_(connection, input) {
  const operation = {
    method: 'post',
    path: '/messages/mail',
    query: [],
    body: ['client_ids', 'template'],
    takesKey: true,
    roles: ['operator', 'admin'],
  };
  return send_(connection, operation, input);
}
