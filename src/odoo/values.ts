import { z } from "zod";
import type { RawRecord, RawValues } from "./client.js";
import { type Field, fieldOf, isSecret, isWritable, type Model } from "./schema.js";

// Odoo's values <-> JSON values, by field type. What a read gives can be written back.

/** A record as tools give it: `null` for what is empty, `{ id, name }` for a many2one, ISO 8601 for times. */
export type JsonRecord = { id: number } & Record<string, unknown>;

/** Odoo's record as JSON values. Odoo sends `false` for everything that is empty, so the field's type decides. */
export function readRecord(model: Model, raw: RawRecord): JsonRecord {
  const record: JsonRecord = { id: raw.id };
  for (const [name, value] of Object.entries(raw)) {
    const field = fieldOf(model, name);
    if (name !== "id") record[name] = field ? shownValue(name, field, value) : value;
  }
  return record;
}

/** What stands in place of a secret that is set. */
export const MASK = "[hidden]";

function shownValue(name: string, field: Field, value: unknown): unknown {
  const shown = readValue(field, value);
  return shown && isSecret(name, field) ? MASK : shown;
}

function readValue(field: Field, value: unknown): unknown {
  switch (field.type) {
    case "boolean":
      return value === true;
    case "integer":
    case "float":
    case "monetary":
      return value === false ? null : value;
    case "many2one":
      return readMany2one(value);
    case "one2many":
    case "many2many":
      return Array.isArray(value) ? value : [];
    case "datetime":
      return typeof value === "string" ? `${value.replace(" ", "T")}Z` : null;
    case "many2one_reference":
      return value || null;
    case "binary":
      // Read with `bin_size`, so this is a size such as "5.00 Kb" and never the content.
      return typeof value === "string" && value !== "" ? { size: value } : null;
    default:
      return value === false || value === undefined ? null : value;
  }
}

function readMany2one(value: unknown): { id: number; name: string | null } | null {
  if (!Array.isArray(value)) return typeof value === "number" ? { id: value, name: null } : null;
  return { id: value[0], name: typeof value[1] === "string" ? value[1] : null };
}

/** The values of a model's records, checked and turned into Odoo's form. Unknown names are refused. */
export interface ValuesSchema {
  create: z.ZodType<Record<string, unknown>>;
  update: z.ZodType<Record<string, unknown>>;
  /** A new line, whose field that points back (`inverse`) Odoo fills in itself. */
  createLine(inverse: string | undefined): z.ZodType<Record<string, unknown>>;
}

/** Finds how another model's values are checked, for lines. */
export type ResolveValues = (model: string) => Promise<ValuesSchema>;

/**
 * How a one2many or many2many to `Relation` is written. The keys can be combined; `set` replaces all that is linked.
 * `Inverse` is the field of a line that points back, which Odoo fills in itself. `Models` holds the generated models'
 * types by Odoo's name; rows of others are untyped. An interface, because models
 * refer to each other in circles, and TypeScript looks into an interface's members only when it must.
 */
export interface Lines<Models = unknown, Relation extends string = string, Inverse extends string = never> {
  create?: Omit<LineValues<Models, Relation, "Create">, Inverse>[];
  update?: ({ id: number } & Omit<LineValues<Models, Relation, "Update">, Inverse>)[];
  link?: number[];
  unlink?: number[];
  delete?: number[];
  set?: number[];
}

type LineValues<Models, Relation extends string, Use extends "Create" | "Update"> = Relation extends keyof Models
  ? Models[Relation] extends { readonly [Key in Use]: infer Values }
    ? Values
    : Record<string, unknown>
  : Record<string, unknown>;

export const LINE_OPERATIONS = ["create", "update", "link", "unlink", "delete", "set"] as const;

const INT4_MAX = 2 ** 31 - 1;

const isText = (value: unknown): value is string => typeof value === "string" && !value.includes("\u0000");
const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);
const isInteger = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) <= INT4_MAX && (value as number) >= -INT4_MAX - 1;
/** An id of a record: 1 to 2147483647. */
export const isId = (value: unknown): value is number => isInteger(value) && value > 0;
/** A day of the calendar, as `2026-03-01`. */
export const isDate = (value: unknown): value is string => z.iso.date().safeParse(value).success;
const isBase64 = (value: unknown): value is string => z.base64().safeParse(value).success;

const ISO_DATETIME = z.iso.datetime({ offset: true });
const ODOO_DATETIME = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})$/;

/** The two forms of a point in time that have one meaning everywhere. */
export const DATETIME_FORMS =
  '"2026-03-01T09:30:00Z" (or with an offset, "+02:00") or Odoo\'s own "2026-03-01 09:30:00" (UTC)';

/** A time as Odoo takes it (UTC, no suffix), from either of `DATETIME_FORMS`; undefined for anything else. */
export function toOdooDatetime(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const iso = value.replace(ODOO_DATETIME, "$1T$2Z");
  if (!ISO_DATETIME.safeParse(iso).success) return undefined;
  const utc = new Date(iso).toISOString().slice(0, 19).replace("T", " ");
  // An offset can lead out of the years 0 to 9999.
  return ODOO_DATETIME.test(utc) ? utc : undefined;
}

