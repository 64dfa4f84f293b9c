import { sign } from '../src/adapters/twiml/index.js';
import type { E164 } from '../src/domain/model/phone-number.js';

export const AUTH_TOKEN = 'bench-token';
export const PUBLIC_URL = 'https://bench.example';

/**
 * Obviously nobody's: the French numbering plan gives mobile phones numbers from 06 and from 073 upwards
 * (https://www.arcep.fr/index.php?id=12853), and the ranges kept for fiction hold ten thousand. Ten million each, so that no number is
 * of two kinds.
 */
function nobodysNumber(kind: 70 | 71 | 72, index: number): E164 {
  return `+33${kind.toString()}${index.toString().padStart(7, '0')}` as E164;
}
export function proxyNumber(index: number): E164 {
  return nobodysNumber(70, index);
}
export function clientPhone(index: number): E164 {
  return nobodysNumber(71, index);
}
function caller(index: number): E164 {
  return nobodysNumber(72, index);
}

export interface SignedCall {
  readonly body: string;
  readonly signature: string;
}

/** Calls that have not been made yet. */
export interface CallSupply {
  /** Signs so many calls ahead, so that this takes no time while something is measured. */
  prepare(count: number): void;
  next(): SignedCall;
}

/**
 * Signed calls to clients in no particular order, as Twilio sends them: 22 parameters. Each has a CallSid of its own: the
 * same one again would be a repeated delivery, which is answered without a decision and without a write.
 */
export function createCallSupply(clients: number): CallSupply {
  const prepared: SignedCall[] = [];
  let made = 0;
  const make = () => signedCall(clients, (made += 1));
  return {
    prepare(count) {
      while (prepared.length < count) prepared.push(make());
    },
    next: () => prepared.pop() ?? make(),
  };
}

function signedCall(clients: number, index: number): SignedCall {
  const params = callParams(caller(index % 997), proxyNumber((index * 15_485_863) % clients), index);
  return {
    body: new URLSearchParams(params).toString(),
    signature: sign(AUTH_TOKEN, `${PUBLIC_URL}/twilio/voice`, params),
  };
}

function callParams(from: string, to: string, index: number): Record<string, string> {
  const place = { City: '', State: '', Zip: '', Country: 'FR' };
  const places = ['From', 'To', 'Caller', 'Called'].flatMap((side) =>
    Object.entries(place).map(([name, value]) => [side + name, value] as const),
  );
  return {
    ...Object.fromEntries(places),
    AccountSid: `AC${'0'.repeat(32)}`,
    ApiVersion: '2010-04-01',
    CallSid: `CA${index.toString(16).padStart(32, '0')}`,
    CallStatus: 'ringing',
    Direction: 'inbound',
    From: from,
    To: to,
  };
}
