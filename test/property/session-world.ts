/** A participant of a paired session: on which number, and whom they reach when they call it. */
export interface Participant {
  readonly person: string;
  readonly number: string;
  readonly session: PairedSession;
  readonly role: 'client' | 'counterpart';
  readonly admittedBy: 'order' | 'code';
  readonly contact: string;
  endedAt: number | undefined;
}

export interface PairedSession {
  readonly orderId: string;
  readonly clientId: string;
  clientPhone: string;
  courier: string;
  readonly clientNumber: string;
  courierNumber: string;
  code: string;
  expiresAt: number;
  closedAt: number | undefined;
  /** Phones of those who opted out of texts. */
  readonly optedOut: Set<string>;
}

export interface Client {
  phone: string;
  assigned: string | undefined;
  lastCaller: string | undefined;
  /** Phones of those who opted out of texts in the open session. */
  readonly optedOut: Set<string>;
}

/** The reference model: slow and obvious, and without any of the program's decisions. */
export interface World {
  readonly clients: Map<string, Client>;
  readonly orders: Map<string, { client: string; open: boolean; session: PairedSession | undefined }>;
  /** Oldest first, without those that were released to make room for another. */
  readonly participants: Participant[];
  readonly numbers: string[];
  readonly freed: Map<string, number>;
  /** When a sender was last sent an automatic reply from a number, by both. */
  readonly replies: Map<string, number>;
  /** Every wrong code so far. */
  readonly wrong: { caller: string; number: string }[];
  calls: number;
  connected: number;
}

export function newWorld(): World {
  return {
    clients: new Map(),
    orders: new Map(),
    participants: [],
    numbers: [],
    freed: new Map(),
    replies: new Map(),
    wrong: [],
    calls: 0,
    connected: 0,
  };
}

export function newClient(phone: string): Client {
  return { phone, assigned: undefined, lastCaller: undefined, optedOut: new Set() };
}

/** One of the latest orders, or one that was never created. */
export function knownOrderId(order: number, world: World): string {
  return (world.orders.size - 1 - order).toString();
}

export function endSession(world: World, session: PairedSession, now: number): void {
  session.closedAt ??= Math.min(now, session.expiresAt);
  for (const participant of participantsOf(world, session)) participant.endedAt ??= Math.min(now, session.expiresAt);
}

/** Releases a person's earlier participant on a number. */
export function release(world: World, person: string, number: string): void {
  const kept = world.participants.filter((one) => one.person !== person || one.number !== number);
  world.participants.splice(0, world.participants.length, ...kept);
}

export function participantsOf(world: World, session: PairedSession, role?: Participant['role']): Participant[] {
  return world.participants.filter((one) => one.session === session && (role === undefined || one.role === role));
}

/** The latest participant of a person on a number is the one that counts. */
export function participantOf(world: World, person: string, number: string): Participant | undefined {
  return world.participants.findLast((one) => one.person === person && one.number === number);
}

export function endOf({ session, endedAt }: Participant): number {
  return Math.min(endedAt ?? Infinity, session.closedAt ?? Infinity, session.expiresAt);
}

export function isLive({ closedAt, expiresAt }: PairedSession, now: number): boolean {
  return closedAt === undefined && now < expiresAt;
}
