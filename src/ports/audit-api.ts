import type { AuditKind } from '../domain/model/audit-names.js';
import type { AuditOutcome } from '../domain/model/audit.js';
import type { AuditProblem } from '../domain/model/audit-verify.js';
import type { RevealReason } from '../domain/model/reveal.js';
import type { IsoTime } from './orders-api.js';
import type { Page, PageQuery } from './pages.js';

export type { AuditKind } from '../domain/model/audit-names.js';
export type { AuditOutcome } from '../domain/model/audit.js';
export type { AuditProblem } from '../domain/model/audit-verify.js';

/** Which entries of the audit trail. */
export interface AuditListQuery extends PageQuery {
  /** Inclusive. */
  readonly from?: IsoTime | undefined;
  /** Inclusive. */
  readonly until?: IsoTime | undefined;
  /** The name of an API token, `cli`, `library` or `spreadsheet`. */
  readonly actor?: string | undefined;
  /** Those that name this record. Both, or neither. */
  readonly recordKind?: AuditKind | undefined;
  readonly recordId?: string | undefined;
}

/** Who did what, when and from where. Contains nothing personal. */
export interface AuditEntryView {
  readonly id: string;
  readonly at: IsoTime;
  readonly actor: string;
  /** The operation, such as `createOrder`. */
  readonly action: string;
  readonly outcome: AuditOutcome;
  /** What was changed or read: `order:O-1001`. */
  readonly records: readonly string[];
  /** Why data was shown in clear. */
  readonly reason?: RevealReason | undefined;
  /** A prefix of the client's address: /24 of IPv4, /48 of IPv6. */
  readonly address?: string | undefined;
  readonly requestId?: string | undefined;
  /** The seal that covers it; undefined for the first minute. */
  readonly seal?: number | undefined;
  /** False when somebody else wrote or changed it. */
  readonly isGenuine: boolean;
}

/** Whether the audit trail is complete and unchanged. */
export interface AuditVerification {
  readonly verifiedAt: IsoTime;
  /** The newest seal, as the log has it; undefined when there is none. */
  readonly head?: string | undefined;
  readonly entries: number;
  /** Entries that no seal covers yet. */
  readonly unsealed: number;
  readonly seals: number;
  /** None when the audit trail is complete and unchanged. 1000 at most. */
  readonly problems: readonly AuditProblem[];
  readonly problemCount: number;
}

/** The operations of `ProxyCallApi` on the audit trail. */
export interface AuditApi {
  /**
   * Lists the audit trail, newest first: who changed what, when and from where.
   * @throws ProxyCallError with code `invalid_request` when only one of `recordKind` and `recordId` is given, or a time is none
   */
  listAudit(query: AuditListQuery): Promise<Page<AuditEntryView>>;
  /**
   * Reads the whole audit trail, and says whether entries were changed, added or deleted. Takes a while when it is long.
   * @param query.head a head of the chain that the log has (`audit.sealed`), or its first characters. Only with it an end of the chain is
   *   missed that was deleted together with what remembered it
   */
  verifyAudit(query: { head?: string | undefined }): Promise<AuditVerification>;
}
