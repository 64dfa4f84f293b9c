import { Command, type CommandClass } from 'clipanion';
import type { CliContext } from './base-command.js';
import { FRENCH } from './french.js';
import type { Language, Message, Say } from './language.js';

interface Described {
  description?: string;
}

interface OptionLike {
  definition: (builder: { addOption: (option: Described) => void }, key: string) => void;
}

/** The same command with its help translated. */
export function withTranslatedHelp(
  command: CommandClass<CliContext>,
  language: Language,
  say: Say,
): CommandClass<CliContext> {
  if (language === 'en') return command;
  const { usage } = command;
  // Names of shells are not translated.
  const translate = (text: string) => (text in FRENCH ? say(text as Message) : text);
  const Concrete = command as unknown as new () => object;
  const translated = class extends Concrete {
    constructor() {
      super();
      for (const option of Object.values(this) as unknown[]) if (isOption(option)) translateOption(option, translate);
    }
  } as unknown as CommandClass<CliContext>;
  if (command.paths !== undefined) translated.paths = command.paths;
  if (usage !== undefined) {
    translated.usage = {
      ...usage,
      ...(usage.category === undefined ? {} : { category: translate(usage.category) }),
      ...(usage.description === undefined ? {} : { description: translate(usage.description) }),
      ...(usage.details === undefined ? {} : { details: translate(usage.details) }),
      ...(usage.examples === undefined
        ? {}
        : { examples: usage.examples.map(([text, line]): [string, string] => [translate(text), line]) }),
    };
  }
  return translated;
}

function isOption(value: unknown): value is OptionLike {
  return typeof value === 'object' && value !== null && Command.isOption in value;
}

function translateOption(option: OptionLike, translate: (text: string) => string): void {
  const { definition } = option;
  option.definition = (builder, key) => {
    const translating = Object.create(builder, {
      addOption: {
        value: (added: Described) => {
          const { description } = added;
          builder.addOption(description === undefined ? added : { ...added, description: translate(description) });
        },
      },
    }) as typeof builder;
    definition(translating, key);
  };
}

/** clipanion's own texts, which exist in English only. */
const LIBRARY_TEXTS: readonly (readonly [RegExp, string])[] = [
  [/^(━━━ )?Usage(?= ━|$)/gm, '$1Utilisation'],
  [/^(━━━ )?Details(?= ━|$)/gm, '$1Détails'],
  [/^(━━━ )?Examples(?= ━|$)/gm, '$1Exemples'],
  [
    /You can also print more details about any of these commands by calling them with\s+the `?-h,--help`? flag right after the command name\./g,
    'Pour en savoir plus sur une commande : -h,--help juste après son nom.',
  ],
  [/General commands/g, 'Commandes générales'],
  [/Unknown Syntax Error/g, 'Erreur de syntaxe'],
  [/Usage Error/g, "Erreur d'utilisation"],
  [/Command not found, but we're not sure what's the alternative\./g, 'Commande inconnue.'],
  [/Command not found; did you mean one of:/g, 'Commande inconnue ; vouliez-vous dire :'],
  [/Command not found; did you mean:/g, 'Commande inconnue ; vouliez-vous dire :'],
  [/While running /g, 'En exécutant '],
  [/Not enough positional arguments/g, 'Il manque des arguments'],
  [/Extraneous positional argument/g, 'Argument en trop'],
  [/Unsupported option name/g, 'Option inconnue'],
  [/Invalid option name/g, "Nom d'option incorrect"],
  [/Not enough arguments to option (\S+)\./g, "Il manque la valeur de l'option $1."],
];

export function translateLibraryText(language: Language, text: string): string {
  return language === 'en'
    ? text
    : LIBRARY_TEXTS.reduce((translated, [english, french]) => translated.replace(english, french), text);
}
