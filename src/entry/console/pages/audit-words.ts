import type { AuditProblem } from '../../../ports/audit-api.js';
import { words } from '../language.js';

interface AuditWords {
  readonly title: string;
  readonly from: string;
  readonly until: string;
  readonly actor: string;
  readonly kind: string;
  readonly id: string;
  readonly any: string;
  readonly at: string;
  readonly action: string;
  readonly outcome: string;
  readonly records: string;
  readonly whence: string;
  readonly seal: string;
  readonly done: string;
  readonly refused: string;
  readonly kinds: Readonly<Record<'order' | 'client' | 'confirmation' | 'session' | 'number' | 'token', string>>;
  readonly reasons: Readonly<Record<'customer_asked' | 'delivery_problem' | 'complaint' | 'legal_request', string>>;
  readonly sealed: (seal: string) => string;
  readonly unsealed: string;
  readonly forged: string;
  readonly forgedText: string;
  readonly none: string;
  readonly noneMore: string;
  readonly noneFound: string;
  readonly noneFoundMore: string;
  readonly notShown: string;
  readonly notShownMore: string;
  readonly verify: string;
  readonly verifyHint: string;
  readonly head: string;
  readonly headHint: string;
  readonly verifyNow: string;
  readonly verified: string;
  readonly complete: string;
  readonly completeText: string;
  readonly incomplete: (count: string) => string;
  readonly incompleteText: string;
  readonly entries: string;
  readonly waiting: string;
  readonly seals: string;
  readonly verifiedAt: string;
  readonly newest: string;
  readonly newestHint: string;
  readonly what: string;
  readonly where: string;
  readonly sealNumber: (sequence: string) => string;
  readonly more: (count: string) => string;
  readonly back: string;
  readonly problems: Readonly<Record<AuditProblem['problem'], string>>;
}

