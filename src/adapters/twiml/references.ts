import { isCallReference } from '../../domain/model/placed-call.js';
import type { OutgoingCall, Receipt } from '../../ports/telephony.js';

/** The refusal of a call whose reference cannot be a part of its callback addresses; undefined when it can. */
export function refuseReference({ reference }: OutgoingCall): Receipt | undefined {
  if (isCallReference(reference)) return undefined;
  const reason = 'the reference of the call may have letters, digits, - and _ only, and 64 at most';
  return { kind: 'refused', isPermanent: true, reason };
}
