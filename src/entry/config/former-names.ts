/** Variables that had another name: it is still read, but the present one wins where both are set in the same place. */
export const FORMER_NAMES = {
  PROXYCALL_PHONE_COUNTRY: ['TWILIO_PHONE_COUNTRY'],
  PROXYCALL_NUMBER_TYPE: ['TWILIO_NUMBER_TYPE'],
  PROXYCALL_POOL_SIZE: ['TWILIO_POOL_SIZE'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
