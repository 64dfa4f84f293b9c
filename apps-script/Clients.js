// Entries for the selected rows of the clients' tab.

/** A script of the menu is ended after six minutes, in the middle of whatever it does. A request may take one. */
const MOST_MILLISECONDS_ = 4.5 * 60 * 1000;
const MOST_IDS_SHOWN_ = 20;
const MOST_MAILED_ = 10;

function askAssign_() {
  const { clients, leftOut } = selectedClients_();
  if (!confirm_(say_('menu.assign'), say_('assign.ask', describe_(clients)))) return undefined;
  return { input: { clients, leftOut } };
}

/** For a question before something is done. */
function describe_(clients) {
  const ids = clients.slice(0, MOST_IDS_SHOWN_).map(({ id }) => id);
  return { count: clients.length, ids: ids.join(', ') + (clients.length > ids.length ? ', …' : '') };
}

/** One request for each client. A client who has a number keeps it, so the click can be repeated for all of them. */
function assign_(connection, click) {
  const { clients, leftOut } = click.input;
  const rows = [];
  let end;
  let isAgain = false;
  for (const { row, id, hadNumber } of clients) {
    const label = say_('row.client', { id, row });
    if (end === undefined && connection.elapsed() > MOST_MILLISECONDS_) {
      end = say_('time_is_up');
      isAgain = true;
    }
    if (end !== undefined) {
      rows.push({ label, text: say_('row.not_done') });
      continue;
    }
    const input = { body: { client_id: id }, isRepeatable: true };
    const { body, problem } = requiring_(assignNumber_(connection, input), 'proxy');
    if (problem === undefined) {
      rows.push({ label, tone: 'good', text: say_(hadNumber ? 'assign.has' : 'assign.done', { number: body.proxy }) });
      continue;
    }
    rows.push({ label, tone: 'bad', text: explain_(problem) });
    isAgain = isAgain || isWorthAnother_(problem);
    if (isForAll_(problem)) end = explain_(problem);
  }
  return { ...summary_(rows, end), rows, notes: tellLeftOut_(leftOut), again: isAgain ? click : undefined };
}

function summary_(rows, end) {
  const count = (tone) => rows.filter((row) => row.tone === tone).length;
  const [good, bad] = [count('good'), count('bad')];
  const counts = say_('summary', { good, bad, rest: rows.length - good - bad });
  return {
    tone: good === rows.length ? 'good' : bad > 0 || end !== undefined ? 'bad' : 'none',
    summary: end === undefined ? counts : `${end} ${counts}`,
  };
}

function askMail_(_connection, template) {
  const { clients, leftOut } = selectedClients_();
  const question = say_('mail.ask', { ...describe_(clients), template: say_(`mail.${template}`) });
  if (!confirm_(say_('menu.mail'), question)) return undefined;
  return { input: { clients, leftOut, template } };
}

/**
 * One request for each ten clients: a request may take a minute, and mail servers are slow. Each has a key of its own, which is the same
 * when the click is repeated: under it the service sends no mail twice.
 */
function mail_(connection, click) {
  const { clients, leftOut, template } = click.input;
  const rows = [];
  let end;
  let isAgain = false;
  for (let batch = 0; batch * MOST_MAILED_ < clients.length; batch += 1) {
    const some = clients.slice(batch * MOST_MAILED_, (batch + 1) * MOST_MAILED_);
    if (end === undefined && connection.elapsed() > MOST_MILLISECONDS_) {
      end = say_('time_is_up');
      isAgain = true;
    }
    if (end !== undefined) {
      rows.push(...mailRows_(some, () => ({ text: say_('row.not_done') })));
      continue;
    }
    const body = { client_ids: some.map(({ id }) => id), template };
    const input = { body, key: `${click.key}-${batch + 1}` };
    const { problem, body: answer } = requiring_(mailClients_(connection, input), 'results');
    if (problem === undefined) {
      const results = new Map(answer.results.map((result) => [String(result?.client_id), result]));
      rows.push(...mailRows_(some, ({ id }) => mailResult_(results.get(id))));
      continue;
    }
    // Whatever it is, the next request would meet it too.
    const text = say_(mayHaveBeenDone_(problem) ? 'row.unknown' : 'row.not_done');
    rows.push(...mailRows_(some, () => ({ text })));
    const { summary, again } = failed_(problem, click, 'mail.unknown');
    end = summary;
    isAgain = again !== undefined;
  }
  const isLeft = rows.some((row) => row.isLeft);
  return { ...summary_(rows, end), rows, notes: tellLeftOut_(leftOut), again: isAgain || isLeft ? click : undefined };
}

function mailRows_(clients, resultOf) {
  return clients.map((client) => ({ label: say_('row.client', client), ...resultOf(client) }));
}

/** Reasons after which the same request may get further. Under its key, all others would be the same again. */
const PASSING_REASONS_ = ['limit', 'refused_for_now', 'interrupted'];

/** What became of one mail. `isLeft`: it is worth another try. A newer service may say what this menu has no words for. */
function mailResult_(result) {
  if (result === undefined) return { tone: 'bad', text: say_('mail.no_result'), isLeft: true };
  const { status, reason } = result;
  if (status === 'sent') return { tone: 'good', text: say_('mail.sent') };
  if (status === 'sending') return { text: say_('mail.sending'), isLeft: true };
  if (status === 'unknown') return { tone: 'bad', text: say_('row.unknown') };
  if (status !== 'skipped') return { tone: 'bad', text: String(status) };
  const text = say_('mail.skipped', { reason: sayOr_('mail.reason', reason) });
  return { tone: 'bad', text, isLeft: PASSING_REASONS_.includes(reason) };
}
