import { msg, type Message, type Say } from './language.js';

/** What stands for the value of an option or an argument in the help: `--limit <n>`. For some it depends on the command. */
const VALUE_NAMES: Readonly<Record<string, Message>> = {
  ...named(msg('id'), '--client-id', '--order-id', '--token-id', '--confirmation-id', 'clients'),
  ...named(msg('template'), '--template'),
  ...named(msg('name'), '--client-name', '--name', '--actor'),
  ...named(msg('email'), '--client-mail'),
  ...named(
    msg('number'),
    '--client-proxy-number',
    '--client-real-phone',
    '--courier-phone',
    '--phone',
    '--proxy',
    '--from',
    '--to',
    'numbers',
  ),
  ...named(msg('country'), '--client-iso-residency', '--country'),
  ...named(msg('n'), '--limit', '--batch-size', '--candidates-limit', '--days', '--orders-per-day', '--couriers'),
  ...named(msg('seconds'), '--max-call-seconds', '--ring-seconds', '--pace'),
  ...named(msg('hours'), '--duration-hours'),
  ...named(msg('percent'), '--growth-percent'),
  ...named(msg('ratio'), '--peak'),
  ...named(msg('probability'), '--blocking'),
  ...named(msg('time'), '--expires-at', '--until', 'audit list --from', 'audit --from', 'interaction counts --from'),
  ...named(msg('record'), '--record'),
  ...named(msg('head'), '--head'),
  ...named(msg('week'), '--week'),
  ...named(msg('key'), '--idempotency-key'),
  ...named(msg('cursor'), '--cursor'),
  ...named(msg('type'), '--number-type'),
  ...named(msg('status'), '--status', '--only-status'),
  ...named(msg('role'), '--role'),
  ...named(msg('reason'), '--reason'),
  ...named(msg('channel'), '--channel'),
  ...named(msg('code'), '--code'),
  ...named(msg('text'), '--text'),
  ...named(msg('outcome'), '--outcome'),
  ...named(msg('direction'), '--direction'),
  ...named(msg('mode'), '--mode'),
  ...named(msg('language'), '--lang', '--language'),
  ...named(msg('URL'), '--url'),
  ...named(msg('file'), '--from-file'),
  ...named(msg('store'), '--store', '--against', 'store copy --from', 'store copy --to'),
  ...named(msg('shell'), 'shell'),
};

export function valueName(path: string, option: string, say: Say): string {
  return say(VALUE_NAMES[`${path} ${option}`] ?? VALUE_NAMES[option] ?? 'value');
}

function named(name: Message, ...options: readonly string[]): Record<string, Message> {
  return Object.fromEntries(options.map((option) => [option, name]));
}
