import type { Role } from '../../domain/model/role.js';
import type { VersionedRow } from './schema.js';

// The tables of who may use the API and the console.

export interface TokenRow extends VersionedRow {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly digest: string;
  readonly created_at: number;
  readonly expires_at: number | null;
  readonly last_used_at: number | null;
  readonly mac: string;
}

export interface SignInRow extends VersionedRow {
  readonly id: string;
  readonly digest: string;
  readonly credential: string | null;
  readonly created_at: number;
  readonly expires_at: number;
  readonly last_seen_at: number;
  readonly mac: string;
}
