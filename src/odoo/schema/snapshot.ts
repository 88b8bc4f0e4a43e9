import { OdooError } from "../errors/errors.js";
import type { Instance, Model, Schema } from "./schema.js";
import { FORMAT, type SnapshotModels, snapshotFormat } from "./snapshot-format.js";

// generated/schema.json: a schema as text, and back.

/** models -> model -> fields -> a line for each field. */
const LINE_DEPTH = 4;

/** A schema as the text of `schema.json`: one line a field, everything in code-point order, so that diffs are small. */
export function serializeSchema(schema: Schema): string {
  const { series, instance, reached, models, lines, dialogues } = schema;
  const text = {
    format: FORMAT,
    series,
    ...(instance ? { instance } : {}),
    ...(reached ? { reached } : {}),
    models: withoutNames(models),
    ...(lines ? { lines: withoutNames(lines) } : {}),
    ...(dialogues ? { dialogues: withoutNames(dialogues) } : {}),
  };
  return stringify(sorted(text), LINE_DEPTH);
}

const withoutNames = (models: Schema["models"]) =>
  Object.fromEntries(Object.entries(models).map(([key, { name: _, ...model }]) => [key, model]));

const withNames = (models: SnapshotModels): Schema["models"] =>
  Object.fromEntries(
    Object.entries(models).map(([key, model]) => [key, { name: key.replace(/@.*/, ""), ...model } as Model]),
  );

/** Reads the text of a `schema.json`. Throws `OdooError` "settings". */
export function parseSchema(text: string, file: string): Schema {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new OdooError("settings", `${file} is not JSON. Make it again with \`odoo-mcp introspect\`.`);
  }
  const parsed = snapshotFormat().safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new OdooError(
      "settings",
      `${file} is no snapshot of this version (${issue?.path.join(".")}: ${issue?.message}). Make it again with \`odoo-mcp introspect\`.`,
    );
  }
  const { series, instance, reached, models, lines, dialogues } = parsed.data;
  return {
    series,
    ...(instance ? { instance: instance as Instance } : {}),
    ...(reached ? { reached } : {}),
    models: withNames(models),
    ...(lines ? { lines: withNames(lines) } : {}),
    ...(dialogues ? { dialogues: withNames(dialogues) } : {}),
  };
}

/**
 * JSON with a line for each member down to `depth`, and everything below it on one line, but for a list of objects,
 * which has a line for each of them. Ends with a newline.
 */
export function stringify(value: unknown, depth: number): string {
  return `${indented(value, depth, "")}\n`;
}

function indented(value: unknown, depth: number, indent: string): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (depth <= 0 && !isListOfObjects(value)) return JSON.stringify(value);
  const inner = `${indent}  `;
  const [open, close, members] = Array.isArray(value)
    ? ["[", "]", value.map((item) => indented(item, depth - 1, inner))]
    : [
        "{",
        "}",
        Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${indented(item, depth - 1, inner)}`),
      ];
  return members.length === 0 ? open + close : `${open}\n${inner}${members.join(`,\n${inner}`)}\n${indent}${close}`;
}

const isListOfObjects = (value: object) =>
  Array.isArray(value) && value.some((item) => typeof item === "object" && item !== null && !Array.isArray(item));

/** Objects with their keys in code-point order, whatever the locale; arrays as they are. */
export function sorted<T>(value: T): T {
  const inner = (own: unknown): unknown => {
    if (Array.isArray(own)) return own.map(inner);
    if (typeof own !== "object" || own === null) return own;
    const entries = Object.entries(own).sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(entries.map(([key, item]) => [key, inner(item)]));
  };
  return inner(value) as T;
}
