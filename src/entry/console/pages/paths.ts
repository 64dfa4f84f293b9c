// The addresses of pages about one record, below `/console`. Ids may hold anything that can stand in an address.

export function orderPath(orderId: string): string {
  return `/orders/${encodeURIComponent(orderId)}`;
}

export function clientPath(clientId: string): string {
  return `/clients/${encodeURIComponent(clientId)}`;
}

export function confirmationPath(confirmationId: string): string {
  return `/confirmations/${encodeURIComponent(confirmationId)}`;
}

/** The address of a list with its filters. Undefined ones are left out. */
export function filterAddress(path: string, filters: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams(
    Object.entries(filters).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  ).toString();
  return `/console${path}${query === '' ? '' : `?${query}`}`;
}
