// Entries for the selected rows of the clients' tab.

/**
 * A script of the menu is ended after six minutes, in the middle of whatever it does. A request may take one, and is repeated only as
 * long as there is time for that.
 */
const MOST_MILLISECONDS_ = 4.5 * 60 * 1000;
const TIME_TO_REPEAT_ = 2 * 60 * 1000;
const MOST_IDS_SHOWN_ = 20;

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
  const begun = Date.now();
  const rows = [];
  let end;
  let isAgain = false;
  for (const { row, id, hadNumber } of clients) {
    const label = say_('row.client', { id, row });
    const passed = Date.now() - begun;
    if (end === undefined && passed > MOST_MILLISECONDS_) {
      end = say_('assign.time_is_up');
      isAgain = true;
    }
    if (end !== undefined) {
      rows.push({ label, text: say_('row.not_done') });
      continue;
    }
    const input = { body: { client_id: id }, isRepeatable: passed < TIME_TO_REPEAT_ };
    const { body, problem } = assignNumber_(connection, input);
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

/** One request for all. It is repeated under its key only, by which the service sends no mail twice. */
function mail_(connection, click) {
  const { clients, leftOut, template } = click.input;
  const notes = tellLeftOut_(leftOut);
  const body = { client_ids: clients.map(({ id }) => id), template };
  const { problem, body: answer } = sendMails_(connection, { body, key: click.key });
  if (problem !== undefined) return { ...mailProblem_(problem, click), notes };
  const results = new Map((answer.results ?? []).map((result) => [String(result.client_id), result]));
  const rows = clients.map(({ row, id }) => ({
    label: say_('row.client', { id, row }),
    ...mailResult_(results.get(id)),
  }));
  // Under the click's key, nobody to whom it was sent gets it again.
  const isDone = rows.every(({ tone }) => tone === 'good');
  return { ...summary_(rows), rows, notes, ...(isDone ? {} : { again: click }) };
}

function mailResult_(result) {
  if (result === undefined) return { tone: 'bad', text: say_('mail.no_result') };
  if (result.status === 'sent') return { tone: 'good', text: say_('mail.sent') };
  if (result.status === 'unknown') return { tone: 'bad', text: say_('row.unknown') };
  return { tone: 'bad', text: say_('mail.skipped', { reason: say_(`mail.reason.${result.reason}`) }) };
}

function mailProblem_(problem, click) {
  const rows = click.input.clients.map(({ row, id }) => ({
    label: say_('row.client', { id, row }),
    text: say_(mayHaveBeenDone_(problem) ? 'row.unknown' : 'row.not_done'),
  }));
  const result = failed_(problem, click);
  const summary = mayHaveBeenDone_(problem) ? `${result.summary} ${say_('mail.unknown')}` : result.summary;
  return { ...result, summary, rows };
}
