// The panel at the side of the spreadsheet.

/**
 * Shows what became of a click. The template escapes every value.
 * @param result tone, summary, rows (each with label, text and tone), notes, and `again`: the click, if it can be repeated. Tones are
 * good, bad and none
 */
function showPanel_(entry, { tone = 'none', summary, rows = [], notes = [], again }) {
  const template = HtmlService.createTemplateFromFile('Panel');
  template.language = language_();
  template.tone = tone;
  template.summary = summary;
  template.rows = rows.map((row) => ({ tone: 'none', label: '', ...row }));
  template.notes = notes;
  template.again = again === undefined ? '' : JSON.stringify(again);
  showSidebar_(template, say_(`menu.${entry}`));
}

function showSidebar_(template, title) {
  // In the menu, three dots say that something is asked first.
  SpreadsheetApp.getUi().showSidebar(template.evaluate().setTitle(title.replace('…', '')));
}

/**
 * A result that is one problem.
 * @param unknown words for what may have been done all the same: then it can always be tried again. Without, nothing is lost if it was
 */
function failed_(problem, again, unknown) {
  const isOpen = unknown !== undefined && mayHaveBeenDone_(problem);
  return {
    tone: 'bad',
    summary: isOpen ? `${explain_(problem)} ${say_(unknown)}` : explain_(problem),
    again: isOpen || isWorthAnother_(problem) ? again : undefined,
  };
}

/** In the templates: a file as it is. */
function include_(file) {
  return HtmlService.createHtmlOutputFromFile(file).getContent();
}
