import type { InteractionView } from '../../../ports/proxycall-api.js';
import { words } from '../language.js';
import type { View } from '../view.js';
import { Badge, formatSeconds, Phone, Time } from './data.js';
import { groupOf, GROUP_TONES, outcomeWord } from './outcomes.js';

const T = words({
  en: {
    call: 'Call',
    message: 'Text',
    to_client: 'to the client',
    to_counterpart: 'from the client',
    client: (id: string) => `client ${id}`,
    nobody: 'unknown',
    withheld: 'withheld number',
    named: 'sender with a name',
  },
  fr: {
    call: 'Appel',
    message: 'SMS',
    to_client: 'vers le client',
    to_counterpart: 'du client',
    client: (id: string) => `client ${id}`,
    nobody: 'inconnu',
    withheld: 'numéro masqué',
    named: 'expéditeur nommé',
  },
});

/** One line of a timeline: when, which way, what became of it, how long. */
export function InteractionItem({ view, interaction }: { readonly view: View; readonly interaction: InteractionView }) {
  const t = T[view.language];
  const { id, at, channel, direction, outcome, durationSeconds, from, clientId } = interaction;
  return (
    <li id={`interaction-${id}`}>
      <Time view={view} at={at} style="short" />
      <span>
        {t[channel]} <Caller view={view} from={from} />{' '}
        <span class="soft">
          {direction === undefined ? '' : t[direction]}
          {clientId === undefined ? '' : ' · '}
        </span>
        {clientId !== undefined && (
          <a href={`/console/clients/${encodeURIComponent(clientId)}`}>{t.client(clientId)}</a>
        )}
      </span>
      <span class="row">
        {durationSeconds !== undefined && <span class="soft">{formatSeconds(durationSeconds)}</span>}
        <Badge tone={GROUP_TONES[groupOf(outcome)]}>{outcomeWord(view.language, outcome)}</Badge>
      </span>
    </li>
  );
}

/** Who called, as far as it may be shown. */
export function Caller({ view, from }: { readonly view: View; readonly from: string }) {
  const t = T[view.language];
  if (from === 'withheld' || from === 'named') return <span>{t[from]}</span>;
  return from === '' ? <span class="soft">{t.nobody}</span> : <Phone>{from}</Phone>;
}
