import { isObject } from "../notation/checks.js";
import type { RawValues } from "../schema/raw.js";

/**
 * The fields of `names` that an answer of `onchange` fills, as values to write. A many2one is answered as [id, name]
 * up to 16 and as an object from 17 on.
 */
export function filledIn(answer: RawValues, names: readonly string[]): RawValues {
  const filled = names
    .map((name) => [name, Object.hasOwn(answer, name) ? written(answer[name]) : undefined] as const)
    .filter(([, value]) => value !== undefined && value !== false && value !== null);
  return Object.fromEntries(filled);
}

function written(value: unknown): unknown {
  if (Array.isArray(value)) return value[0];
  return isObject(value) ? (value as { id?: unknown }).id : value;
}
