import { ContainerModule, type ServiceIdentifier } from 'inversify';
import type * as smtp from '../adapters/smtp/index.js';
import type { Mailer } from '../ports/mailer.js';
import type { MailConfig } from './config/mail.js';

/**
 * No mail server is connected to before the first mail.
 * @param chosen instead of the one that is configured; whoever chose it closes it
 */
export async function mailModule(
  token: ServiceIdentifier<Mailer | undefined>,
  config: MailConfig | undefined,
  chosen: Mailer | undefined,
): Promise<ContainerModule> {
  const adapter: typeof smtp | undefined =
    config === undefined || chosen !== undefined ? undefined : await import('../adapters/smtp/index.js');
  return new ContainerModule(({ bind }) => {
    if (config === undefined || adapter === undefined) {
      bind(token).toConstantValue(chosen);
      return;
    }
    bind(token)
      .toResolvedValue(() => adapter.createSmtpMailer(config), [])
      .onDeactivation((mailer) => mailer?.close());
  });
}
