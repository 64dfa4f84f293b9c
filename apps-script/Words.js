// Which words people read.

/** Of the Google account: fr, or fr_CA. */
function language_() {
  return /^fr\b|^fr_/i.test(Session.getActiveUserLocale() ?? '') ? 'fr' : 'en';
}

function words_() {
  return language_() === 'fr' ? FRENCH_ : ENGLISH_;
}

function isKnown_(key) {
  return ENGLISH_[key] !== undefined;
}

/** The words for a value of the service, or the value itself where a newer service has one that this menu does not know. */
function sayOr_(group, value) {
  const key = `${group}.${value}`;
  return isKnown_(key) ? say_(key) : String(value);
}

function say_(key, values = {}) {
  const text = words_()[key];
  if (text === undefined) throw new TypeError(`no words for ${key}`);
  return text.replace(/\{(\w+)\}/g, (_all, name) => String(values[name] ?? ''));
}
