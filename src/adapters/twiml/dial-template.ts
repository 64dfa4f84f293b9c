import type { Dial } from '../../domain/model/call-plan.js';
import type { E164 } from '../../domain/model/phone-number.js';

/**
 * Building a document takes longer than all else that a call needs together, and connected calls get documents of a few
 * shapes, that differ in some values. The package builds each shape once, with stand-ins; then values are put in their
 * places: two telephone numbers, a percent-encoded id, whole numbers, and a name that is escaped.
 */
type Place = 'to' | 'callerId' | 'interactionId' | 'announce';
/** Literal text and, at odd positions, places. */
type Template = readonly string[];

/** As `split` wants it, to keep the names. */
const PLACES = /__(to|callerId|interactionId|announce)__/;

const templates = new Map<string, Template>();
/** Limits may differ from order to order: a bound on what is kept. */
const MOST_TEMPLATES = 1000;

export function dialDocument(plan: Dial, publicUrl: string, build: (plan: Dial, publicUrl: string) => string): string {
  const { announce, whisper, ringSeconds = '', maxCallSeconds = '' } = plan;
  const shape = `${publicUrl} ${ringSeconds.toString()} ${maxCallSeconds.toString()} ${announce?.language ?? ''} ${whisper === undefined ? '' : 'w'}`;
  let template = templates.get(shape);
  if (template === undefined) {
    template = build(withStandIns(plan), publicUrl).split(PLACES);
    if (templates.size >= MOST_TEMPLATES) templates.clear();
    templates.set(shape, template);
  }
  let document = '';
  for (const [index, part] of template.entries()) document += index % 2 === 0 ? part : valueOf(plan, part as Place);
  return document;
}

function withStandIns(plan: Dial): Dial {
  return {
    ...plan,
    to: '__to__' as E164,
    callerId: '__callerId__' as E164,
    interactionId: '__interactionId__',
    announce: plan.announce && { ...plan.announce, text: '__announce__' },
  };
}

function valueOf(plan: Dial, place: Place): string {
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
