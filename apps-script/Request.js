// Requests to the service, and what went wrong with them.

/** An operation that may be repeated is tried as often, if the service is away for a moment. */
const MOST_TRIES_ = 3;
const SECONDS_BETWEEN_TRIES_ = [1, 3];

/** Answers after which the same request may get another one at once. */
const PASSING_ = ['away', 'store_unavailable', 'provider_unavailable', 'conflict', 'temporarily_unavailable'];

/** Answers after which it is worth a try, later. */
const WORTH_ANOTHER_ = [
  ...PASSING_,
  ...['number_unavailable', 'pool_exhausted', 'too_many_attempts', 'too_many_sends', 'internal', 'outcome_unknown'],
];

/** Answers that every other request of this click would get too. */
const FOR_ALL_ = [
  ...['away', 'not_ours', 'redirected', 'unauthorized', 'forbidden', 'not_allowed', 'route_not_found'],
  ...['too_many_attempts', 'too_many_sends', 'store_unavailable', 'temporarily_unavailable', 'hash_key_changed'],
];

/** A script of the menu is ended after six minutes: later than this into a click, no request is repeated. */
const TIME_TO_REPEAT_ = 2 * 60 * 1000;

/**
 * Sends one request, and repeats it where that is safe, and while there is time for it in this click.
 * @param connection url and token, and `elapsed`: how long the click has taken, in milliseconds
 * @param operation of Client.js
 * @param input query, body, key, and `isRepeatable`: doing it twice is doing it once. Unless it says so, requests that change nothing and
 * those under a key are
 * @returns the `body` of the answer, or a `problem`: kind, status, detail, roles, waitSeconds, requestId
 */
function send_(connection, operation, { query = {}, body, key, isRepeatable } = {}) {
  const isInTime = () => connection.elapsed === undefined || connection.elapsed() < TIME_TO_REPEAT_;
  const isSafe = isRepeatable ?? (operation.method === 'get' || (operation.takesKey && key !== undefined));
  for (let tries = 1; ; tries += 1) {
    const answer = exchange_(connection, operation, { query, body, key });
    if (answer.problem === undefined) return answer;
    const { kind } = answer.problem;
    if (!isSafe || !isInTime() || tries === MOST_TRIES_ || !PASSING_.includes(kind)) return answer;
    Utilities.sleep(SECONDS_BETWEEN_TRIES_[tries - 1] * 1000);
  }
}

function exchange_({ url, token }, { method, path, roles, takesKey, ...names }, { query, body, key }) {
  refuseUnknown_(names.query, query);
  refuseUnknown_(names.body, body ?? {});
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const address = url + path + (pairs.length === 0 ? '' : `?${pairs.join('&')}`);
  let response;
  try {
    response = UrlFetchApp.fetch(address, {
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        Accept: 'application/json',
        ...(takesKey && key !== undefined ? { 'Idempotency-Key': key } : {}),
      },
      ...(body === undefined ? {} : { contentType: 'application/json', payload: JSON.stringify(body) }),
      // The token is for this address, and for no other one.
      followRedirects: false,
      muteHttpExceptions: true,
    });
  } catch (error) {
    // No name of the address was found, nobody answers there, or not in time. Google says which.
    return { problem: { kind: 'away', detail: String(error.message) } };
  }
  return read_(response, roles);
}

/** A mistake of ours: the API of the service has another name for it. */
function refuseUnknown_(known, sent) {
  const unknown = Object.keys(sent).filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new TypeError(`unknown fields: ${unknown.join(', ')}`);
}

function read_(response, roles) {
  const status = response.getResponseCode();
  const body = parsed_(response.getContentText());
  const isObject = typeof body === 'object' && body !== null;
  if (status >= 200 && status < 300 && isObject) return { body };
  const waitSeconds = Number(header_(response, 'retry-after'));
  if (status >= 400 && isObject && typeof body.code === 'string') {
    const { code: kind, detail, request_id: requestId } = body;
    return { problem: { kind, status, detail, requestId, roles, waitSeconds } };
  }
  // Not the service, but what stands before it.
  if (status >= 300 && status < 400) return { problem: { kind: 'redirected', status } };
  return { problem: { kind: status >= 500 || status === 429 ? 'away' : 'not_ours', status } };
}

/** An answer without the lists or texts that the menu reads is not one of this service. @param names of what it reads */
function requiring_(answer, ...names) {
  if (answer.problem !== undefined) return answer;
  const missing = names.filter((name) => typeof answer.body[name] !== 'string' && !Array.isArray(answer.body[name]));
  if (missing.length === 0) return answer;
  return { problem: { kind: 'not_ours', status: 200, detail: `(${missing.join(', ')})` } };
}

function parsed_(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Names of headers are written in any case. */
function header_(response, name) {
  const found = Object.entries(response.getHeaders()).find(([known]) => known.toLowerCase() === name);
  return found?.[1];
}

function isForAll_({ kind }) {
  return FOR_ALL_.includes(kind);
}

function isWorthAnother_({ kind }) {
  return WORTH_ANOTHER_.includes(kind);
}

/** What went wrong, in words for people. What the service says is in English. */
function explain_({ kind, status, detail, roles, waitSeconds, requestId }) {
  const own = `problem.${kind}`;
  if (isKnown_(own)) {
    return say_(own, {
      roles: (roles ?? []).join(say_('or')),
      seconds: waitSeconds > 0 ? waitSeconds : 60,
      detail: detail ?? `HTTP ${status}`,
    });
  }
  if (status >= 500) return say_('problem.fault', { detail: detail ?? `HTTP ${status}`, id: requestId ?? '' });
  return say_('problem.refused', { detail: detail ?? `HTTP ${status}` });
}

/** Whether a request that failed may have had its effect, or a part of it. */
function mayHaveBeenDone_({ kind, status }) {
  return status === undefined || status < 300 || (status >= 500 && kind !== 'hash_key_changed');
}
