import type { IncomingContent } from '../../domain/model/message.js';

/** The most media files that Twilio sends with one message. */
const MOST_MEDIA = 10;
/** What WhatsApp sends for a place: https://www.twilio.com/docs/messaging/guides/webhook-request */
const LOCATION = ['Latitude', 'Longitude', 'Address', 'Label'] as const;

/** Types of message whose content is their text: what was written, or the words of the button that was pressed. */
const WRITTEN: ReadonlySet<string> = new Set(['text', 'button', 'interactive']);

type Parameter = (name: string) => string | undefined;
type Lost = NonNullable<IncomingContent['lost']>;

/**
 * Reads what a text consists of.
 * @param parameter the value of a parameter, undefined when it is missing or empty
 */
export function readContent(parameter: Parameter): IncomingContent {
  const content = { body: parameter('Body') ?? '', media: [], lost: undefined };
  const type = parameter('MessageType')?.toLowerCase() ?? 'text';
  const isPlace = LOCATION.some((name) => parameter(name) !== undefined);
  const { media, missing, kind } = readMedia(parameter);
  if (media.length > 0 || missing > 0) {
    const lost = isPlace ? 'other' : missing > 0 ? kind : undefined;
    return { ...content, media, lost, ...(kind === 'other' ? { mediaKind: kind } : {}) };
  }
  if (isPlace) return { ...content, lost: 'other' };
  // What else the message consists of is in no parameter that is known: a sticker, a contact, a poll.
  return WRITTEN.has(type) ? content : { ...content, lost: type === 'image' ? 'picture' : 'other' };
}

interface Media {
  /** Addresses that can be fetched. */
  readonly media: readonly string[];
  /** How many files came without one. */
  readonly missing: number;
  /** What they are together: pictures, unless a type says otherwise. */
  readonly kind: Lost;
}

/** The addresses that are there count, whatever is said about their number. */
function readMedia(parameter: Parameter): Media {
  const announced = Math.max(0, Math.min(Number(parameter('NumMedia') ?? 0), MOST_MEDIA) || 0);
  const media: string[] = [];
  let sent = 0;
  let kind: Lost = 'picture';
  for (let index = 0; index < MOST_MEDIA; index += 1) {
    const url = parameter(`MediaUrl${index.toString()}`);
    const type = parameter(`MediaContentType${index.toString()}`);
    if (type !== undefined && !/^\s*image\//i.test(type)) kind = 'other';
    if (url === undefined) continue;
    sent += 1;
    if (isFetchable(url)) media.push(url);
  }
  return { media, missing: Math.max(announced, sent) - media.length, kind };
}

/** Carriers fetch pictures from addresses of the web, and refuse a text with any other. */
function isFetchable(url: string): boolean {
  return URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol);
}
