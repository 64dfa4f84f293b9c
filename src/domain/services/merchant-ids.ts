import { invalidFields, type FieldIssue } from '../model/errors.js';
import { merchantIdFault } from '../model/merchant-id.js';

/** @throws `invalid_request` when an id of a new record could not be used to read it again */
export function refuseIds(request: { readonly orderId?: string; readonly clientId: string }): void {
  const issues = (['orderId', 'clientId'] as const).flatMap((field): FieldIssue[] => {
    const detail = request[field] === undefined ? undefined : merchantIdFault(request[field]);
    return detail === undefined ? [] : [{ pointer: `/${field}`, detail }];
  });
  if (issues.length > 0) throw invalidFields(issues);
}
