import type { IncomingContent } from '../../domain/model/message.js';

/** The most media files that Twilio sends with one message. */
const MOST_MEDIA = 10;
/** What WhatsApp sends for a place: https://www.twilio.com/docs/messaging/guides/webhook-request */
const LOCATION = ['Latitude', 'Longitude', 'Address', 'Label'] as const;

/**
 * Reads what a text consists of.
 * @param parameter the value of a parameter, undefined when it is missing or empty
 */
export function readContent(parameter: (name: string) => string | undefined): IncomingContent {
  const body = parameter('Body') ?? '';
  const files = Math.min(Number(parameter('NumMedia') ?? 0), MOST_MEDIA) || 0;
  const isPlace = LOCATION.some((name) => parameter(name) !== undefined);
  if (files <= 0) return { body, media: [], lost: isPlace ? 'other' : undefined };
  const urls = Array.from({ length: MOST_MEDIA }, (_, index) => parameter(`MediaUrl${index.toString()}`));
  const media = urls.filter((url) => url !== undefined && isFetchable(url)) as string[];
  const isPictureLost = media.length < files;
  return { body, media, lost: isPlace ? 'other' : isPictureLost ? 'picture' : undefined };
}

/** Carriers fetch pictures from addresses of the web, and refuse a text with any other. */
function isFetchable(url: string): boolean {
  return URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol);
}