type Many2oneInput = number | { id: number; name?: string | null };

function toId(value: unknown): number | undefined {
  const id = typeof value === "object" && value !== null && "id" in value ? value.id : value;
  return isId(id) ? id : undefined;
}

/** A value that `convert` turns into Odoo's form; what it answers `undefined` to is refused as "expected …". */
function value<Input>(expected: string, convert: (value: unknown) => unknown) {
  const message = (issue: { input?: unknown }) => `expected ${expected}, not ${shown(issue.input)}`;
  return z
    .custom<Input>((input) => convert(input) !== undefined, { error: message })
    .transform((input) => convert(input));
}

/** As `value`, where null empties the field: Odoo's own word for it is `false`. */
function emptyable<Input>(expected: string, convert: (value: unknown) => unknown) {
  return value<Input | null>(expected, (input) => (input === null ? false : convert(input)));
}

const accepted = (check: (value: unknown) => boolean) => (input: unknown) => (check(input) ? input : undefined);

/** What was given, short enough for an error message. */
export function shown(input: unknown): string {
  const text = JSON.stringify(input) ?? String(input);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** One function a field type: the only place that knows how its values are written. Generated modules call these. */
export function fieldSchemas<Models = unknown>(resolve: ResolveValues) {
  return {
    char: (size?: number) =>
      emptyable<string>(
        size ? `a text of at most ${size} characters` : "a text",
        accepted((input) => isText(input) && (size === undefined || [...input].length <= size)),
      ),
    text: () => emptyable<string>("a text", accepted(isText)),
    html: () => emptyable<string>("a text in HTML", accepted(isText)),
    integer: () => value<number>("a whole number between -2147483648 and 2147483647", accepted(isInteger)),
    float: () => value<number>("a number", accepted(isNumber)),
    monetary: () => value<number>("an amount as a number", accepted(isNumber)),
    // Odoo stores the text "false" as true (all versions).
    boolean: () =>
      value<boolean>(
        "true or false",
        accepted((input) => typeof input === "boolean"),
      ),
    date: () => emptyable<string>('a date as "2026-03-01"', accepted(isDate)),
    datetime: () => emptyable<string>(DATETIME_FORMS, toOdooDatetime),
    selection: <const Key extends string>(keys: readonly Key[]) =>
      emptyable<Key>(
        `one of ${keys.map((key) => `"${key}"`).join(", ")}`,
        accepted((input) => keys.includes(input as Key)),
      ),
    // `[id, name]`, `"5"` and `{ id }` are answered with `true` and stored as NULL (all versions): only an id is sent.
    many2one: (relation: string) => emptyable<Many2oneInput>(`the id of a ${relation} record`, toId),
    many2one_reference: () => emptyable<number>("the id of a record", accepted(isId)),
    reference: (models: readonly string[]) =>
      emptyable<string>(
        `"model,id" with one of the models ${models.join(", ")}`,
        accepted((input) => {
          const [, model = "", id] = (typeof input === "string" && /^([\w.]+),(\d+)$/.exec(input)) || [];
          return isId(Number(id)) && models.includes(model);
        }),
      ),
    // Odoo 14 to 19 store text that is no base64 without an error.
    binary: () =>
      emptyable<string>(
        "base64",
        accepted((input) => isBase64(input) && input !== ""),
      ),
    json: () => emptyable<unknown>("a JSON value", (input) => input),
    lines: <const Relation extends string, const Inverse extends string = never>(
      relation: Relation,
      inverse?: Inverse,
    ) => linesSchema<Models, Relation, Inverse>(relation, inverse, resolve),
  };
}

export type FieldSchemas<Models = unknown> = ReturnType<typeof fieldSchemas<Models>>;

function linesSchema<Models, Relation extends string, Inverse extends string>(
  relation: Relation,
  inverse: Inverse | undefined,
  resolve: ResolveValues,
) {
  const ids = z.array(z.custom<number>(isId, { error: `expected ids of ${relation} records` }));
  const rows = z.array(z.looseObject({}));
  const changed = z.array(z.looseObject({ id: z.custom<number>(isId, { error: "expected the line's id" }) }));
  const shape = z
    .strictObject({ create: rows, update: changed, link: ids, unlink: ids, delete: ids, set: ids })
    .partial();
  // Ids alone are what a read gives; writing them back replaces all that is linked.
  const input = z.custom<Lines<Models, Relation, Inverse> | number[]>(
    (given) => typeof given === "object" && given !== null,
    {
      error: `expected { ${LINE_OPERATIONS.join(", ")} } or a list of ids`,
    },
  );
  return input.transform(async (given, context) => {
    const parsed = shape.safeParse(Array.isArray(given) ? { set: given } : given);
    if (!parsed.success) {
      for (const issue of parsed.error.issues) context.issues.push({ ...issue, input: given } as z.core.$ZodRawIssue);
      return z.NEVER;
    }
    return commands(parsed.data, async () => resolve(relation), inverse, context);
  });
}

/** Odoo's x2many commands: replace, take away, change, link, add, in this order. */
async function commands(
  lines: { [Key in keyof Lines]: Lines[Key] | undefined },
  values: () => Promise<ValuesSchema>,
  inverse: string | undefined,
  context: z.core.ParsePayload,
): Promise<unknown[]> {
  const checked = async (key: "create" | "update", row: Record<string, unknown>, index: number) => {
    const schema = key === "create" ? (await values()).createLine(inverse) : (await values()).update;
    const result = await schema.safeParseAsync(row);
    if (result.success) return result.data;
    for (const issue of result.error.issues) {
      context.issues.push({ ...issue, path: [key, index, ...issue.path], input: row } as z.core.$ZodRawIssue);
    }
    return {};
  };
  const updated = await Promise.all(
    (lines.update ?? []).map(async ({ id, ...values }, index) => [1, id, await checked("update", values, index)]),
  );
  const created = await Promise.all(
    (lines.create ?? []).map(async (row, index) => [0, 0, await checked("create", row, index)]),
  );
  return [
    ...(lines.set ? [[6, 0, lines.set]] : []),
    ...(lines.unlink ?? []).map((id) => [3, id, 0]),
    ...(lines.delete ?? []).map((id) => [2, id, 0]),
    ...updated,
    ...(lines.link ?? []).map((id) => [4, id, 0]),
    ...created,
  ];
}

/** How a field's value is written, or undefined for types that cannot be written one by one. */
export function fieldSchema(schemas: FieldSchemas, field: Field): z.ZodType | undefined {
  const keys = field.selection?.map(([key]) => key) ?? [];
  switch (field.type) {
    case "char":
      return schemas.char(field.size);
    case "selection":
      return schemas.selection(keys);
    case "reference":
      return schemas.reference(keys);
    case "many2one":
      return schemas.many2one(field.relation ?? "");
    case "one2many":
    case "many2many":
      return schemas.lines(field.relation ?? "", field.relation_field);
    case "properties":
    case "properties_definition":
      return undefined;
    default:
      return schemas[field.type]();
  }
}

/** What a new record must be given. */
export interface Requirements {
  required: readonly string[];
  /** Unless one of the others named is given. */
  requiredUnless?: Readonly<Record<string, readonly string[]>> | undefined;
}

/** Asks Odoo for the fields `missing` of a new record that holds `values`; answers those it could fill. */
export type Complete = (values: RawValues, missing: readonly string[]) => Promise<RawValues>;

/** The values a model takes, from its fields' schemas. `complete` fills what other fields bring along, where Odoo does not. */
export function valuesSchema(
  shape: Readonly<Record<string, z.ZodType>>,
  needs: Requirements,
  complete?: Complete,
): ValuesSchema {
  const optional = Object.fromEntries(Object.entries(shape).map(([name, schema]) => [name, schema.optional()]));
  const creating = (required: readonly string[]) => {
    const needed = Object.fromEntries(Object.entries(shape).filter(([name]) => required.includes(name)));
    const checked = z.strictObject({ ...optional, ...needed }).superRefine((values, context) => {
      for (const [name, others] of Object.entries(needs.requiredUnless ?? {})) {
        if ([name, ...others].some((field) => given(values, field))) continue;
        context.addIssue({
          code: "custom",
          path: [name],
          message: `is required unless ${others.join(" or ")} is given`,
        });
      }
    });
    return complete ? checked.transform((values) => completed(values, needs, complete)) : checked;
  };
  return {
    create: creating(needs.required),
    update: z.strictObject(optional).refine((values) => Object.keys(values).length > 0, {
      error: "expected at least one field to change",
      // A misspelt field is refused as such, not as a missing one.
      when: ({ issues }) => issues.length === 0,
    }),
    createLine: (inverse) => creating(needs.required.filter((name) => name !== inverse)),
  };
}

async function completed(values: RawValues, needs: Requirements, complete: Complete): Promise<RawValues> {
  const missing = Object.keys(needs.requiredUnless ?? {}).filter((name) => !given(values, name));
  return missing.length === 0 ? values : { ...(await complete(values, missing)), ...values };
}

const given = (values: Readonly<Record<string, unknown>>, field: string) =>
  values[field] !== undefined && values[field] !== false;

/** How a model known only by its fields is written: everything that is not readonly. */
export function modelValues(model: Model, schemas: FieldSchemas): ValuesSchema {
  const shape: Record<string, z.ZodType> = {};
  for (const [name, field] of Object.entries(model.fields)) {
    const schema = isWritable(name, field) ? fieldSchema(schemas, field) : undefined;
    if (schema) shape[name] = schema;
  }
  return valuesSchema(shape, { required: [] });
}
