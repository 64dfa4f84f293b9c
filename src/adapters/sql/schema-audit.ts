import type { AuditOutcome } from '../../domain/model/audit.js';
import type { RevealReason } from '../../domain/model/reveal.js';
import type { VersionedRow } from './schema.js';

export interface AuditRow extends VersionedRow {
  readonly id: string;
  readonly at: number;
  readonly actor: string;
  readonly action: string;
  readonly outcome: AuditOutcome;
  /** JSON text: an array of names. */
  readonly records: string;
  readonly reason: RevealReason | null;
  readonly address: string | null;
  readonly request_id: string | null;
  readonly seal: number | null;
  readonly sealed_at: number | null;
  readonly mac: string;
  readonly due_at: number | null;
}

export interface SealRow extends VersionedRow {
  /** The sequence number as a text that is sorted like it. */
  readonly key: string;
  readonly sequence: number;
  readonly at: number;
  readonly count: number;
  readonly entries_mac: string;
  readonly previous_mac: string | null;
  readonly superseded_at: number | null;
  readonly mac: string;
}