export const AUDIT = words<AuditWords>({
  en: {
    title: 'Audit trail',
    from: 'From',
    until: 'Until',
    actor: 'Who',
    kind: 'About',
    id: 'Id',
    any: 'everything',
    at: 'Time',
    action: 'What',
    outcome: 'Outcome',
    records: 'Records',
    whence: 'From where',
    seal: 'Seal',
    done: 'done',
    refused: 'refused',
    kinds: {
      ...{ order: 'an order', client: 'a client', confirmation: 'a confirmation' },
      ...{ session: 'a session', number: 'a number', token: 'a token' },
    },
    reasons: {
      ...{ customer_asked: 'customer asked', delivery_problem: 'delivery problem' },
      ...{ complaint: 'complaint', legal_request: 'legal request' },
    },
    sealed: (seal) => `no. ${seal}`,
    unsealed: 'pending',
    forged: 'not genuine',
    forgedText: 'Entries on this page were changed, or not written by ProxyCall. Verify the audit trail.',
    none: 'Nothing is in the audit trail yet',
    noneMore: 'Every change, and everything that is shown in clear, is recorded here.',
    noneFound: 'No entries like this',
    noneFoundMore: 'Take away a filter, or choose a longer time.',
    notShown: 'Nothing is shown',
    notShownMore: 'Change the filters above.',
    verify: 'Verify the audit trail',
    verifyHint: 'Reads all of it, and finds out whether entries were changed, added or deleted.',
    head: 'Head from the log',
    headHint:
      'From a line audit.sealed, such as 12:Xk3fQ2. Only with it a deleted end is missed that the store has forgotten, too.',
    verifyNow: 'Verify',
    verified: 'The audit trail was verified',
    complete: 'Complete and unchanged',
    completeText: 'No entry was changed, added or deleted.',
    incomplete: (count) => `${count} problems were found`,
    incompleteText: 'Somebody has changed records of the store. Keep a copy of it, and find out who may write to it.',
    entries: 'Entries',
    waiting: 'Not sealed yet',
    seals: 'Seals',
    verifiedAt: 'Verified',
    newest: 'Head',
    newestHint: 'Keep it somewhere else: with it, everything up to now can be verified later.',
    what: 'What is wrong',
    where: 'Where',
    sealNumber: (sequence) => `seal ${sequence}`,
    more: (count) => `and ${count} more`,
    back: 'Back to the audit trail',
    problems: {
      entry_invalid: 'this entry was changed, or ProxyCall did not write it',
      entry_unsealed: 'no seal covers this entry',
      entries_missing: 'entries under this seal were deleted, moved or changed, or others were put there',
      seal_invalid: 'this seal was changed, or ProxyCall did not write it',
      seals_missing: 'seals before this one were deleted',
      chain_broken: 'this seal does not follow the one before it',
      head_invalid: 'what the store remembers of this seal, the newest one, was changed or removed',
      head_missing: 'this seal is not there any more, or another one is in its place',
    },
  },
  fr: {
    title: 'Journal d’audit',
    from: 'Du',
    until: 'Au',
    actor: 'Qui',
    kind: 'À propos de',
    id: 'Id',
    any: 'tout',
    at: 'Date',
    action: 'Quoi',
    outcome: 'Résultat',
    records: 'Enregistrements',
    whence: 'D’où',
    seal: 'Sceau',
    done: 'fait',
    refused: 'refusé',
    kinds: {
      ...{ order: 'une commande', client: 'un client', confirmation: 'une confirmation' },
      ...{ session: 'une session', number: 'un numéro', token: 'un jeton' },
    },
    reasons: {
      ...{ customer_asked: 'demande du client', delivery_problem: 'problème de livraison' },
      ...{ complaint: 'réclamation', legal_request: 'demande légale' },
    },
    sealed: (seal) => `n° ${seal}`,
    unsealed: 'en attente',
    forged: 'non authentique',
    forgedText:
      'Des entrées de cette page ont été modifiées, ou n’ont pas été écrites par ProxyCall. Vérifiez le journal d’audit.',
    none: 'Le journal d’audit est encore vide',
    noneMore: 'Toute modification, et tout ce qui est montré en clair, y est consigné.',
    noneFound: 'Aucune entrée de ce genre',
    noneFoundMore: 'Retirez un filtre, ou choisissez une période plus longue.',
    notShown: 'Rien n’est affiché',
    notShownMore: 'Modifiez les filtres ci-dessus.',
    verify: 'Vérifier le journal d’audit',
    verifyHint: 'Le lit en entier, et cherche si des entrées ont été modifiées, ajoutées ou supprimées.',
    head: 'Tête relevée dans les journaux',
    headHint:
      'D’une ligne audit.sealed, comme 12:Xk3fQ2. Elle seule révèle une fin supprimée que le stockage a oubliée, lui aussi.',
    verifyNow: 'Vérifier',
    verified: 'Le journal d’audit a été vérifié',
    complete: 'Complet et inchangé',
    completeText: 'Aucune entrée n’a été modifiée, ajoutée ou supprimée.',
    incomplete: (count) => `${count} anomalies trouvées`,
    incompleteText:
      'Quelqu’un a modifié des enregistrements du stockage. Gardez-en une copie, et cherchez qui peut y écrire.',
    entries: 'Entrées',
    waiting: 'Pas encore scellées',
    seals: 'Sceaux',
    verifiedAt: 'Vérifié',
    newest: 'Tête',
    newestHint: 'Gardez-la ailleurs : avec elle, tout ce qui précède pourra être vérifié plus tard.',
    what: 'Anomalie',
    where: 'Où',
    sealNumber: (sequence) => `sceau ${sequence}`,
    more: (count) => `et ${count} de plus`,
    back: 'Retour au journal d’audit',
    problems: {
      entry_invalid: 'cette entrée a été modifiée, ou n’a pas été écrite par ProxyCall',
      entry_unsealed: 'aucun sceau ne couvre cette entrée',
      entries_missing:
        'des entrées sous ce sceau ont été supprimées, déplacées ou modifiées, ou d’autres y ont été mises',
      seal_invalid: 'ce sceau a été modifié, ou n’a pas été écrit par ProxyCall',
      seals_missing: 'des sceaux qui précèdent celui-ci ont été supprimés',
      chain_broken: 'ce sceau ne suit pas celui qui le précède',
      head_invalid: 'ce que le stockage retient de ce sceau, le dernier, a été modifié ou supprimé',
      head_missing: 'ce sceau n’est plus là, ou un autre a pris sa place',
    },
  },
});
