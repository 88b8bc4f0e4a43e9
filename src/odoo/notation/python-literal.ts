/** No domain that a person or model writes is longer. */
const MAX_TEXT = 100_000;

/**
 * Reads a text that holds a Python literal, as models write domains: lists, tuples and dicts, texts, numbers, True,
 * False, None, and those of `names` by their values. Answers `undefined` for anything else, other names, calls and very
 * long texts among it: nothing is evaluated.
 */
export function parsePythonLiteral(text: string, names: Readonly<Record<string, unknown>> = {}): unknown {
  if (text.length > MAX_TEXT) return undefined;
  const tokens = tokenize(text, names);
  if (!tokens) return undefined;
  try {
    const [value, end] = parseValue(tokens, 0);
    return end === tokens.length ? value : undefined;
  } catch (error) {
    if (error instanceof NoLiteral) return undefined;
    throw error;
  }
}

class NoLiteral extends Error {}

type Token = { kind: "punctuation"; text: string } | { kind: "value"; value: unknown };

const TOKEN =
  /\s*(?:([[\](){},:])|'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|([+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])|([A-Za-z_]\w*))/y;
const WORDS: Readonly<Record<string, unknown>> = { True: true, False: false, None: null };

function tokenize(text: string, names: Readonly<Record<string, unknown>>): Token[] | undefined {
  const tokens: Token[] = [];
  const source = text.trim();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const match = TOKEN.exec(source);
    if (!match) return undefined;
    const [, punctuation, single, double, number, word] = match;
    if (punctuation) tokens.push({ kind: "punctuation", text: punctuation });
    else if (number !== undefined) tokens.push({ kind: "value", value: Number(number) });
    else if (word !== undefined) {
      const known = Object.hasOwn(WORDS, word) ? WORDS : names;
      if (!Object.hasOwn(known, word)) return undefined;
      tokens.push({ kind: "value", value: known[word] });
    } else tokens.push({ kind: "value", value: unescaped(single ?? double ?? "") });
  }
  return tokens;
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };

const unescaped = (text: string) =>
  text.replaceAll(/\\(.)/g, (_, character: string) => ESCAPES[character] ?? character);

const MAX_DEPTH = 50;

function parseValue(tokens: readonly Token[], at: number, depth = 0): [value: unknown, next: number] {
  const token = tokens[at];
  if (!token || depth > MAX_DEPTH) throw new NoLiteral();
  if (token.kind === "value") return [token.value, at + 1];
  if (token.text === "{") return parseDict(tokens, at + 1, depth);
  const close = token.text === "[" ? "]" : token.text === "(" ? ")" : undefined;
  if (!close) throw new NoLiteral();
  return parseItems(tokens, at + 1, close, (next) => parseValue(tokens, next, depth + 1));
}

function parseDict(tokens: readonly Token[], at: number, depth: number): [value: unknown, next: number] {
  const [entries, end] = parseItems(tokens, at, "}", (next) => {
    const key = tokens[next];
    if (key?.kind !== "value" || typeof key.value !== "string" || !isPunctuation(tokens[next + 1], ":"))
      throw new NoLiteral();
    const [value, after] = parseValue(tokens, next + 2, depth + 1);
    return [[key.value, value] as const, after];
  });
  return [Object.fromEntries(entries), end];
}

/** Items up to the closing bracket, with commas between and perhaps one behind. */
function parseItems<Item>(
  tokens: readonly Token[],
  at: number,
  close: string,
  parseItem: (at: number) => [item: Item, next: number],
): [items: Item[], next: number] {
  const items: Item[] = [];
  let next = at;
  while (!isPunctuation(tokens[next], close)) {
    const [item, after] = parseItem(next);
    items.push(item);
    next = after;
    if (isPunctuation(tokens[next], ",")) next += 1;
    else if (!isPunctuation(tokens[next], close)) throw new NoLiteral();
  }
  return [items, next + 1];
}

const isPunctuation = (token: Token | undefined, text: string) => token?.kind === "punctuation" && token.text === text;
