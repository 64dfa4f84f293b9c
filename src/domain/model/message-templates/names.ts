/**
 * The mails that may be sent to clients. `number_ready`: which number is theirs. `number_changed`: which number is theirs from now on.
 * `activation`: where they register.
 */
export const MESSAGE_TEMPLATES = ['number_ready', 'number_changed', 'activation'] as const;
/** A mail that may be sent to clients. */
export type MessageTemplate = (typeof MESSAGE_TEMPLATES)[number];
