/** The result of one check, and how to fix the problem. */
export interface Finding {
  readonly check:
    'settings' | 'address' | 'clock' | 'readiness' | 'token' | 'metrics' | 'store' | 'mail' | 'webhooks' | 'pool';
  readonly state: 'ok' | 'warning' | 'fault';
  readonly detail: string;
  /** Empty when there is nothing to fix. */
  readonly advice: string;
}

export function ok(check: Finding['check'], detail: string): Finding {
  return { check, state: 'ok', detail, advice: '' };
}

export function warning(check: Finding['check'], detail: string, advice: string): Finding {
  return { check, state: 'warning', detail, advice };
}

export function fault(check: Finding['check'], detail: string, advice: string): Finding {
  return { check, state: 'fault', detail, advice };
}
