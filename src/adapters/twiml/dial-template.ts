import type { Dial } from '../../domain/model/call-plan.js';
import type { E164 } from '../../domain/model/phone-number.js';

/**
 * Building a document takes longer than all else that a call needs together, and connected calls get documents of a few
 * shapes, that differ in some values. The package builds each shape once, with stand-ins; then values are put in their
 * places: two telephone numbers, a percent-encoded id, whole numbers, and a name that is escaped.
 */
type Template = readonly string[];

const STAND_INS = {
  to: '__TO__',
  callerId: '__CALLER_ID__',
  interactionId: '__INTERACTION__',
  announce: '__ANNOUNCE__',
} as const;
const PLACES = new RegExp(`(${Object.values(STAND_INS).join('|')})`);
const PLACE_NAMES = new Map(
  (Object.keys(STAND_INS) as (keyof typeof STAND_INS)[]).map((name) => [STAND_INS[name] as string, name]),
);

const templates = new Map<string, Template>();
/** Limits may differ from order to order: a bound on what is kept. */
const MOST_TEMPLATES = 1000;

export function dialDocument(plan: Dial, publicUrl: string, build: (plan: Dial, publicUrl: string) => string): string {
  const { announce, whisper, ringSeconds = '', maxCallSeconds = '' } = plan;
  const shape = `${publicUrl} ${ringSeconds.toString()} ${maxCallSeconds.toString()} ${announce?.language ?? ''} ${whisper === undefined ? '' : 'w'}`;
  let template = templates.get(shape);
  if (template === undefined) {
    template = templateOf(build(withStandIns(plan), publicUrl));
    if (templates.size >= MOST_TEMPLATES) templates.clear();
    templates.set(shape, template);
  }
  let document = '';
  for (const part of template) document += isPlace(part) ? valueOf(plan, part) : part;
  return document;
}

function withStandIns(plan: Dial): Dial {
  return {
    ...plan,
    to: STAND_INS.to as E164,
    callerId: STAND_INS.callerId as E164,
    interactionId: STAND_INS.interactionId,
    announce: plan.announce && { ...plan.announce, text: STAND_INS.announce },
  };
}

function templateOf(document: string): Template {
  return document.split(PLACES).map((part) => PLACE_NAMES.get(part) ?? part);
}

function isPlace(part: string): part is keyof typeof STAND_INS {
  return part in STAND_INS;
}

function valueOf(plan: Dial, place: keyof typeof STAND_INS): string {
  switch (place) {
    case 'interactionId':
      return encodeURIComponent(plan.interactionId);
    case 'announce':
      return escapeText(plan.announce?.text ?? '');
    case 'to':
    case 'callerId':
      return plan[place];
  }
}

/** Character data of XML 1.0, as the package writes it. */
function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#xD;');
}
