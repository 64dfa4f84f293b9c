// What the help of the light package says of its commands, as a text that is short: a number stands for a message, by its place in the
// French catalogue, a negative one for an option, as most commands have the same ones. src/entry/cli/runtime/packed-entries.ts reads it.
import { collectHelp } from './help-entries.mjs';

export async function packHelpEntries() {
  const { entries, messages } = await collectHelp('light');
  return pack(entries, messages);
}

function pack(entries, messages) {
  const places = new Map(messages.map((message, place) => [message, place]));
  const write = (value) => JSON.stringify(value, (_, inner) => places.get(inner) ?? inner);
  const options = new Map();
  for (const option of entries.flatMap((entry) => entry.options)) {
    const text = write(option);
    if (!options.has(text)) options.set(text, options.size);
  }
  const packed = entries.map((entry) => ({
    ...entry,
    options: entry.options.map((option) => -1 - options.get(write(option))),
  }));
  return `{"options":[${[...options.keys()].join(',')}],"entries":${write(packed)}}`;
}
