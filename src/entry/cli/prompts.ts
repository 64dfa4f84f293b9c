// Loaded only when the user is prompted. Named exports keep the rest of the library out of the light package.
export { confirm, isCancel, password, select, text } from '@clack/prompts';
