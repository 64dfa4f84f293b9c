import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** A verb or noun of TwiML. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  /** The text directly inside, joined. */
  readonly text: string;
}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  htmlEntities: true,
});

/** How fast-xml-parser hands over a node when it keeps the order: its name, and `:@` for the attributes. */
type Node = Readonly<Record<string, unknown>>;

/** The verbs of a TwiML document, or undefined when it is not one: then a caller hears an application error. */
export function parseTwiml(document: string): readonly Element[] | undefined {
  if (XMLValidator.validate(document) !== true) return undefined;
  const roots = (parser.parse(document) as Node[]).map(toElement).filter(({ name }) => name !== '?xml');
  const [root] = roots;
  return roots.length === 1 && root?.name === 'Response' ? root.children : undefined;
}

function toElement(node: Node): Element {
  const name = Object.keys(node).find((key) => key !== ':@') ?? '';
  const content = (Array.isArray(node[name]) ? node[name] : []) as Node[];
  return {
    name,
    attributes: (node[':@'] ?? {}) as Record<string, string>,
    children: content.filter((child) => !('#text' in child)).map(toElement),
    text: content.map((child) => (typeof child['#text'] === 'string' ? child['#text'] : '')).join(''),
  };
}
