import { z } from "zod";
import { OdooError } from "../errors/errors.js";
import {
  FIELD_TYPES,
  type Instance,
  isFieldName,
  isModelName,
  isSourcePath,
  type Model,
  RIGHTS,
  type Schema,
} from "./schema.js";

// generated/schema.json: a schema as text, and back.

const FORMAT = 1;

const fieldSchema = z.strictObject({
  type: z.enum(FIELD_TYPES),
  string: z.string(),
  help: z.string().optional(),
  required: z.boolean().optional(),
  readonly: z.boolean().optional(),
  needed: z
    .strictObject({ reason: z.enum(["flag", "onchange"]), unless: z.array(z.string().refine(isFieldName)).optional() })
    .optional(),
  depends: z.array(z.string().refine(isFieldName)).optional(),
  sources: z.array(z.string().refine(isSourcePath)).optional(),
  related: z.string().optional(),
  inherited: z.string().refine(isFieldName).optional(),
  store: z.boolean().optional(),
  searchable: z.boolean().optional(),
  sortable: z.boolean().optional(),
  groupable: z.boolean().optional(),
  aggregator: z.string().optional(),
  relation: z.string().refine(isModelName).optional(),
  relation_field: z.string().refine(isFieldName).optional(),
  selection: z.array(z.tuple([z.string(), z.string()])).optional(),
  dynamic: z.boolean().optional(),
  currency_field: z.string().refine(isFieldName).optional(),
  size: z.int().optional(),
});

const fieldNames = z.array(z.string().refine(isFieldName));

const xmlid = z.string().regex(/^\w+\.[\w.-]+$/);

const actionSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("dialogue"),
    xmlid: xmlid.optional(),
    model: z.string().refine(isModelName),
    context: z.string().optional(),
    form: xmlid.optional(),
    records: z.record(z.string(), z.union([xmlid, z.array(xmlid)])).optional(),
  }),
  z.strictObject({ kind: z.literal("server"), xmlid: xmlid.optional(), title: z.string() }),
  z.strictObject({
    kind: z.literal("report"),
    xmlid: xmlid.optional(),
    title: z.string(),
    report: z.string().optional(),
  }),
  z.strictObject({ kind: z.literal("unknown"), title: z.string().optional() }),
]);

const viewsSchema = z.strictObject({
  form: z.array(
    z.strictObject({
      name: z.string().refine(isFieldName),
      page: z.int().min(2).optional(),
      readonly: z.boolean().optional(),
      hidden: z.string().optional(),
      required: z.string().optional(),
      columns: z
        .array(
          z.strictObject({
            name: z.string().refine(isFieldName),
            required: z.string().optional(),
          }),
        )
        .optional(),
    }),
  ),
  list: fieldNames,
  typedInList: fieldNames.optional(),
  search: fieldNames,
  buttons: z.array(
    z.strictObject({
      name: z.string().refine(isFieldName),
      label: z.string(),
      confirm: z.string().optional(),
      context: z.union([z.string(), z.record(z.string(), z.json())]).optional(),
      hidden: z.string().optional(),
      place: z.enum(["header", "counter", "list", "menu", "print"]).optional(),
      primary: z.literal(true).optional(),
      action: actionSchema.optional(),
    }),
  ),
});

const modelSchema = z.strictObject({
  label: z.string(),
  rights: z.array(z.enum(RIGHTS)).optional(),
  views: viewsSchema.optional(),
  fields: z.record(z.string().refine(isFieldName), fieldSchema),
});
const modelsSchema = z.record(z.string().refine(isModelName), modelSchema);

/** See `dialogueKey`. */
const isDialogueKey = (key: string) => {
  const [model = "", ...forms] = key.split("@");
  return isModelName(model) && forms.length <= 1 && forms.every((form) => xmlid.safeParse(form).success);
};

const snapshotSchema = z.strictObject({
  format: z.literal(FORMAT),
  series: z.string().regex(/^[\w.~-]{1,30}$/),
  instance: z
    .strictObject({ groups: z.array(z.string()).optional(), modules: z.array(z.string()).optional() })
    .optional(),
  reached: z
    .strictObject({ by: z.enum(["menus", "rights"]), models: z.array(z.string().refine(isModelName)) })
    .optional(),
  models: modelsSchema,
  lines: modelsSchema.optional(),
  dialogues: z.record(z.string().refine(isDialogueKey), modelSchema).optional(),
});

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

const withNames = (models: z.output<typeof modelsSchema>): Schema["models"] =>
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
  const parsed = snapshotSchema.safeParse(json);
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
