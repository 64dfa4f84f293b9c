import type { AnyRecord, Kind } from '../../domain/model/records.js';

/** Sets of keys by group, for look-ups by something other than the key. */
export interface Groups {
  of(group: string): ReadonlySet<string>;
  add(group: string, key: string): void;
  remove(group: string, key: string): void;
}

const NONE: ReadonlySet<string> = new Set();

export function createGroups(): Groups {
  const groups = new Map<string, Set<string>>();
  return {
    of: (group) => groups.get(group) ?? NONE,
    add(group, key) {
      const keys = groups.get(group);
      if (keys === undefined) groups.set(group, new Set([key]));
      else keys.add(key);
    },
    remove(group, key) {
      const keys = groups.get(group);
      keys?.delete(key);
      if (keys?.size === 0) groups.delete(group);
    },
  };
}

/** The names of groups, one for each look-up. */
export const GROUPS = {
  ordersOf: (clientId: string) => `orders of ${clientId}`,
  /** Numbers that may be free now or later. */
  idleIn: (country: string) => `idle in ${country}`,
  sharedIn: (country: string) => `shared in ${country}`,
  liveSessionsOf: (clientId: string) => `live sessions of ${clientId}`,
  participantsOfPerson: (personKey: string) => `participants of person ${personKey}`,
  participantsOfSession: (sessionId: string) => `participants of session ${sessionId}`,
  participantsOfClient: (clientId: string) => `participants of client ${clientId}`,
  participantsOn: (number: string) => `participants on ${number}`,
  due: (kind: Kind) => `due ${kind}`,
  referringTo: (kind: Kind, key: string) => `referring to ${kind} ${key}`,
} as const;

const NO_GROUPS: readonly string[] = [];

/** The groups that a record is in, besides those of its rules. */
export function groupsOf(record: AnyRecord): readonly string[] {
  switch (record.kind) {
    case 'order':
      return [GROUPS.ordersOf(record.value.clientId)];
    case 'number': {
      const { state, country } = record.value;
      switch (state.status) {
        case 'available':
        case 'reserved':
        case 'quarantined':
          return [GROUPS.idleIn(country)];
        case 'shared':
          return [GROUPS.sharedIn(country)];
        default:
          return NO_GROUPS;
      }
    }
    case 'session':
      return record.value.closedAt === undefined ? [GROUPS.liveSessionsOf(record.value.clientId)] : NO_GROUPS;
    case 'participant': {
      const { personKey, sessionId, clientId, proxyNumber, releasedAt } = record.value;
      if (releasedAt !== undefined) return NO_GROUPS;
      return [
        GROUPS.participantsOfPerson(personKey),
        GROUPS.participantsOfSession(sessionId),
        GROUPS.participantsOfClient(clientId),
        GROUPS.participantsOn(proxyNumber),
      ];
    }
    default:
      return NO_GROUPS;
  }
}
