// When a field or a button shows, is required or cannot be changed, as views say it.

/** True and false: always and never. A text: a Python expression over the record's fields, as views write it from 17 on. */
export type Condition = boolean | string;

/** A view's attribute as a condition: "1" is always, absent is never. */
export function conditionFrom(attribute: string | undefined): Condition {
  const text = attribute?.replaceAll(/\s+/g, " ").trim() ?? "";
  if (/^(|0|false|none)$/i.test(text)) return false;
  return /^(1|true)$/i.test(text) || text;
}

/** A modifier of 14 to 16 as a condition: true, false, or a domain. */
export function conditionFromModifier(modifier: unknown): Condition {
  if (!Array.isArray(modifier)) return modifier === true || modifier === 1;
  return modifier.length === 0 || expressionOf(modifier);
}

/** True where either is. */
export function either(a: Condition, b: Condition): Condition {
  if (a === true || b === true) return true;
  if (a === false || a === b) return b;
  return b === false ? a : `${inBrackets(a, / if /)} or ${inBrackets(b, / if /)}`;
}

/** True where both are. */
export function both(a: Condition, b: Condition): Condition {
  if (a === false || b === false) return false;
  if (a === true || a === b) return b;
  return b === true ? a : `${inBrackets(a, / if | or /)} and ${inBrackets(b, / if | or /)}`;
}

/** Python binds "and" before "or" before "if". */
const inBrackets = (expression: string, weaker: RegExp) => (weaker.test(expression) ? `(${expression})` : expression);

/** A domain, whose operators stand before their terms, as an expression. What is no domain makes it "unknown". */
function expressionOf(domain: readonly unknown[]): string {
  const rest = [...domain];
  const terms: string[] = [];
  while (rest.length > 0) terms.push(String(take(rest)));
  return terms.reduce((all, term) => String(both(all, term)));
}

function take(rest: unknown[]): Condition {
  const term = rest.shift();
  if (term === "&") return both(take(rest), take(rest));
  if (term === "|") return either(take(rest), take(rest));
  if (term === "!") return `not (${take(rest)})`;
  if (!Array.isArray(term)) return "unknown";
  const [field, operator, value] = term as unknown[];
  if (value === false || (Array.isArray(value) && value.length === 0)) {
    if (operator === "=") return `not ${field}`;
    if (operator === "!=") return `${field}`;
  }
  if (value === true && (operator === "=" || operator === "!=")) return operator === "=" ? `${field}` : `not ${field}`;
  return `${field} ${operator === "=" ? "==" : operator} ${python(value)}`;
}

function python(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(python).join(", ")}]`;
  if (value === true) return "True";
  if (value === false) return "False";
  if (value === null || value === undefined) return "None";
  return typeof value === "string" ? `'${value.replaceAll(/[\\']/g, "\\$&")}'` : String(value);
}
