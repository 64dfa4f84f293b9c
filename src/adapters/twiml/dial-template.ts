import type { Dial } from '../../domain/model/call-plan.js';
import { isSayable } from '../../domain/model/characters.js';
import type { E164 } from '../../domain/model/phone-number.js';

/**
 * Building a document takes longer than everything else that a call needs, and the documents of connected calls have few
 * shapes. So the package builds each shape once, with placeholders, and each call fills them in: two phone numbers, a
 * percent-encoded id, and a name that is escaped.
 */
type Placeholder = 'to' | 'callerId' | 'interactionId' | 'announce';
/** Literal text and, at odd positions, placeholders. */
type Template = readonly string[];

/** With a group, so that `split` keeps the names. */
const PLACEHOLDERS = /__(to|callerId|interactionId|announce)__/;

const templates = new Map<string, Template>();
/** Bounds the cache, as the limits of a call may differ from order to order. */
const MOST_TEMPLATES = 1000;

export function dialDocument(plan: Dial, publicUrl: string, build: (plan: Dial, publicUrl: string) => string): string {
  const { announce, whisper, ringSeconds = '', maxCallSeconds = '' } = plan;
  const shape = `${publicUrl} ${ringSeconds.toString()} ${maxCallSeconds.toString()} ${announce?.language ?? ''} ${whisper === undefined ? '' : 'w'}`;
  let template = templates.get(shape);
  if (template === undefined) {
    template = build(withPlaceholders(plan), publicUrl).split(PLACEHOLDERS);
    if (templates.size >= MOST_TEMPLATES) templates.clear();
    templates.set(shape, template);
  }
  let document = '';
  for (const [index, part] of template.entries())
    document += index % 2 === 0 ? part : valueOf(plan, part as Placeholder);
  return document;
}

function withPlaceholders(plan: Dial): Dial {
  return {
    ...plan,
    to: '__to__' as E164,
    callerId: '__callerId__' as E164,
    interactionId: '__interactionId__',
    announce: plan.announce && { ...plan.announce, text: '__announce__' },
  };
}

function valueOf(plan: Dial, placeholder: Placeholder): string {
  switch (placeholder) {
    case 'interactionId':
      return encodeURIComponent(plan.interactionId);
    case 'announce':
      return escapeText(plan.announce?.text ?? '');
    case 'to':
    case 'callerId':
      return plan[placeholder];
  }
}

/** Character data of XML 1.0, as the package writes it; like the package, it refuses what cannot be written. */
function escapeText(text: string): string {
  if (!isSayable(text)) throw new TypeError('a text holds characters that XML cannot hold');
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#xD;');
}
