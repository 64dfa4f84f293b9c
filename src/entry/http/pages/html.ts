import { escapeHtml } from '../../../domain/model/escape-html.js';

/** Text of a page in which everything that came from elsewhere is escaped. */
export class Html {
  readonly text: string;

  private constructor(text: string) {
    this.text = text;
  }

  /** What is written in the program, as it is. */
  static trusted(text: string): Html {
    return new Html(text);
  }

  /** Joins what is written in the program with values, which are escaped unless they are `Html`. */
  static from(literals: TemplateStringsArray, values: readonly HtmlValue[]): Html {
    const parts = literals.map((literal, index) => literal + (index < values.length ? rendered(values[index]) : ''));
    return new Html(parts.join(''));
  }
}

export type HtmlValue = string | Html | readonly Html[] | undefined;

/** A template of HTML. Undefined adds nothing. Values stand in element content or in quoted attributes, and nowhere else. */
export function html(literals: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return Html.from(literals, values);
}

function rendered(value: HtmlValue): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return escapeHtml(value);
  return value instanceof Html ? value.text : value.map(({ text }) => text).join('');
}
