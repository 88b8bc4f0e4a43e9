import { z } from "zod";
import {
  DATETIME_FORMS,
  flawOf,
  INTEGERS,
  isBase64,
  isDate,
  isId,
  isInteger,
  isNumber,
  isObject,
  isStorable,
  isText,
  shown,
  toOdooDatetime,
  withFullYear,
} from "../notation/checks.js";
import { htmlOf } from "../notation/html.js";
import { HIDDEN_LINK, holdsHiddenLink, MASK } from "../schema/link-secrets.js";
import type { RawRecord, RawValues } from "../schema/raw.js";
import { type Field, fieldOf, isCreateOnly, isSecret, isWritable, type Model } from "../schema/schema.js";
import { type LineSchemas, linesSchema } from "./lines.js";

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
    case "date":
      return typeof value === "string" ? withFullYear(value) : null;
    case "datetime":
      return typeof value === "string" ? `${withFullYear(value).replace(" ", "T")}Z` : null;
    case "many2one_reference":
      return value || null;
    case "binary":
      return typeof value === "string" && value !== "" ? { size: sizeOf(value) } : null;
    case "char":
    case "text":
    case "html":
    case "selection":
    case "reference":
    case "json":
    case "properties":
    case "properties_definition":
      return value === false || value === undefined ? null : value;
  }
}

/** Read with `bin_size`, a binary is a size such as "5.00 Kb". Content, which a computed field may answer, is measured. */
const sizeOf = (value: string) => (/^\d+(\.\d+)? [a-z]+$/i.test(value) ? value : `${(value.length * 3) >> 2} bytes`);

function readMany2one(value: unknown): { id: number; name: string | null } | null {
  if (!Array.isArray(value)) return typeof value === "number" ? { id: value, name: null } : null;
  return { id: value[0], name: typeof value[1] === "string" ? value[1] : null };
}

/** The values of a model's records, checked and turned into Odoo's form. Unknown names are refused. */
export interface ValuesSchema extends LineSchemas {
  create: z.ZodType<Record<string, unknown>>;
  update: z.ZodType<Record<string, unknown>>;
}

/** Marks a field that is merged with what the record holds, so that it is written to one record that exists. */
const ONE_RECORD = { oneRecord: true };
const isOneRecord = (schema: z.ZodType) => schema.meta()?.oneRecord === true;

/** Finds how a model's values are checked. */
export type ResolveValues = (model: string) => Promise<ValuesSchema>;

type Many2oneInput = number | { id: number; name?: string | null };

function toId(value: unknown): number | undefined {
  const id = typeof value === "object" && value !== null && "id" in value ? value.id : value;
  return isId(id) ? id : undefined;
}

/** What can be written: what was hidden as it was read would be lost. */
const isWhole = (value: unknown) => !holdsHiddenLink(value);

/** A value that `convert` turns into Odoo's form; what it answers `undefined` to is refused as "expected …". */
function value<Input>(expected: string, convert: (value: unknown) => unknown, meantAsNull?: ReadonlySet<unknown>) {
  const message = ({ input }: { input?: unknown }) => {
    const flaw = holdsHiddenLink(input) ? `${HIDDEN_LINK}; leave the field out to keep it` : flawOf(input);
    const more = flaw ? ` without ${flaw}` : meantAsNull?.has(input) ? ", or null for nothing" : "";
    return `expected ${expected}${more}, not ${shown(input)}`;
  };
  return z
    .custom<Input>((input) => convert(input) !== undefined, { error: message })
    .transform((input) => convert(input));
}

/** As `value`, where null empties the field: Odoo's own word for it is `false`. */
function emptyable<Input>(expected: string, convert: (value: unknown) => unknown) {
  return value<Input | null>(expected, (input) => (input === null ? false : convert(input)), EMPTYING);
}

/** What Odoo or a form would take for nothing. */
const EMPTYING: ReadonlySet<unknown> = new Set([false, ""]);

const accepted = (check: (value: unknown) => boolean) => (input: unknown) => (check(input) ? input : undefined);

/** More keys of a selection than these are counted. */
const MAX_KEYS = 20;

function listed(keys: readonly string[]): string {
  const told = keys.slice(0, MAX_KEYS).map((key) => `"${key}"`);
  return `${told.join(", ")}${keys.length > MAX_KEYS ? `, ... (${keys.length} in all; get_fields tells them)` : ""}`;
}

/** One function a field type: the only place that knows how its values are written. Generated modules call these. */
export function fieldSchemas<Models = unknown>(resolve: ResolveValues) {
  return {
    char: (size?: number) =>
      emptyable<string>(
        size ? `a text of at most ${size} characters` : "a text",
        accepted((input) => isText(input) && isWhole(input) && (size === undefined || [...input].length <= size)),
      ),
    text: () =>
      emptyable<string>(
        "a text",
        accepted((input) => isText(input) && isWhole(input)),
      ),
    html: () =>
      emptyable<string>("a text, plain or in HTML", (input) =>
        isText(input) && isWhole(input) ? htmlOf(input) : undefined,
      ),
    integer: () => value<number>(INTEGERS, accepted(isInteger)),
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
        `one of ${listed(keys)}`,
        accepted((input) => keys.includes(input as Key)),
      ),
    // `[id, name]`, `"5"` and `{ id }` are answered with `true` and stored as NULL (all versions): only an id is sent.
    many2one: (relation: string) => emptyable<Many2oneInput>(`the id of a ${relation} record`, toId),
    many2one_reference: () => emptyable<number>("the id of a record", accepted(isId)),
    reference: (models?: readonly string[]) =>
      emptyable<string>(
        `"model,id"${models ? ` with one of the models ${models.join(", ")}` : ""}`,
        accepted((input) => {
          const [, model = "", id] = (typeof input === "string" && /^([\w.]+),(\d+)$/.exec(input)) || [];
          return isId(Number(id)) && (models?.includes(model) ?? true);
        }),
      ),
    // Odoo 14 to 19 store text that is no base64 without an error.
    binary: () =>
      emptyable<string>(
        "only a file's content in base64, or the field left out to keep its file",
        accepted((input) => isBase64(input) && input !== ""),
      ),
    json: () =>
      emptyable<unknown>(
        "a JSON value",
        accepted((input) => isStorable(input) && isWhole(input)),
      ),
    properties: () =>
      emptyable<Record<string, unknown>>(
        "an object of properties and values",
        accepted((input) => isObject(input) && isStorable(input) && isWhole(input)),
      ).meta(ONE_RECORD),
    lines: <const Relation extends string, const Inverse extends string = never>(
      relation: Relation,
      inverse?: Inverse,
    ) => linesSchema<Models, Relation, Inverse>(relation, inverse, resolve),
  };
}

