import { isPending } from '../../domain/model/confirmation/confirmation.js';
import { conflict } from '../../domain/model/errors.js';
import { claimsOf, referencesOf } from '../../domain/model/invariants.js';
import { lineOf } from '../../domain/model/line.js';
import { rulesOf, type AnyRecord, type Kind } from '../../domain/model/records.js';

/** Finds the keys of records by their claims and groups. */
export interface Lookups {
  /** The key of the record that holds a claim. */
  readonly claimant: (claim: string) => string | undefined;
  /** The keys of the records in a group. */
  readonly group: (name: string) => ReadonlySet<string>;
  /** Throws `conflict`, and adds nothing, when another record holds one of the claims. */
  readonly add: (record: AnyRecord, key: string) => void;
  readonly remove: (record: AnyRecord, key: string) => void;
}

const NONE: ReadonlySet<string> = new Set();

export function createLookups(): Lookups {
  const claims = new Map<string, string>();
  const groups = new Map<string, Set<string>>();

  return {
    claimant: (claim) => claims.get(claim),
    group: (name) => groups.get(name) ?? NONE,
    add(record, key) {
      const names = claimsOf(record);
      if (names.some((name) => claims.has(name))) throw conflict();
      for (const name of names) claims.set(name, key);
      for (const name of groupsOf(record)) addTo(groups, name, key);
    },
    remove(record, key) {
      for (const name of claimsOf(record)) claims.delete(name);
      for (const name of groupsOf(record)) removeFrom(groups, name, key);
    },
  };
}

function addTo(groups: Map<string, Set<string>>, name: string, key: string): void {
  const keys = groups.get(name);
  if (keys === undefined) groups.set(name, new Set([key]));
  else keys.add(key);
}

function removeFrom(groups: Map<string, Set<string>>, name: string, key: string): void {
  const keys = groups.get(name);
  keys?.delete(key);
  if (keys?.size === 0) groups.delete(name);
}

/** The names of groups, by what is looked up. */
export const GROUPS = {
  /** By the one spelling of their line. */
  clientsOn: (line: string) => `clients on ${line}`,
  ordersOf: (clientId: string) => `orders of ${clientId}`,
  /** Numbers that may be free now or later. */
  idleIn: (country: string) => `idle in ${country}`,
  sharedIn: (country: string) => `shared in ${country}`,
  liveSessionsOf: (clientId: string) => `live sessions of ${clientId}`,
  participantsOfPerson: (personKey: string) => `participants of person ${personKey}`,
  participantsOfSession: (sessionId: string) => `participants of session ${sessionId}`,
  participantsOfClient: (clientId: string) => `participants of client ${clientId}`,
  participantsOn: (number: string) => `participants on ${number}`,
  /** Counted for each new participant: a busy number has thousands. */
  pairedParticipantsOn: (number: string) => `paired participants on ${number}`,
  confirmationsOf: (clientId: string) => `confirmations of client ${clientId}`,
  pendingOfClient: (clientId: string) => `pending confirmations of client ${clientId}`,
  pendingOfPerson: (personKey: string) => `pending confirmations of person ${personKey}`,
  outboxOf: (confirmationId: string) => `outbox of confirmation ${confirmationId}`,
  due: (kind: Kind) => `due ${kind}`,
  referringTo: (kind: Kind, key: string) => `referring to ${kind} ${key}`,
} as const;

const NO_GROUPS: readonly string[] = [];

/** Every group that a record is in. */
function groupsOf(record: AnyRecord): readonly string[] {
  const { kind } = record;
  const groups = groupsOfKind(record);
  const references = referencesOf(record);
  const isDue = rulesOf(kind).dueAt(record.value) !== undefined;
  if (references.length === 0 && !isDue) return groups;
  return [
    ...groups,
    ...references.map((reference) => GROUPS.referringTo(reference.kind, reference.key)),
    ...(isDue ? [GROUPS.due(kind)] : []),
  ];
}

/** The groups that are particular to the kind of record. */
function groupsOfKind(record: AnyRecord): readonly string[] {
  switch (record.kind) {
    case 'client':
      return [GROUPS.clientsOn(lineOf(record.value.realPhone))];
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
      const { personKey, sessionId, sessionKind, clientId, proxyNumber, releasedAt } = record.value;
      if (releasedAt !== undefined) return NO_GROUPS;
      return [
        GROUPS.participantsOfPerson(personKey),
        GROUPS.participantsOfSession(sessionId),
        GROUPS.participantsOfClient(clientId),
        GROUPS.participantsOn(proxyNumber),
        ...(sessionKind === 'paired' ? [GROUPS.pairedParticipantsOn(proxyNumber)] : []),
      ];
    }
    case 'confirmation': {
      const { clientId, personKey } = record.value;
      const ofClient = clientId === undefined ? [] : [GROUPS.confirmationsOf(clientId)];
      if (!isPending(record.value)) return ofClient;
      return [
        ...ofClient,
        ...(clientId === undefined ? [] : [GROUPS.pendingOfClient(clientId)]),
        ...(personKey === undefined ? [] : [GROUPS.pendingOfPerson(personKey)]),
      ];
    }
    case 'outbox':
      return [GROUPS.outboxOf(record.value.confirmationId)];
    default:
      return NO_GROUPS;
  }
}
