import { once } from 'node:events';
import { Command } from 'clipanion';
import type { InteractionEvent, InteractionView } from '../../../../ports/proxycall-api.js';
import { toWire } from '../../../wire.js';
import { ApiCommand } from '../../runtime/api-command.js';
import { EXIT } from '../../runtime/failure.js';
import { untilInterrupted } from '../../runtime/interruption.js';
import { msg } from '../../runtime/language.js';
import { printableDeep, printableJsonLine } from '../../runtime/printable.js';
import { localTime } from '../../runtime/text.js';

export class InteractionTailCommand extends ApiCommand {
  static override paths = [['interaction', 'tail']];
  static override usage = Command.Usage({
    category: msg('Calls'),
    description: msg('Show calls and texts while they happen'),
    details: msg(
      'One line for each, and another one when its outcome changes. Phone numbers are masked. Ends with Ctrl-C. With --json, each line is one JSON object.',
    ),
  });

  async execute(): Promise<number> {
    return untilInterrupted(this.context.interrupted, async (signal) => {
      await this.withApi(async (api) => {
        const events = await api.watchInteractions({ signal });
        this.notice(this.say('Waiting for calls and texts. Ctrl-C ends it.'));
        for await (const event of events) await this.show(event);
      });
      return EXIT.ok;
    });
  }

  private async show(event: InteractionEvent): Promise<void> {
    if (event.kind === 'missed') {
      this.notice(this.say('Some calls and texts were left out: "interaction list" shows them.'));
      return;
    }
    const { interaction } = event;
    const line = this.json ? printableJsonLine(toWire(interaction)) : lineOf(printableDeep(interaction));
    const { stdout } = this.context;
    // What happens while nobody reads is left out, and said.
    if (!stdout.write(`${line}\n`)) await once(stdout, 'drain');
  }
}

/** Aligned, as far as usual words are. */
function lineOf({ at, channel, from, outcome, durationSeconds }: InteractionView): string {
  const columns = [localTime(at) ?? at, channel.padEnd(7), from.padEnd(10)];
  const duration = durationSeconds === undefined ? '' : `  ${durationSeconds.toString()} s`;
  return `${columns.join('  ')}  ${outcome}${duration}`;
}
