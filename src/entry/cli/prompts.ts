// Loaded when somebody is asked. Named one by one, so that the light package carries nothing else of the library.
export { confirm, isCancel, password, select, text } from '@clack/prompts';
