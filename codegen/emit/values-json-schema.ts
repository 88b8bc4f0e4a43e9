import type { Field } from "../../src/odoo/schema/schema.js";
import type { LINE_OPERATIONS } from "../../src/odoo/values/lines.js";
import type { JsonSchema } from "../../src/tools/call/tool.js";
import { objectSchema } from "../../src/tools/catalogue/json-schemas.js";
import type { RowPlan, ValuesPlan } from "../plan/model-plan.js";
import { plainText } from "../text/text.js";
import { tellingLabel, valueLabels } from "./label.js";

// The `values` of create and update tools as a JSON Schema: the fields a model shows, in few words.

type Use = "create" | "update";
type Rows = ReadonlyMap<string, RowPlan>;

/**
 * The values of a model. Lines of a one2many show the line model's own fields, one level deep. `told`: fields that the
 * model's create tool tells of, which an update does not say again in words.
 */
export function valuesSchema(
  model: ValuesPlan,
  use: Use,
  rows: Rows,
  told: ReadonlySet<string> = new Set(),
): JsonSchema {
  const fields = new Map(model.fields);
  // Lines of two fields that are typed alike are listed once (a product's vendors, and those of a variant).
  const listed = new Map<string, string>();
  const properties = model.shown.flatMap((name): [string, JsonSchema][] => {
    const field = fields.get(name);
    if (!field || !isGiven(model, name, field, use)) return [];
    if (told.has(name)) return [[name, withoutWords(field, { model, use, row: { type: "object" } })]];
    const row = rowOf(field, model, rows.get(name));
    const like = listed.get(JSON.stringify(row));
    if (row.properties && !like) listed.set(JSON.stringify(row), name);
    return [[name, propertySchema(name, field, { model, use, row: like ?? row })]];
  });
  return objectSchema(Object.fromEntries(properties), use === "create" ? model.required : []);
}

/** The fields of a model that its create tool tells of. */
export const toldByCreate = (model: ValuesPlan): ReadonlySet<string> => {
  const fields = new Map(model.fields);
  return new Set(
    model.shown.filter((name) => {
      const field = fields.get(name);
      return field !== undefined && isGiven(model, name, field, "create");
    }),
  );
};

/** What a create tool says of a field is not said again; what only an update can do is. */
function withoutWords(field: Field, place: Place): JsonSchema {
  const { note: _, ...schema } = typeSchema(field, place);
  const also = field.type === "many2many" || field.type === "one2many" ? ALSO[field.type] : undefined;
  return also ? { ...schema, description: also } : schema;
}

/** The operations of an update on lines and links that its schema does not list. */
const ALSO = {
  many2many: "also unlink, set",
  one2many: "also update: [{id, what changes}], delete: [id]",
} as const;

/** True if the tool takes fields beside those it shows. */
export const hasMore = (model: ValuesPlan, use: Use) =>
  model.fields.some(([name, field]) => !model.shown.includes(name) && isGiven(model, name, field, use));

/** Properties are merged with what a record holds, so a new one has none. */
const isGiven = (model: ValuesPlan, name: string, field: Field, use: Use) =>
  use === "update" ? !model.createOnly.includes(name) : field.type !== "properties";

/** Selections longer than this cost more to list than to look up. */
const MAX_ENUM = 30;
/** Of one value; a longer one is text for a model to read, not a key. */
const MAX_KEY = 64;
const isPlain = (key: string) => key !== "" && plainText(key, MAX_KEY) === key;
const MAX_LABEL = 60;
/** Longer conditions cost more than they tell. */
const MAX_CONDITION = 80;

/** Where a value is given. */
interface Place {
  model: ValuesPlan;
  use: Use;
  /** A new line of a one2many, or the name of another one whose lines are typed alike. */
  row: JsonSchema | string;
}

function propertySchema(name: string, field: Field, place: Place): JsonSchema {
  const { note, ...schema } = typeSchema(field, place);
  const description = [tellingLabel(name, field, MAX_LABEL), note, condition(name, place)].filter(Boolean).join("; ");
  return description ? { ...schema, description } : schema;
}

/** When a value is needed, where it is not always: "constructor" is a field's name too. */
function condition(name: string, { model, use }: Place): string {
  if (model.required.includes(name)) return "";
  if (use === "create" && Object.hasOwn(model.requiredUnless, name)) {
    return `required unless ${model.requiredUnless[name]?.join(" or ")} is given`;
  }
  const expression = model.requiredWhen.get(name);
  return expression && expression.length <= MAX_CONDITION
    ? `required when ${plainText(expression, MAX_CONDITION)}`
    : "";
}

function typeSchema(field: Field, place: Place): JsonSchema & { note?: string } {
  const isNew = place.use === "create";
  switch (field.type) {
    case "boolean":
      return { type: "boolean" };
    case "integer":
    case "many2one_reference":
      return { type: "integer" };
    case "float":
    case "monetary":
      return { type: "number" };
    case "date":
      return { type: "string", note: "YYYY-MM-DD" };
    case "datetime":
      return { type: "string", format: "date-time" };
    case "many2one":
      return { type: "integer", note: `${field.relation} id` };
    case "many2many":
      return isNew
        ? { ...IDS, note: `${field.relation} ids` }
        : { ...linesOf("link", IDS), note: `${field.relation} ids; ${ALSO.many2many}` };
    case "one2many":
      if (typeof place.row === "string") return { type: "object", note: `as ${place.row}` };
      return {
        ...linesOf("create", { type: "array", items: place.row }),
        ...(isNew ? {} : { note: ALSO.one2many }),
      };
    case "selection": {
      const keys = [...new Set(field.selection?.map(([key]) => key))];
      return keys.length > 0 && keys.length <= MAX_ENUM && keys.every(isPlain)
        ? { type: "string", enum: keys, note: valueLabels(field.selection ?? []) }
        : { type: "string", note: "get_fields lists its values" };
    }
    case "reference":
      return { type: "string", note: '"model,id"' };
    case "binary":
      return { type: "string", note: "base64" };
    case "properties":
      return { type: "object", note: "values by name or label; the others are kept" };
    case "json":
    case "properties_definition":
      return { type: "object" };
    case "char":
      return field.size ? { type: "string", maxLength: field.size } : { type: "string" };
    case "text":
      return { type: "string" };
    case "html":
      return { type: "string", note: "HTML or plain text" };
  }
}

const IDS: JsonSchema = { type: "array", items: { type: "integer" } };

/** The operation on lines that a tool shows; the others are named beside it, and the server takes them all. */
const linesOf = (operation: (typeof LINE_OPERATIONS)[number], items: JsonSchema): JsonSchema => ({
  type: "object",
  properties: { [operation]: items },
});

/** A new line: the fields a form edits it by. Odoo fills in the field that points back. */
function rowOf({ relation }: Field, model: ValuesPlan, row: RowPlan | undefined): JsonSchema {
  // The contacts of a contact: what they hold is listed already.
  if (relation === model.name) return { type: "object", description: "fields as in values" };
  if (!row) return { type: "object", description: `${relation} values` };
  return { ...valuesSchema(row, "create", new Map()), description: `other fields of ${relation} too` };
}
