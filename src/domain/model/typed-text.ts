// What people may type for the texts of an order and its client. The API refuses the rest, and forms ask again.

/** A rule, and what to tell somebody who broke it. */
export interface TextRule {
  readonly holds: (text: string) => boolean;
  readonly message: string;
}

const CONTROL = /\p{Cc}/u;
/** Half of a pair, which no URL can hold. Under the flag `u`, whole pairs are characters of their own. */
const LONE_SURROGATE = /\p{Cs}/u;
/** What cannot stand in a path where an id is expected: words that have other meanings there, and segments that clients resolve. */
const RESERVED: readonly string[] = ['next-id', 'by-proxy', '.', '..'];

/** Of the merchant's identifiers, without the blanks around them. */
export const ID_RULES = [
  { holds: (id: string) => id.length >= 1 && id.length <= 100, message: 'must have 1 to 100 characters' },
  { holds: (id: string) => !CONTROL.test(id), message: 'must not contain control characters' },
  { holds: (id: string) => !LONE_SURROGATE.test(id), message: 'must be well-formed Unicode' },
  {
    holds: (id: string) => !RESERVED.includes(id.toLowerCase()),
    message: 'must not be one of the reserved words next-id by-proxy . ..',
  },
] as const satisfies readonly TextRule[];

/** Of a person's name, without the blanks around it. */
export const NAME_RULES = [
  { holds: (name: string) => !CONTROL.test(name), message: 'must not contain control characters' },
  { holds: (name: string) => name.length >= 1 && name.length <= 200, message: 'must have 1 to 200 characters' },
] as const satisfies readonly TextRule[];

/** As zod has it, by which the API judges: no quoted names, no addresses of networks. */
const MAIL = /^(?!\.)(?!.*\.\.)([a-z0-9_'+\-.]*)[a-z0-9_+-]@([a-z0-9][a-z0-9-]*\.)+[a-z]{2,}$/i;

export const MAIL_RULES = [
  {
    holds: (mail: string) => MAIL.test(mail) && mail.length <= 254,
    message: 'must be a mail address, such as ada@shop.example',
  },
] as const satisfies readonly TextRule[];
