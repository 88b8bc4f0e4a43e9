/** A Python expression as views write it, taken apart. Operators of one rank stand in one list, as they are read. */
export type Expression =
  | { kind: "value"; value: unknown }
  | { kind: "name"; name: string }
  | { kind: "list"; items: readonly Expression[] }
  | { kind: "dict"; entries: readonly (readonly [key: Expression, value: Expression])[] }
  | { kind: "or" | "and"; terms: readonly Expression[] }
  | { kind: "not" | "minus"; term: Expression }
  | { kind: "comparison" | "arithmetic"; first: Expression; rest: readonly Operation[] }
  | { kind: "if"; condition: Expression; yes: Expression; no: Expression }
  | { kind: "member"; of: Expression; steps: readonly Step[] };

/** What stands behind the first operand: "==", "!=", "<", "<=", ">", ">=", "in", "not in", or "+", "-", "*", "/", "%". */
export interface Operation {
  operator: string;
  right: Expression;
}

/** What is done with a value: `.name`, `.get(…)`, `[…]`, or a call of anything else. */
export type Step =
  | { kind: "name"; name: string }
  | { kind: "get" | "at"; arguments: readonly Expression[] }
  | { kind: "call" };

/** A view's expression is never longer. */
const MAX_TEXT = 10_000;

/**
 * Comparisons, `and`, `or`, `not`, `in`, `a if b else c`, sums, literals, names, members (`parent.state`) and `context.get(…)`,
 * as an expression; undefined for any other text.
 */
export function parsePython(text: string): Expression | undefined {
  const tokens = text.length > MAX_TEXT ? undefined : tokenize(text);
  if (!tokens) return undefined;
  const reader: Reader = { tokens, at: 0, depth: 0 };
  try {
    const expression = choice(reader);
    return reader.at === tokens.length ? expression : undefined;
  } catch (error) {
    if (error instanceof NoExpression) return undefined;
    throw error;
  }
}

class NoExpression extends Error {}

interface Reader {
  tokens: readonly Token[];
  at: number;
  depth: number;
}

type Token = { kind: "sign" | "name"; text: string } | { kind: "value"; value: unknown };

const TOKEN =
  /\s*(?:(\d+(?:\.\d+)?)(?![\w.])|'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|([A-Za-z_]\w*)|(==|!=|<>|<=|>=|[<>+\-*/%()[\]{},:.]))/y;

function tokenize(text: string): Token[] | undefined {
  const tokens: Token[] = [];
  const source = text.trim();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const match = TOKEN.exec(source);
    if (!match) return undefined;
    const [, number, single, double, name, sign] = match;
    if (number !== undefined) tokens.push({ kind: "value", value: Number(number) });
    else if (name !== undefined)
      tokens.push(Object.hasOwn(WORDS, name) ? { kind: "value", value: WORDS[name] } : { kind: "name", text: name });
    else if (sign !== undefined) tokens.push({ kind: "sign", text: sign });
    else tokens.push({ kind: "value", value: (single ?? double ?? "").replaceAll(/\\(.)/g, "$1") });
  }
  return tokens;
}

/** Odoo's empty is false, whatever the type; views compare with either. */
const WORDS: Readonly<Record<string, unknown>> = { True: true, False: false, None: false, true: true, false: false };

function take(reader: Reader, ...texts: readonly string[]): string | undefined {
  const token = reader.tokens[reader.at];
  if (!token || token.kind === "value" || !texts.includes(token.text)) return undefined;
  reader.at += 1;
  return token.text;
}

function expect(reader: Reader, text: string): void {
  if (!take(reader, text)) throw new NoExpression();
}

const MAX_DEPTH = 50;

function deeper<Result>(reader: Reader, read: (reader: Reader) => Result): Result {
  reader.depth += 1;
  if (reader.depth > MAX_DEPTH) throw new NoExpression();
  const result = read(reader);
  reader.depth -= 1;
  return result;
}

const choice = (reader: Reader): Expression =>
  deeper(reader, () => {
    const yes = either(reader);
    if (!take(reader, "if")) return yes;
    const condition = either(reader);
    expect(reader, "else");
    return { kind: "if", condition, yes, no: choice(reader) };
  });

