import { styleText } from 'node:util';
import { Command } from 'clipanion';
import { ConfigError } from '../config/config-error.js';
import { ApiCommand } from './command.js';
import { checkService, checkNumbers, fault, ok, type Finding } from './diagnosis.js';
import { EXIT, describeFailure } from './failure.js';
import { msg } from './language.js';
import { chooseMode, openApi, readEnvironment, readRemote } from './modes.js';

const SIGNS = { ok: ['green', '✔'], warning: ['yellow', '!'], fault: ['red', '✖'] } as const;

export class DoctorCommand extends ApiCommand {
  static override paths = [['doctor']];
  static override usage = Command.Usage({
    category: msg('Service'),
    description: msg('Check the setup and suggest a fix for each problem'),
    details: msg(
      'Remote mode checks the URL, the clock, the readiness of the service, the token, the webhooks and the available numbers. Live mode checks the configuration, the store and its credentials, Twilio, the webhooks and the available numbers. The exit code is 2 when the settings are wrong, 3 for any other problem.',
    ),
  });

  async execute(): Promise<number> {
    const findings = await this.runChecks();
    if (this.json) this.print(JSON.stringify({ checks: findings }, undefined, 2));
    else for (const finding of findings) this.show(finding);
    const faults = findings.filter(({ state }) => state === 'fault');
    if (!this.json && faults.length === 0) this.print(this.say('No problems found.'));
    if (faults.some(({ check }) => check === 'settings')) return EXIT.usage;
    return faults.length === 0 ? EXIT.ok : EXIT.external;
  }

  private async runChecks(): Promise<readonly Finding[]> {
    const { say } = this.context;
    const env = await readEnvironment(this.context.env, this.context.cwd);
    const mode = chooseMode(this, env);
    const findings: Finding[] = [];
    try {
      if (mode === 'remote') {
        const remote = readRemote(env);
        findings.push(ok('settings', say('PUBLIC_BASE_URL is set')), ...(await checkService(remote, say)));
        if (findings.some(({ state }) => state === 'fault')) return findings;
      }
      const opened = await openApi(mode, env, this.context.local);
      try {
        if (mode !== 'remote') {
          findings.push(ok('settings', say('the configuration is valid')), ok('store', opened.description(say)));
        }
        findings.push(...(await checkNumbers(opened.api, say)));
      } finally {
        await opened.close();
      }
    } catch (error) {
      const isSettings = error instanceof ConfigError || (findings.length === 0 && mode === 'remote');
      const detail = describeFailure(error, this.verbose, say);
      const advice = isSettings
        ? say('"proxycall init" sets the URL and the token; docs/configuration.md explains every variable.')
        : say('Check that the store is running and that the credentials have access to it.');
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
  address: msg('URL'),
  clock: msg('clock'),
  readiness: msg('readiness'),
  token: msg('token'),
  store: msg('store'),
  webhooks: msg('webhooks'),
  pool: msg('pool'),
} as const;
