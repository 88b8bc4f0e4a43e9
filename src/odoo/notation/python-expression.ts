/** What an expression's value is where a name in it is not known, or what it does is not. */
export const UNKNOWN: unique symbol = Symbol("unknown");

/** A view's expression is never longer. */
const MAX_TEXT = 10_000;

/**
 * The value of a Python expression as views write them in `readonly`, `required`, `invisible` and `context`: comparisons,
 * `and`, `or`, `not`, `in`, `a if b else c`, sums, literals, names, members (`parent.state`) and `context.get(…)`. `nameOf`
 * answers a name's value, or `UNKNOWN`. What is not known stays so, unless the rest decides; nothing else is evaluated, and
 * nothing thrown.
 */
export function evaluatePython(text: string, nameOf: (name: string) => unknown): unknown {
  const tokens = text.length > MAX_TEXT ? undefined : tokenize(text);
  if (!tokens) return UNKNOWN;
  const reader: Reader = { tokens, at: 0, depth: 0, nameOf };
  try {
    const value = choice(reader);
    return reader.at === tokens.length ? value : UNKNOWN;
  } catch (error) {
    if (error instanceof NoExpression) return UNKNOWN;
    throw error;
  }
}

/** Python's truth: false for false, null, 0 and what is empty. */
export function isTruthy(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === "object" && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
}

class NoExpression extends Error {}

interface Reader {
  tokens: readonly Token[];
  at: number;
  depth: number;
  nameOf(name: string): unknown;
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

function choice(reader: Reader): unknown {
  reader.depth += 1;
  if (reader.depth > MAX_DEPTH) throw new NoExpression();
  const value = anyOf(reader);
  let chosen = value;
  if (take(reader, "if")) {
    const condition = anyOf(reader);
    expect(reader, "else");
    const otherwise = choice(reader);
    chosen = condition === UNKNOWN ? UNKNOWN : isTruthy(condition) ? value : otherwise;
  }
  reader.depth -= 1;
  return chosen;
}

function anyOf(reader: Reader): unknown {
  let left = allOf(reader);
  while (take(reader, "or")) {
    const right = allOf(reader);
    if (left === UNKNOWN) left = right !== UNKNOWN && isTruthy(right) ? right : UNKNOWN;
    else if (!isTruthy(left)) left = right;
  }
  return left;
}

function allOf(reader: Reader): unknown {
  let left = negation(reader);
  while (take(reader, "and")) {
    const right = negation(reader);
    if (left === UNKNOWN) left = right !== UNKNOWN && !isTruthy(right) ? right : UNKNOWN;
    else if (isTruthy(left)) left = right;
  }
  return left;
}

function negation(reader: Reader): unknown {
  if (!take(reader, "not")) return comparison(reader);
  reader.depth += 1;
  if (reader.depth > MAX_DEPTH) throw new NoExpression();
  const value = negation(reader);
  reader.depth -= 1;
  return value === UNKNOWN ? UNKNOWN : !isTruthy(value);
}

function comparison(reader: Reader): unknown {
  let left = sum(reader);
  let result: unknown;
  for (let operator = operatorAt(reader); operator; operator = operatorAt(reader)) {
    const right = sum(reader);
    const holds = left === UNKNOWN || right === UNKNOWN ? UNKNOWN : compare(operator, left, right);
    result = result === undefined || result === true ? holds : result;
    left = right;
  }
  return result === undefined ? left : result;
}

function operatorAt(reader: Reader): string | undefined {
  const sign = take(reader, "==", "!=", "<>", "<", "<=", ">", ">=", "in");
  if (sign) return sign;
  if (take(reader, "is")) return take(reader, "not") ? "!=" : "==";
  if (take(reader, "not")) {
    expect(reader, "in");
    return "not in";
  }
  return undefined;
}

function compare(operator: string, left: unknown, right: unknown): unknown {
  switch (operator) {
    case "==":
      return isEqual(left, right);
    case "!=":
    case "<>":
      return !isEqual(left, right);
    case "in":
      return contains(right, left);
    case "not in": {
      const holds = contains(right, left);
      return holds === UNKNOWN ? UNKNOWN : !holds;
    }
    default:
      return ordered(operator, left, right);
  }
}

function isEqual(left: unknown, right: unknown): boolean {
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, at) => isEqual(item, right[at]));
  }
  // In Python, True is 1 and False is 0.
  const plain = (value: unknown) => (typeof value === "boolean" ? Number(value) : value);
  return plain(left) === plain(right);
}

function contains(container: unknown, item: unknown): unknown {
  if (Array.isArray(container)) return container.some((one) => isEqual(one, item));
  if (typeof container === "string" && typeof item === "string") return container.includes(item);
  // A record's x2many that is empty.
  return container === false ? false : UNKNOWN;
}

