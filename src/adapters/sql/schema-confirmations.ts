import type { Carrier } from '../../domain/model/carrier.js';
import type { ClientId } from '../../domain/model/client.js';
import type {
  Confirmation,
  ConfirmationChannel,
  ConfirmationPurpose,
  ConfirmationStatus,
} from '../../domain/model/confirmation/confirmation.js';
import type { OutboxMessage, OutboxStatus } from '../../domain/model/outbox.js';
import type { PersonKey } from '../../domain/model/person.js';
import type { E164 } from '../../domain/model/phone-number.js';
import type { Language } from '../../domain/model/phrases.js';
import type { VersionedRow } from './schema.js';

export interface ConfirmationRow extends VersionedRow {
  readonly id: string;
  readonly purpose: ConfirmationPurpose;
  readonly status: ConfirmationStatus;
  readonly client_id: ClientId | null;
  /** JSON text: a `WantedContact`. */
  readonly wanted: string | null;
  readonly person_key: PersonKey | null;
  readonly former_phone: E164 | null;
  readonly held_number: E164 | null;
  readonly proxy_number: E164 | null;
  readonly carrier: Carrier;
  readonly language: Language;
  readonly origin: Confirmation['origin'];
  readonly fingerprint: string | null;
  readonly generation: number;
  readonly generation_at: number;
  readonly attempts: number;
  /** JSON text: a count for each channel. */
  readonly sends: string;
  readonly step: number;
  readonly next_step_at: number | null;
  /** JSON text: an array of proofs. */
  readonly proved: string;
  readonly created_at: number;
  readonly expires_at: number;
  readonly ended_at: number | null;
  readonly approved: number;
  readonly mac: string;
  readonly due_at: number | null;
  /** The `fact` that the held number must have; null once it is over. */
  readonly number_fact: string | null;
}

export interface OutboxRow extends VersionedRow {
  readonly id: string;
  readonly confirmation_id: string;
  readonly client_id: ClientId | null;
  readonly message: OutboxMessage;
  readonly channel: ConfirmationChannel;
  readonly generation: number;
  readonly language: Language;
  readonly recipient: string | null;
  readonly sender: E164 | null;
  readonly digits: string | null;
  readonly status: OutboxStatus;
  readonly tries: number;
  readonly created_at: number;
  readonly ended_at: number | null;
  readonly reason: string | null;
  readonly mac: string;
  readonly due_at: number | null;
}

export interface CounterRow extends VersionedRow {
  readonly key: string;
  readonly count: number;
  readonly until: number;
}
