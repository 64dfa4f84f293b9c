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
