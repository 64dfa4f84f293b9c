/**
 * For tests: the whole service in memory, contract suites for adapters of your own, and sample records.
 * @module proxycall/testing
 */
export { createMemoryStore } from '../../adapters/memory/index.js';
export * from '../../adapters/simulator/index.js';
export type { ContractCase } from './contract.js';
export { startHarness, type Harness, type HarnessOptions } from './harness.js';
export {
  numberProviderContract,
  type NumberProviderContractOptions,
  type ProviderUnderTest,
} from './number-provider-contract.js';
export { orderStoreContract, type OrderStoreContractOptions, type Place } from './order-store-contract.js';
export { telephonyContract, type TelephonyContractOptions } from './telephony-contract.js';
export * from './records.js';
export {
  createFakeClock,
  createRecordingLogger,
  createSequentialIds,
  type FakeClock,
  type LogLine,
} from './runtime.js';
