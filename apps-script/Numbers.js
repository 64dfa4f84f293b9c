// Entries for the number pool.

const NUMBER_TYPES_ = ['mobile', 'local', 'national', 'toll_free'];
const MOST_BOUGHT_ = 100;
const SYNC_LISTS_ = ['missing_numbers', 'added_numbers', 'lost_numbers'];

/** Asks for a country and, after it, a type. @returns country and type, or undefined when the person has cancelled */
function askCountry_(title) {
  let fault = '';
  for (;;) {
    const text = prompt_(title, `${fault}${say_('country.ask', { types: NUMBER_TYPES_.join(', ') })}`);
    if (text === undefined) return undefined;
    const [country, type, ...more] = text.split(/[\s,;]+/).filter((word) => word !== '');
    const isType = type === undefined || NUMBER_TYPES_.includes(type.toLowerCase());
    if (/^[a-z]{2}$/i.test(country ?? '') && isType && more.length === 0)
      return { country: country.toUpperCase(), type: type?.toLowerCase() };
    fault = `${say_('country.wrong')}\n\n`;
  }
}

function askCount_(title) {
  let fault = '';
  for (;;) {
    const text = prompt_(title, `${fault}${say_('count.ask', { most: MOST_BOUGHT_ })}`);
    if (text === undefined) return undefined;
    if (/^[0-9]{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= MOST_BOUGHT_) return Number(text);
    fault = `${say_('count.wrong')}\n\n`;
  }
}

function askFree_() {
  const input = askCountry_(say_('menu.free'));
  return input === undefined ? undefined : { input };
}

function listFree_(connection, click) {
  const { country, type } = click.input;
  const query = { country_iso: country, ...(type === undefined ? {} : { number_type: type }) };
  const { body, problem } = requiring_(listAvailableNumbers_(connection, { query }), 'available');
  if (problem !== undefined) return failed_(problem, click);
  const rows = body.available.map(({ phone_number: number, number_type: found, capabilities }) => ({
    label: number,
    text: [
      sayOr_('type', found),
      ...(capabilities?.voice ? [say_('free.calls')] : []),
      ...(capabilities?.sms ? [say_('free.texts')] : []),
    ].join(', '),
  }));
  return { summary: say_(rows.length === 0 ? 'free.none' : 'free.found', { count: rows.length, country }), rows };
}

function askBuy_(connection) {
  const title = say_('menu.buy');
  const place = askCountry_(title);
  const count = place === undefined ? undefined : askCount_(title);
  if (count === undefined) return undefined;
  const { country, type = 'mobile' } = place;
  const { price, problem } = priceOf_(connection, country, type);
  if (problem !== undefined) return { result: failed_(problem) };
  const what = say_('buy.ask', { count, country, type: say_(`type.${type}`) });
  const cost =
    price === undefined
      ? say_('buy.no_price')
      : say_('buy.price', { each: price.toFixed(2), all: (price * count).toFixed(2) });
  if (!confirm_(title, `${what}\n\n${cost}`)) return undefined;
  return { input: { country, type, count } };
}

/** What a number costs a month. The plan for a load, however small, has a row for its country and type, with the price. */
function priceOf_(connection, country, type) {
  const query = { orders_per_day: 1, country_iso: country, number_type: type };
  const { body, problem } = requiring_(planPool_(connection, { query }), 'pools');
  if (problem !== undefined) return { problem };
  const row = body.pools.find((each) => each.country_iso === country && each.number_type === type);
  return { price: row?.monthly_price ?? undefined };
}

/** Under the key of the click the service buys no more than the batch, however often it is asked. */
function buy_(connection, click) {
  const { country, type, count } = click.input;
  const body = { country_iso: country, batch_size: count, number_type: type };
  const input = { body, key: click.key };
  const { body: report, problem } = requiring_(provisionNumbers_(connection, input), 'purchased_now', 'failed');
  if (problem !== undefined) return failed_(problem, click, 'buy.unknown');
  const bought = report.purchased_now.map((number) => ({ label: number, tone: 'good', text: say_('buy.bought') }));
  const failed = report.failed.map(({ reason }) => ({ tone: 'bad', text: reason }));
  return {
    tone: bought.length === count ? 'good' : 'bad',
    summary: say_('buy.done', { bought: bought.length, count, country }),
    rows: [...bought, ...failed],
    again: bought.length < count ? click : undefined,
  };
}

/** Looks first, and asks with what it has found. */
function askSync_(connection) {
  const { body, problem } = requiring_(
    syncPool_(connection, { body: { apply: false }, isRepeatable: true }),
    ...SYNC_LISTS_,
  );
  if (problem !== undefined) return { result: failed_(problem) };
  const counts = { missing: body.missing_numbers.length, lost: body.lost_numbers.length };
  if (confirm_(say_('menu.sync'), say_('sync.ask', counts))) return { input: {} };
  return { result: { summary: `${say_('sync.looked')} ${say_('sync.counts', counts)}`, rows: syncRows_(body) } };
}

/** What is imported once is not imported again: the click can be repeated. */
function sync_(connection, click) {
  const { body, problem } = requiring_(
    syncPool_(connection, { body: { apply: true }, isRepeatable: true }),
    ...SYNC_LISTS_,
  );
  if (problem !== undefined) return failed_(problem, click);
  const { added_numbers: added, missing_numbers: missing } = body;
  return {
    tone: added.length === missing.length ? 'good' : 'bad',
    summary: say_('sync.done', { added: added.length, rented: body.total_twilio, pool: body.total_sheet }),
    rows: syncRows_(body),
  };
}

function syncRows_({ missing_numbers: missing, added_numbers: added, lost_numbers: lost }) {
  return [
    ...added.map((number) => ({ label: number, tone: 'good', text: say_('sync.added') })),
    ...missing
      .filter((number) => !added.includes(number))
      .map((number) => ({ label: number, text: say_('sync.missing') })),
    ...lost.map((number) => ({ label: number, tone: 'bad', text: say_('sync.lost') })),
  ];
}

function askRelease_() {
  const { numbers, leftOut } = errorNumbers_();
  const notes = tellLeftOut_(leftOut);
  if (numbers.length === 0) return { result: { summary: say_('release.none', { tab: NUMBERS_TAB_ }), notes } };
  const question = say_('release.ask', { count: numbers.length, numbers: numbers.join(', ') });
  if (!confirm_(say_('menu.release'), question)) return undefined;
  return { input: { numbers, notes } };
}

/**
 * Only numbers that the service still has as `error`: since the question, somebody may have put one back into rotation. One that was given
 * back stays given back, so the click can be repeated.
 */
function release_(connection, click) {
  const { numbers, notes } = click.input;
  const request = { numbers, only_status: 'error' };
  const { body, problem } = requiring_(
    releaseNumbers_(connection, { body: request, isRepeatable: true }),
    ...['released', 'removed', 'kept', 'failed', 'not_found'],
  );
  if (problem !== undefined) return { ...releaseProblem_(problem, click), notes };
  const done = (list, word) => list.map((number) => ({ label: number, tone: 'good', text: say_(word) }));
  const faults = (list) =>
    list.map(({ phone_number: number, reason }) => ({ label: number, tone: 'bad', text: reason }));
  const rows = [
    ...done(body.released, 'release.released'),
    ...done(body.removed, 'release.removed'),
    ...faults(body.kept),
    ...faults(body.failed),
    ...body.not_found.map((number) => ({ label: number, tone: 'bad', text: say_('release.not_found') })),
  ];
  // A row that was marked just now is kept: the service does not know it yet.
  const isNew = body.kept.length > 0;
  return {
    ...summary_(rows),
    rows,
    notes: isNew ? [...notes, say_('release.kept')] : notes,
    again: isNew || body.failed.length > 0 ? click : undefined,
  };
}

function releaseProblem_(problem, click) {
  const text = say_(mayHaveBeenDone_(problem) ? 'row.unknown' : 'row.not_done');
  return { ...failed_(problem, click, 'release.unknown'), rows: click.input.numbers.map((label) => ({ label, text })) };
}
