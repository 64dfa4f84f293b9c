import type { ConfirmationReceipt, ConfirmationView } from '../../../../ports/proxycall-api.js';
import type { Say } from '../../runtime/language.js';
import { fields, localTime, section } from '../../runtime/text.js';

export function describeReceipt(receipt: ConfirmationReceipt, say: Say): string {
  return fields(say, [
    ['confirmation', receipt.confirmationId],
    ['purpose', receipt.purpose],
    ['status', receipt.status],
    ['channel', receipt.channel],
    ['sent to', receipt.sentTo],
    ['proxy number', receipt.clientProxyNumber],
    ['expires', localTime(receipt.expiresAt)],
    ['next step', localTime(receipt.nextStepAt)],
  ]);
}

export function describeConfirmation(view: ConfirmationView, say: Say): string {
  const shown = fields(say, [
    ['confirmation', view.confirmationId],
    ['purpose', view.purpose],
    ['status', view.status],
    ['client', view.clientId],
    ['proxy number', view.clientProxyNumber],
    ['proved', view.proved.length === 0 ? undefined : view.proved.join(', ')],
    ['approved', say(view.approved ? 'yes' : 'no')],
    ['attempts left', view.attemptsLeft.toString()],
    ['created', localTime(view.createdAt)],
    ['expires', localTime(view.expiresAt)],
    ['next step', localTime(view.nextStepAt)],
    ['ended', localTime(view.endedAt)],
  ]);
  const messages = view.messages.map(({ createdAt, channel, message, status, reason }) =>
    [localTime(createdAt), channel, message, status, reason].filter((part) => part !== undefined).join('  '),
  );
  return [shown, ...section(say('messages'), messages)].join('\n');
}