/** Odoo's client takes an empty date or number to be less than any. */
function ordered(operator: string, left: unknown, right: unknown): unknown {
  const texts = typeof left === "string" || typeof right === "string";
  const [a, b] = [left, right].map((value) => (texts ? (value === false ? "" : value) : Number(value)));
  if (texts ? typeof a !== "string" || typeof b !== "string" : Number.isNaN(a) || Number.isNaN(b)) return UNKNOWN;
  const [x, y] = [a, b] as [string, string] | [number, number];
  if (operator === "<") return x < y;
  if (operator === "<=") return x <= y;
  return operator === ">" ? x > y : x >= y;
}

function sum(reader: Reader): unknown {
  let left = product(reader);
  for (let sign = take(reader, "+", "-"); sign; sign = take(reader, "+", "-")) {
    left = arithmetic(sign, left, product(reader));
  }
  return left;
}

function product(reader: Reader): unknown {
  let left = unary(reader);
  for (let sign = take(reader, "*", "/", "%"); sign; sign = take(reader, "*", "/", "%")) {
    left = arithmetic(sign, left, unary(reader));
  }
  return left;
}

function arithmetic(sign: string, left: unknown, right: unknown): unknown {
  if (sign === "+" && typeof left === "string" && typeof right === "string") return left + right;
  if (sign === "+" && Array.isArray(left) && Array.isArray(right)) return [...left, ...right];
  if (typeof left !== "number" || typeof right !== "number") return UNKNOWN;
  if (sign === "+") return left + right;
  if (sign === "-") return left - right;
  if (sign === "*") return left * right;
  // Python's remainder has the sign of the divisor.
  const result = sign === "/" ? left / right : ((left % right) + right) % right;
  return Number.isFinite(result) ? result : UNKNOWN;
}

function unary(reader: Reader): unknown {
  if (!take(reader, "-")) return member(reader);
  const value = member(reader);
  return typeof value === "number" ? -value : UNKNOWN;
}

function member(reader: Reader): unknown {
  let value = atom(reader);
  for (;;) {
    if (take(reader, ".")) {
      const name = nameAt(reader);
      if (name === "get" && take(reader, "(")) value = got(value, items(reader, ")"));
      else value = memberOf(value, name);
    } else if (take(reader, "(")) {
      items(reader, ")");
      value = UNKNOWN;
    } else if (take(reader, "[")) {
      const [key] = items(reader, "]");
      value = Array.isArray(value) && typeof key === "number" ? (value.at(key) ?? UNKNOWN) : memberOf(value, key);
    } else return value;
  }
}

function nameAt(reader: Reader): string {
  const token = reader.tokens[reader.at];
  if (token?.kind !== "name") throw new NoExpression();
  reader.at += 1;
  return token.text;
}

function memberOf(value: unknown, key: unknown): unknown {
  const holds = typeof value === "object" && value !== null && typeof key === "string" && Object.hasOwn(value, key);
  return holds ? (value as Record<string, unknown>)[key] : UNKNOWN;
}

function got(value: unknown, [key, otherwise = false]: readonly unknown[]): unknown {
  if (typeof value !== "object" || value === null) return UNKNOWN;
  const found = memberOf(value, key);
  return found === UNKNOWN ? otherwise : found;
}

function atom(reader: Reader): unknown {
  const token = reader.tokens[reader.at];
  if (!token) throw new NoExpression();
  reader.at += 1;
  if (token.kind === "value") return token.value;
  if (token.kind === "name") return reader.nameOf(token.text);
  if (token.text === "[") return items(reader, "]");
  if (token.text === "{") return dict(reader);
  if (token.text !== "(") throw new NoExpression();
  const list = items(reader, ")");
  const isTuple = list.length !== 1 || isSign(reader.tokens[reader.at - 2], ",");
  return isTuple ? list : list[0];
}

const isSign = (token: Token | undefined, text: string) => token?.kind === "sign" && token.text === text;

/** Up to the closing bracket, with commas between and perhaps one behind. */
function items(reader: Reader, close: string): unknown[] {
  const list: unknown[] = [];
  while (!take(reader, close)) {
    list.push(choice(reader));
    if (take(reader, ",")) continue;
    expect(reader, close);
    break;
  }
  return list;
}

/** Members whose value is not known are left out. */
function dict(reader: Reader): Record<string, unknown> {
  const entries: (readonly [string, unknown])[] = [];
  while (!take(reader, "}")) {
    const key = choice(reader);
    expect(reader, ":");
    const value = choice(reader);
    if (typeof key === "string" && value !== UNKNOWN) entries.push([key, value]);
    if (take(reader, ",")) continue;
    expect(reader, "}");
    break;
  }
  return Object.fromEntries(entries);
}
