import type { ConfirmationsApi } from '../../../ports/confirmations-api.js';
import type { ClaimingPorts } from '../pool/claims.js';

export declare function createConfirmationsService(ports: ClaimingPorts): ConfirmationsApi;
