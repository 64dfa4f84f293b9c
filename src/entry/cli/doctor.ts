import { styleText } from 'node:util';
import { Command } from 'clipanion';
import { ConfigError } from '../config-error.js';
import { ApiCommand } from './command.js';
import { examineAddress, examineNumbers, fault, ok, type Finding } from './diagnosis.js';
import { EXIT, describeFailure } from './failure.js';
import { msg } from './language.js';
import { chooseMode, openApi, readEnvironment, readRemote } from './modes.js';

const SIGNS = { ok: ['green', '✔'], warning: ['yellow', '!'], fault: ['red', '✖'] } as const;

export class DoctorCommand extends ApiCommand {
  static override paths = [['doctor']];
  static override usage = Command.Usage({
    category: msg('Service'),
    description: msg('Check the set-up, and say what to do about each fault'),
    details: msg(
      'Remote: the address, the clock, whether the service is ready, the token, where calls of the numbers go, whether numbers are left. Live: the configuration, the store with its credentials, Twilio, and the same of the numbers. The exit code is 2 when settings are wrong, 3 when something else is.',
    ),
  });

  async execute(): Promise<number> {
    const findings = await this.examine();
    if (this.json) this.print(JSON.stringify({ checks: findings }, undefined, 2));
    else for (const finding of findings) this.show(finding);
    const faults = findings.filter(({ state }) => state === 'fault');
    if (!this.json && faults.length === 0) this.print(this.say('All is well.'));
    if (faults.some(({ check }) => check === 'settings')) return EXIT.usage;
    return faults.length === 0 ? EXIT.ok : EXIT.external;
  }

  private async examine(): Promise<readonly Finding[]> {
    const { say } = this.context;
    const env = await readEnvironment(this.context.env, this.context.cwd);
    const mode = chooseMode(this, env);
    const findings: Finding[] = [];
    try {
      if (mode === 'remote') {
        const remote = readRemote(env);
        findings.push(ok('settings', say('PUBLIC_BASE_URL is set')), ...(await examineAddress(remote, say)));
        if (findings.some(({ state }) => state === 'fault')) return findings;
      }
      const opened = await openApi(mode, env, this.context.local);
      try {
        if (mode !== 'remote') {
          findings.push(ok('settings', say('the configuration can be used')), ok('store', opened.description(say)));
        }
        findings.push(...(await examineNumbers(opened.api, say)));
      } finally {
        await opened.close();
      }
    } catch (error) {
      const isSettings = error instanceof ConfigError || (findings.length === 0 && mode === 'remote');
      const detail = describeFailure(error, this.verbose, say);
      const advice = isSettings
        ? say('"proxycall init" asks for the address and the token; docs/configuration.md explains every variable.')
        : say('Is the store running, and may these credentials use it?');
      findings.push(fault(isSettings ? 'settings' : 'store', detail, advice));
    }
    return findings;
  }

  private show({ check, state, detail, advice }: Finding): void {
    const [color, sign] = SIGNS[state];
    const mark = this.isColored() ? styleText(color, sign, { validateStream: false }) : sign;
    this.print(`${mark} ${this.say(CHECKS[check]).padEnd(12)} ${detail}`);
    if (advice !== '') this.print(`  ${' '.repeat(12)} → ${advice}`);
  }
}

const CHECKS = {
  settings: msg('settings'),
  address: msg('address'),
  clock: msg('clock'),
  readiness: msg('readiness'),
  token: msg('token'),
  store: msg('store'),
  webhooks: msg('webhooks'),
  pool: msg('pool'),
} as const;
