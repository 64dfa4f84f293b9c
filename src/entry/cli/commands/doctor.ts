import { styleText } from 'node:util';
import { Command } from 'clipanion';
import { ConfigError } from '../../config/config-error.js';
import { ApiCommand } from '../runtime/api-command.js';
import { checkMail } from '../runtime/check-mail.js';
import { checkService, checkSetup, fault, ok, type Finding } from '../runtime/diagnosis.js';
import { readEnvironment } from '../runtime/env-files.js';
import { EXIT, InputError, OptionError, describeFailure } from '../runtime/failure.js';
import { msg } from '../runtime/language.js';
import { chooseMode, openApi, readRemote, remoteOptions, type Mode } from '../runtime/modes.js';
import { isColored } from '../runtime/terminal.js';

const SIGNS = { ok: ['green', '✔'], warning: ['yellow', '!'], fault: ['red', '✖'] } as const;

export class DoctorCommand extends ApiCommand {
  static override paths = [['doctor']];
  static override usage = Command.Usage({
    category: msg('Service'),
    description: msg('Check the setup and suggest a fix for each problem'),
    details: msg(
      'Remote mode checks the URL, the clock, the readiness of the service, the token, the records, the webhooks and the available numbers. Live mode checks the configuration, the store and its credentials, its records, the mail server, Twilio, the webhooks and the available numbers. The exit code is 2 when the settings are wrong, 3 for any other problem.',
    ),
  });

  async execute(): Promise<number> {
    const findings = await this.runChecks();
    const faults = findings.filter(({ state }) => state === 'fault');
    await this.report({ checks: findings }, () =>
      [
        ...findings.flatMap((finding) => this.describe(finding)),
        ...(faults.length === 0 ? [this.say('No problems found.')] : []),
      ].join('\n'),
    );
    if (faults.some(({ check }) => check === 'settings')) return EXIT.usage;
    return faults.length === 0 ? EXIT.ok : EXIT.external;
  }

  private async runChecks(): Promise<readonly Finding[]> {
    const { say } = this.context;
    const findings: Finding[] = [];
    let mode: Mode | undefined;
    try {
      const env = await readEnvironment(this.context.env, this.context.cwd);
      mode = chooseMode(this, env);
      if (mode === 'remote') {
        const remote = readRemote(env);
        findings.push(
          ok('settings', say('PUBLIC_BASE_URL is set')),
          ...(await checkService(remoteOptions(remote, this.context), say)),
        );
        if (findings.some(({ state }) => state === 'fault')) return findings;
      }
      const opened = await openApi(mode, env, this.context);
      try {
        await opened.checkStore?.();
        if (mode !== 'remote') {
          findings.push(ok('settings', say('the configuration is valid')), ok('store', opened.description(say)));
        }
        if (opened.checkMail !== undefined) findings.push(await checkMail(opened.checkMail, say));
        if (mode === 'live') findings.push(...((await (await this.context.local?.())?.checkExposure(env, say)) ?? []));
        findings.push(...(await checkSetup(opened.api, say)));
      } finally {
        await opened.close();
      }
    } catch (error) {
      const isSettings =
        error instanceof ConfigError || error instanceof InputError || (findings.length === 0 && mode === 'remote');
      const detail = describeFailure(error, this.verbose, say);
      const advice =
        // A variable of the proxy, which says itself what is wrong with it.
        error instanceof OptionError
          ? ''
          : isSettings
            ? say('"proxycall init" sets the URL and the token; docs/configuration.md explains every variable.')
            : say('Check that the store is running and that the credentials give access to it.');
      findings.push(fault(isSettings ? 'settings' : 'store', detail, advice));
    }
    return findings;
  }

  private describe({ check, state, detail, advice }: Finding): string[] {
    const [color, sign] = SIGNS[state];
    const mark = isColored(this.context) ? styleText(color, sign, { validateStream: false }) : sign;
    return [
      `${mark} ${this.say(CHECKS[check]).padEnd(12)} ${detail}`,
      ...(advice === '' ? [] : [`  ${' '.repeat(12)} → ${advice}`]),
    ];
  }
}

const CHECKS = {
  settings: msg('settings'),
  address: msg('URL'),
  clock: msg('clock'),
  readiness: msg('readiness'),
  token: msg('token'),
  metrics: msg('metrics'),
  store: msg('store'),
  mail: msg('mail'),
  webhooks: msg('webhooks'),
  pool: msg('pool'),
} as const;