export type FieldSchemas<Models = unknown> = ReturnType<typeof fieldSchemas<Models>>;

/** How a field's value is written, or undefined for types that cannot be written one by one. */
export function fieldSchema(schemas: FieldSchemas, field: Field): z.ZodType | undefined {
  const keys = field.selection?.map(([key]) => key) ?? [];
  switch (field.type) {
    case "char":
      return schemas.char(field.size);
    case "selection":
      return field.dynamic ? schemas.char() : schemas.selection(keys);
    case "reference":
      return schemas.reference(field.dynamic ? undefined : keys);
    case "many2one":
      return schemas.many2one(field.relation ?? "");
    case "one2many":
    case "many2many":
      return schemas.lines(field.relation ?? "", field.relation_field);
    case "properties_definition":
      return undefined;
    case "text":
    case "html":
    case "integer":
    case "float":
    case "monetary":
    case "boolean":
    case "date":
    case "datetime":
    case "many2one_reference":
    case "binary":
    case "json":
    case "properties":
      return schemas[field.type]();
  }
}

/** What a new record must be given. */
export interface Requirements {
  required: readonly string[];
  /** Unless one of the others named is given. */
  requiredUnless?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Fields that can be given to a new record and not changed later. */
  createOnly?: readonly string[] | undefined;
  /** May be left out for a default or a computation, and must not be null. */
  notNull?: readonly string[];
}

/** The values a model takes, from its fields' schemas. */
export function valuesSchema(shape: Readonly<Record<string, z.ZodType>>, needs: Requirements): ValuesSchema {
  const optionalOf = (fields: [string, z.ZodType][]) =>
    Object.fromEntries(fields.map(([name, schema]) => [name, schema.optional()]));
  const many = Object.entries(shape).filter(([, schema]) => !isOneRecord(schema));
  const optional = optionalOf(many);
  const changeable = ([name]: [string, z.ZodType]) => !needs.createOnly?.includes(name);
  const updating = (fields: Record<string, z.ZodType>) =>
    z.strictObject(fields).refine((values) => Object.keys(values).length > 0, {
      error: "expected at least one field to change",
      // A misspelt field is refused as such, not as a missing one.
      when: ({ issues }) => issues.length === 0,
    });
  const creating = (required: readonly string[]) => {
    const filled: Record<string, z.ZodType> = {};
    for (const [name, schema] of Object.entries(shape)) {
      if (required.includes(name)) filled[name] = notNull(schema, "is required and cannot be null");
      else if (needs.notNull?.includes(name)) filled[name] = notNull(schema, NO_NULL).optional();
    }
    return z.strictObject({ ...optional, ...filled }).superRefine((values, context) => {
      for (const [name, others] of Object.entries(needs.requiredUnless ?? {})) {
        if (isGiven(values, name)) continue;
        const issue = { code: "custom" as const, path: [name] };
        if (!others.some((field) => isGiven(values, field))) {
          context.addIssue({ ...issue, message: `is required unless ${others.join(" or ")} is given` });
        } else if (values[name] === false) context.addIssue({ ...issue, message: NO_NULL });
      }
    });
  };
  const lines = new Map<string | undefined, ReturnType<typeof creating>>();
  return {
    create: creating(needs.required),
    update: updating(optionalOf(Object.entries(shape).filter(changeable))),
    updateLine: updating(optionalOf(many.filter(changeable))),
    // Built once: to build a schema takes far longer than to check a line with it.
    createLine: (inverse) => {
      const built = lines.get(inverse) ?? creating(needs.required.filter((name) => name !== inverse));
      lines.set(inverse, built);
      return built;
    },
  };
}

const NO_NULL = "cannot be null in a new record; leave it out or give a value";

function notNull(schema: z.ZodType, error: string): z.ZodType {
  return z.custom<unknown>((input) => input !== null, { error }).pipe(schema);
}

/** True for a field that values in Odoo's form fill. */
export const isGiven = (values: RawValues, field: string) => values[field] !== undefined && values[field] !== false;

/** How a model known only by its fields is written. */
export function modelValues(model: Model, schemas: FieldSchemas): ValuesSchema {
  const shape: Record<string, z.ZodType> = {};
  for (const [name, field] of Object.entries(model.fields)) {
    const taken = isWritable(name, field) || isCreateOnly(name, field);
    const schema = taken ? fieldSchema(schemas, field) : undefined;
    if (schema) shape[name] = schema;
  }
  const createOnly = Object.keys(shape).filter((name) => isCreateOnly(name, model.fields[name] as Field));
  const notNull = Object.keys(shape).filter((name) => model.fields[name]?.required);
  return valuesSchema(shape, { required: [], notNull, createOnly });
}
