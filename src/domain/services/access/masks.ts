import type {
  ClientReceipt,
  ClientView,
  ClosedOrder,
  ExpiryReport,
  InteractionEvent,
  InteractionView,
  NumberView,
  OrderReceipt,
  OrderView,
  Page,
  SearchResult,
  SimulatedCall,
} from '../../../ports/proxycall-api.js';
import type { AvailableNumbers } from '../../../ports/pool-api.js';
import { hideCaller, hideCode, hideMail, hideName, hideNumber, hideNumbersIn } from '../../model/masking.js';
import type { E164 } from '../../model/phone-number.js';
import type { Role } from '../../model/role.js';

// What is shown of an answer to roles that see people's data masked. Ids of the merchant are shown: by them a record is found again.

/** A masked number is no number any more, and is refused wherever it is sent. */
const number = (shown: E164) => hideNumber(shown) as E164;

function maybe<T>(value: T | undefined, hide: (value: T) => T): T | undefined {
  return value === undefined ? undefined : hide(value);
}

export function maskClient(client: ClientView): ClientView {
  return {
    ...client,
    clientName: hideName(client.clientName),
    clientMail: hideMail(client.clientMail),
    clientRealPhone: number(client.clientRealPhone),
    clientProxyNumber: maybe(client.clientProxyNumber, number),
    clientLastCaller: maybe(client.clientLastCaller, number),
  };
}

export function maskReceipt<T extends ClientReceipt>(receipt: T): T {
  return { ...receipt, clientProxyNumber: number(receipt.clientProxyNumber) };
}

export function maskOrder<T extends OrderReceipt | OrderView>(order: T): T {
  const { courierProxyNumber, orderCode, orderCodeLong } = order;
  return {
    ...maskReceipt(order),
    // An order without a courier has none of them, not even undefined ones.
    ...(courierProxyNumber === undefined ? {} : { courierProxyNumber: number(courierProxyNumber) }),
    ...(orderCode === undefined ? {} : { orderCode: hideCode(orderCode) }),
    ...(orderCodeLong === undefined ? {} : { orderCodeLong: hideCode(orderCodeLong) }),
  };
}

export function maskConfirmation<T extends { readonly clientProxyNumber?: E164 | undefined }>(confirmation: T): T {
  const { clientProxyNumber } = confirmation;
  return { ...confirmation, clientProxyNumber: maybe(clientProxyNumber, number) };
}

export function maskExpired(report: ExpiryReport): ExpiryReport {
  return { ...report, expired: report.expired.map(maskConfirmation) };
}

export function maskClosed({ order, ...rest }: ClosedOrder): ClosedOrder {
  return { order: maskOrder(order), ...rest };
}

export function maskPage<T>(mask: (item: T) => T): (page: Page<T>) => Page<T> {
  return ({ items, ...rest }) => ({ items: items.map(mask), ...rest });
}

export function maskInteraction(interaction: InteractionView): InteractionView {
  return { ...interaction, from: hideCaller(interaction.from), to: hideCaller(interaction.to) };
}

/** Not a generator: leaving one that waits for an event would wait for that too. */
export function maskWatched(events: AsyncIterable<InteractionEvent>): AsyncIterable<InteractionEvent> {
  const mask = (result: IteratorResult<InteractionEvent>): IteratorResult<InteractionEvent> =>
    result.done === true || result.value.kind !== 'interaction'
      ? result
      : { done: false, value: { ...result.value, interaction: maskInteraction(result.value.interaction) } };
  return {
    [Symbol.asyncIterator]() {
      const all = events[Symbol.asyncIterator]();
      return {
        next: async () => mask(await all.next()),
        return: async () => (await all.return?.()) ?? { done: true, value: undefined },
      };
    },
  };
}

/** A carrier labels a number with the number itself, in some spelling, when nobody says otherwise. */
export function maskAvailable({ available, ...rest }: AvailableNumbers): AvailableNumbers {
  return {
    ...rest,
    available: available.map((each) => ({
      ...each,
      phoneNumber: number(each.phoneNumber),
      friendlyName: hideName(each.friendlyName),
    })),
  };
}

/** What nobody has is no secret to operators, who share, assign and repair numbers. */
export function maskNumbers({ items, ...rest }: Page<NumberView>, role: Role): Page<NumberView> {
  const isShown = ({ clientId, confirmationId, load }: NumberView) =>
    role === 'operator' && clientId === undefined && confirmationId === undefined && load === 0;
  const mask = (each: NumberView): NumberView => ({
    ...each,
    phoneNumber: number(each.phoneNumber),
    friendlyName: hideName(each.friendlyName),
  });
  return { items: items.map((each) => (isShown(each) ? each : mask(each))), ...rest };
}

export function maskFound({ orders, clients, ...rest }: SearchResult): SearchResult {
  return { orders: orders.map(maskOrder), clients: clients.map(maskClient), ...rest };
}

export function maskAssigned<T extends { readonly proxy: E164 }>(assigned: T): T {
  return { ...assigned, proxy: number(assigned.proxy) };
}

export function maskSimulated(call: SimulatedCall): SimulatedCall {
  return { ...call, twiml: hideNumbersIn(call.twiml) };
}

/** For answers that say nothing of anybody, or that only roles get who see everything. */
export function nothing<T>(answer: T): T {
  return answer;
}
