import { SaxesParser } from 'saxes';

/** A verb or noun of TwiML. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  /** The text directly inside, joined. */
  readonly text: string;
}

/** An element that is still being read. */
interface Growing extends Element {
  readonly children: Growing[];
  text: string;
}

/** The verbs of a TwiML document, or undefined when it is not one: then a caller hears an application error. */
export function parseTwiml(document: string): readonly Element[] | undefined {
  const root: Growing = { name: '', attributes: {}, children: [], text: '' };
  const open: Growing[] = [root];
  const innermost = () => open.at(-1) ?? root;
  const faults: Error[] = [];

  const parser = new SaxesParser();
  parser.on('error', (fault) => faults.push(fault));
  parser.on('opentag', ({ name, attributes }) => {
    const element: Growing = { name, attributes, children: [], text: '' };
    innermost().children.push(element);
    open.push(element);
  });
  parser.on('text', (text) => {
    innermost().text += text;
  });
  parser.on('closetag', () => {
    open.pop();
  });
  parser.write(document).close();

  const [response] = root.children;
  return faults.length === 0 && response?.name === 'Response' ? response.children : undefined;
}
