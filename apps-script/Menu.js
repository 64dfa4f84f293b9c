// The menu of the spreadsheet. What ends in _ can neither be started from the menu nor called by the panel.

/** Google calls it when the spreadsheet is opened, before anybody has allowed the script anything. */
function onOpen() {
  const ui = SpreadsheetApp.getUi();
  const mails = ui
    .createMenu(say_('menu.mail'))
    .addItem(say_('mail.number_ready'), 'menuMailNumberReady')
    .addItem(say_('mail.number_changed'), 'menuMailNumberChanged')
    .addItem(say_('mail.activation'), 'menuMailActivation');
  ui.createMenu('ProxyCall')
    .addItem(say_('menu.assign'), 'menuAssign')
    .addSubMenu(mails)
    .addSeparator()
    .addItem(say_('menu.free'), 'menuFree')
    .addItem(say_('menu.sync'), 'menuSync')
    .addItem(say_('menu.buy'), 'menuBuy')
    .addItem(say_('menu.release'), 'menuRelease')
    .addSeparator()
    .addItem(say_('menu.settings'), 'menuSettings')
    .addToUi();
}

function menuAssign() {
  click_('assign');
}

function menuFree() {
  click_('free');
}

function menuBuy() {
  click_('buy');
}

function menuSync() {
  click_('sync');
}

function menuRelease() {
  click_('release');
}

function menuMailNumberReady() {
  click_('mail', 'number_ready');
}

function menuMailNumberChanged() {
  click_('mail', 'number_changed');
}

function menuMailActivation() {
  click_('mail', 'activation');
}

function menuSettings() {
  showSettings_('');
}

/**
 * The service remembers for a day what it has done under a key: after that, it would do it again. Less than that, as clocks differ and as
 * the work takes time.
 */
const LONGEST_REPEATED_ = 20 * 3600 * 1000;

/**
 * The panel's "Try again": the same click once more, under the same Idempotency-Key. A panel may stay open for days.
 * @param click as the panel got it: entry, key, at (when it was clicked, in milliseconds since the epoch), input
 */
function repeatClick(click) {
  guarded_(click.entry, (connection) => {
    const { carryOut, isUnderKey } = entries_()[click.entry];
    // That of a panel of an older menu has no time.
    const isYoung = Date.now() - click.at < LONGEST_REPEATED_;
    if (isUnderKey && !isYoung) throw new Refusal_(say_('again.too_old'));
    showPanel_(click.entry, carryOut(connection, click));
  });
}

/**
 * What an entry asks before it does something (nothing, if a person cancels), and what it does then. `ask` returns what to carry out,
 * or a result to show instead. `isUnderKey`: only its key keeps it from being done twice. A function, as the files of a script are read one after the other.
 */
function entries_() {
  return {
    assign: { ask: askAssign_, carryOut: assign_ },
    free: { ask: askFree_, carryOut: listFree_ },
    buy: { ask: askBuy_, carryOut: buy_, isUnderKey: true },
    sync: { ask: askSync_, carryOut: sync_ },
    release: { ask: askRelease_, carryOut: release_ },
    mail: { ask: askMail_, carryOut: mail_, isUnderKey: true },
  };
}

function click_(entry, choice) {
  guarded_(entry, (connection) => {
    const { ask, carryOut } = entries_()[entry];
    const { input, result } = ask(connection, choice) ?? {};
    if (result !== undefined) showPanel_(entry, result);
    if (input === undefined) return;
    showPanel_(entry, carryOut(connection, { entry, key: Utilities.getUuid(), at: Date.now(), input }));
  });
}

/** Whatever happens is shown, and not logged: an error may quote what somebody has typed. */
function guarded_(entry, work) {
  try {
    const connection = connection_();
    if (connection === undefined) showSettings_(say_('settings.first'));
    else work({ ...connection, elapsed: stopwatch_() });
  } catch (error) {
    const text = error instanceof Refusal_ ? error.message : say_('failed', { message: String(error.message) });
    showPanel_(entry, { tone: 'bad', summary: text });
  }
}

/** Something that cannot be done, in words for whoever clicked. */
class Refusal_ extends Error {}

/** How long questions have been open in this click, in milliseconds. */
let openMilliseconds_ = 0;

/** @returns how long this click has taken, in milliseconds. Google suspends the script while a question is open */
function stopwatch_() {
  const begun = Date.now();
  openMilliseconds_ = 0;
  return () => Date.now() - begun - openMilliseconds_;
}

function whileOpen_(ask) {
  const begun = Date.now();
  const answer = ask();
  openMilliseconds_ += Date.now() - begun;
  return answer;
}

/** @returns what was typed, or undefined when the person has cancelled */
function prompt_(title, text) {
  const ui = SpreadsheetApp.getUi();
  const response = whileOpen_(() => ui.prompt(title, text, ui.ButtonSet.OK_CANCEL));
  return response.getSelectedButton() === ui.Button.OK ? response.getResponseText().trim() : undefined;
}

function confirm_(title, text) {
  const ui = SpreadsheetApp.getUi();
  return whileOpen_(() => ui.alert(title, text, ui.ButtonSet.YES_NO)) === ui.Button.YES;
}
