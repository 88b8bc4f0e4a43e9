import { type Expression, type Operation, parsePython, type Step } from "./python-syntax.js";

/** What an expression's value is where a name in it is not known, or what it does is not. */
export const UNKNOWN: unique symbol = Symbol("unknown");

/**
 * The value of a Python expression as views write them in `readonly`, `required`, `invisible` and `context`. `nameOf` answers
 * a name's value, or `UNKNOWN`. What is not known stays so, unless the rest decides; nothing else is evaluated, and nothing
 * thrown.
 */
export function evaluatePython(text: string, nameOf: (name: string) => unknown): unknown {
  const expression = parsePython(text);
  return expression ? evaluated(expression, nameOf) : UNKNOWN;
}

/** Python's truth: false for false, null, 0 and what is empty. */
export function isTruthy(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === "object" && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
}

type NameOf = (name: string) => unknown;

/** The value of an expression that was taken apart already. */
export function evaluated(expression: Expression, nameOf: NameOf): unknown {
  const value = (one: Expression) => evaluated(one, nameOf);
  switch (expression.kind) {
    case "value":
      return expression.value;
    case "name":
      return nameOf(expression.name);
    case "list":
      return expression.items.map(value);
    case "dict":
      return dict(expression.entries, value);
    case "or":
      return expression.terms.map(value).reduce(anyOf);
    case "and":
      return expression.terms.map(value).reduce(allOf);
    case "not": {
      const negated = value(expression.term);
      return negated === UNKNOWN ? UNKNOWN : !isTruthy(negated);
    }
    case "minus": {
      const number = value(expression.term);
      return typeof number === "number" ? -number : UNKNOWN;
    }
    case "comparison":
      return comparison(value(expression.first), expression.rest, value);
    case "arithmetic":
      return expression.rest.reduce(
        (left, { operator, right }) => arithmetic(operator, left, value(right)),
        value(expression.first),
      );
    case "if": {
      const [condition, yes, no] = [expression.condition, expression.yes, expression.no].map(value);
      return condition === UNKNOWN ? UNKNOWN : isTruthy(condition) ? yes : no;
    }
    case "member":
      return expression.steps.reduce((left, step) => stepped(left, step, value), value(expression.of));
  }
}

type Evaluated = (expression: Expression) => unknown;

function anyOf(left: unknown, right: unknown): unknown {
  if (left === UNKNOWN) return right !== UNKNOWN && isTruthy(right) ? right : UNKNOWN;
  return isTruthy(left) ? left : right;
}

function allOf(left: unknown, right: unknown): unknown {
  if (left === UNKNOWN) return right !== UNKNOWN && !isTruthy(right) ? right : UNKNOWN;
  return isTruthy(left) ? right : left;
}

/** `a < b < c` is both; the first of the two that does not hold decides. */
function comparison(first: unknown, rest: readonly Operation[], value: Evaluated): unknown {
  let left = first;
  let result: unknown = true;
  for (const { operator, right } of rest) {
    const next = value(right);
    const holds = left === UNKNOWN || next === UNKNOWN ? UNKNOWN : compare(operator, left, next);
    result = result === true ? holds : result;
    left = next;
  }
  return result;
}

function compare(operator: string, left: unknown, right: unknown): unknown {
  switch (operator) {
    case "==":
      return isEqual(left, right);
    case "!=":
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

function stepped(left: unknown, step: Step, value: Evaluated): unknown {
  if (step.kind === "name") return memberOf(left, step.name);
  if (step.kind === "call") return UNKNOWN;
  const given = step.arguments.map(value);
  if (step.kind === "get") return got(left, given);
  const [key] = given;
  return Array.isArray(left) && typeof key === "number" ? (left.at(key) ?? UNKNOWN) : memberOf(left, key);
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

/** Members whose value is not known are left out. */
function dict(entries: readonly (readonly [Expression, Expression])[], value: Evaluated): Record<string, unknown> {
  const known = entries.flatMap(([key, held]): [string, unknown][] => {
    const [name, content] = [value(key), value(held)];
    return typeof name === "string" && content !== UNKNOWN ? [[name, content]] : [];
  });
  return Object.fromEntries(known);
}
