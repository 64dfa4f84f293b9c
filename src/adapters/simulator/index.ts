/**
 * A carrier and number provider in memory, with phones that call and text: needs no account.
 * @module proxycall/simulator
 */
export { createSimulatedCarrier, type SimulatedCarrier, type SimulatedCarrierOptions } from './carrier.js';
export type { AdoptedNumber } from './provider.js';
export type { Delivered, CallTrace, DialledLeg, DialOutcome } from './call.js';
export type { Behaviour, CallOptions, Phone, ReceivedText, Ring, TextOptions } from './phone.js';