const either = (reader: Reader) => joined(reader, "or", both);
const both = (reader: Reader) => joined(reader, "and", negation);

function joined(reader: Reader, kind: "or" | "and", read: (reader: Reader) => Expression): Expression {
  const terms = [read(reader)];
  while (take(reader, kind)) terms.push(read(reader));
  const [only] = terms;
  return only && terms.length === 1 ? only : { kind, terms };
}

function negation(reader: Reader): Expression {
  if (!take(reader, "not")) return comparison(reader);
  return { kind: "not", term: deeper(reader, negation) };
}

const comparison = (reader: Reader) => chain(reader, "comparison", { operator: comparing, read: sum });

/** `<>` and `is` are the others in other words. */
function comparing(reader: Reader): string | undefined {
  const sign = take(reader, "==", "!=", "<>", "<", "<=", ">", ">=", "in");
  if (sign) return sign === "<>" ? "!=" : sign;
  if (take(reader, "is")) return take(reader, "not") ? "!=" : "==";
  if (take(reader, "not")) {
    expect(reader, "in");
    return "not in";
  }
  return undefined;
}

const sum = (reader: Reader): Expression =>
  chain(reader, "arithmetic", { operator: () => take(reader, "+", "-"), read: product });
const product = (reader: Reader): Expression =>
  chain(reader, "arithmetic", { operator: () => take(reader, "*", "/", "%"), read: unary });

function chain(
  reader: Reader,
  kind: "comparison" | "arithmetic",
  { operator, read }: { operator(reader: Reader): string | undefined; read(reader: Reader): Expression },
): Expression {
  const first = read(reader);
  const rest: Operation[] = [];
  for (let next = operator(reader); next; next = operator(reader)) rest.push({ operator: next, right: read(reader) });
  return rest.length > 0 ? { kind, first, rest } : first;
}

const unary = (reader: Reader): Expression =>
  take(reader, "-") ? { kind: "minus", term: member(reader) } : member(reader);

function member(reader: Reader): Expression {
  const of = atom(reader);
  const steps: Step[] = [];
  for (let step = stepAt(reader); step; step = stepAt(reader)) steps.push(step);
  return steps.length > 0 ? { kind: "member", of, steps } : of;
}

function stepAt(reader: Reader): Step | undefined {
  if (take(reader, ".")) {
    const name = nameAt(reader);
    return name === "get" && take(reader, "(")
      ? { kind: "get", arguments: items(reader, ")") }
      : { kind: "name", name };
  }
  if (take(reader, "(")) {
    items(reader, ")");
    return { kind: "call" };
  }
  return take(reader, "[") ? { kind: "at", arguments: items(reader, "]") } : undefined;
}

function nameAt(reader: Reader): string {
  const token = reader.tokens[reader.at];
  if (token?.kind !== "name") throw new NoExpression();
  reader.at += 1;
  return token.text;
}

function atom(reader: Reader): Expression {
  const token = reader.tokens[reader.at];
  if (!token) throw new NoExpression();
  reader.at += 1;
  if (token.kind === "value") return token;
  if (token.kind === "name") return { kind: "name", name: token.text };
  if (token.text === "[") return { kind: "list", items: items(reader, "]") };
  if (token.text === "{") return dict(reader);
  if (token.text !== "(") throw new NoExpression();
  const list = items(reader, ")");
  const [only] = list;
  const isTuple = list.length !== 1 || isSign(reader.tokens[reader.at - 2], ",");
  return isTuple || !only ? { kind: "list", items: list } : only;
}

const isSign = (token: Token | undefined, text: string) => token?.kind === "sign" && token.text === text;

/** Up to the closing bracket, with commas between and perhaps one behind. */
function items(reader: Reader, close: string): Expression[] {
  const list: Expression[] = [];
  while (!take(reader, close)) {
    list.push(choice(reader));
    if (take(reader, ",")) continue;
    expect(reader, close);
    break;
  }
  return list;
}

function dict(reader: Reader): Expression {
  const entries: (readonly [Expression, Expression])[] = [];
  while (!take(reader, "}")) {
    const key = choice(reader);
    expect(reader, ":");
    entries.push([key, choice(reader)]);
    if (take(reader, ",")) continue;
    expect(reader, "}");
    break;
  }
  return { kind: "dict", entries };
}
