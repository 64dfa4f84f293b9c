/**
 * For tests: the whole service in memory, contract suites for adapters of your own, and sample records.
 * @module proxycall/testing
 */
export {
  createMemoryMailer,
  createMemoryStore,
  type MailBehaviour,
  type MemoryMailer,
} from '../../adapters/memory/index.js';
export * from '../../adapters/simulator/index.js';
export type { ContractCase } from './contract.js';
export { startHarness, type Harness, type HarnessOptions } from './harness.js';
export {
  mailerContract,
  type ArrivedMail,
  type MailerContractOptions,
  type MailerUnderTest,
} from './mailer-contract.js';
export {
  numberProviderContract,
  type NumberProviderContractOptions,
  type ProviderUnderTest,
} from './number-provider-contract.js';
export { orderStoreContract, type OrderStoreContractOptions, type Place } from './order-store-contract.js';
export {
  placedCallContract,
  type CalledPhone,
  type PlacedCallContractOptions,
  type PlacingCarrier,
} from './placed-call-contract.js';
export { telephonyContract, type TelephonyContractOptions } from './telephony-contract.js';
export * from './access-records.js';
export * from './records.js';
export {
  createFakeClock,
  createRecordingLogger,
  createSequentialIds,
  type FakeClock,
  type LogLine,
} from './runtime.js';
