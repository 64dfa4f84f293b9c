// Where the service is, and the token of whoever clicks. Both are in the properties of this user: those of the document or the script
// would be shared with everybody who may edit the spreadsheet.

const URL_PROPERTY_ = 'PROXYCALL_URL';
const TOKEN_PROPERTY_ = 'PROXYCALL_TOKEN';

/** @returns url and token, or undefined before they are set */
function connection_() {
  const properties = PropertiesService.getUserProperties();
  const [url, token] = [properties.getProperty(URL_PROPERTY_), properties.getProperty(TOKEN_PROPERTY_)];
  return url === null || token === null ? undefined : { url, token };
}

/** The form of the settings. The token is not put into it: whoever looks over a shoulder sees that there is one. */
function showSettings_(text) {
  const known = connection_();
  const template = HtmlService.createTemplateFromFile('Settings');
  template.language = language_();
  template.text = text;
  template.url = known?.url ?? PropertiesService.getUserProperties().getProperty(URL_PROPERTY_) ?? '';
  template.hasToken = known !== undefined;
  showSidebar_(template, say_('menu.settings'));
}

/**
 * The form's "Save". Nothing is kept unless the service accepts the token.
 * @param input url and token, as they were typed
 * @returns `isSaved`, and a text for the form
 */
function saveSettings(input) {
  const url = String(input?.url ?? '')
    .trim()
    .replace(/\/+$/, '');
  const token = String(input?.token ?? '').trim();
  // Without https anybody on the way could read the token.
  if (!/^https:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/i.test(url)) return { isSaved: false, text: say_('settings.bad_url') };
  if (!/^[\x21-\x7e]{1,500}$/.test(token)) return { isSaved: false, text: say_('settings.bad_token') };
  const { problem, body } = poolStats_({ url, token });
  if (problem !== undefined) return { isSaved: false, text: `${say_('settings.not_saved')} ${explain_(problem)}` };
  if (!Array.isArray(body.pools)) return { isSaved: false, text: say_('problem.not_ours', { detail: '' }) };
  PropertiesService.getUserProperties().setProperties({ [URL_PROPERTY_]: url, [TOKEN_PROPERTY_]: token });
  return { isSaved: true, text: say_('settings.saved') };
}

/** The form's "Remove the token". */
function removeSettings() {
  PropertiesService.getUserProperties().deleteProperty(TOKEN_PROPERTY_);
  return { isSaved: false, text: say_('settings.removed') };
}
