import type { Field } from "../src/odoo/schema.js";
import { CALL_CONTEXT } from "../src/tools/call-context.js";
import type { Manifest, ManifestTool } from "../src/tools/manifest.js";
import { annotationsOf, effectOf, type RecordOperation } from "../src/tools/operations.js";
import { IDEMPOTENCY_KEY, IDS, linesSchema, objectSchema, READ_FIELDS, RESULTS, SEARCH } from "../src/tools/schemas.js";
import type { JsonSchema } from "../src/tools/tool.js";
import type { ModelPlan, Plan } from "./plan.js";
import { plainText } from "./text.js";

/** The plan as the answer to `tools/list`, computed ahead so that the server starts without loading a schema. */
export function manifest(plan: Plan): Manifest {
  const byName = new Map(plan.models.map((model) => [model.name, model]));
  return {
    format: 1,
    series: plan.series,
    models: Object.fromEntries(
      plan.models.map(({ name, label, module, exportName }) => [
        name,
        { label: plainText(label, 80), module, exportName },
      ]),
    ),
    tools: plan.models.flatMap((model) => model.tools.map((tool) => manifestTool(model, tool, byName))),
  };
}

type Models = ReadonlyMap<string, ModelPlan>;

function manifestTool(model: ModelPlan, tool: ModelPlan["tools"][number], models: Models): ManifestTool {
  const { operation, name } = tool;
  const label = plainText(model.label, 60);
  const own = ownArguments(model, operation, models);
  const [title, description] = wording(operation, label, model.name);
  return {
    model: model.name,
    operation,
    tool: {
      name,
      title,
      description,
      inputSchema: objectSchema({ ...own.properties, ...CALL_CONTEXT }, own.required),
      outputSchema: RESULTS[operation],
      annotations: annotationsOf(effectOf(operation)),
    },
  };
}

function wording(operation: RecordOperation, label: string, model: string): [title: string, description: string] {
  const what = `${label} (${model})`;
  switch (operation) {
    case "search":
      return [`Search ${label}`, `Find ${what} records by a domain, a page at a time, with the total.`];
    case "read":
      return [`Read ${label}`, `Read ${what} records by id. Ids that do not exist are listed as missing.`];
    case "count":
      return [`Count ${label}`, `Count the ${what} records that match a domain.`];
    case "create":
      return [
        `Create ${label}`,
        `Create one ${what} record. Leave out what you do not know: Odoo fills in its defaults.`,
      ];
    case "update":
      return [
        `Update ${label}`,
        `Change fields of ${what} records; all of the ids get the same values. null empties a field.`,
      ];
    case "delete":
      return [
        `Delete ${label}`,
        `Delete ${what} records for good. Many models can be archived instead: update active to false.`,
      ];
  }
}

/** The arguments of a tool, beside those that every tool takes. */
function ownArguments(
  model: ModelPlan,
  operation: RecordOperation,
  models: Models,
): { properties: Record<string, JsonSchema>; required: string[] } {
  switch (operation) {
    case "search":
      return { properties: SEARCH, required: ["domain"] };
    case "count":
      return { properties: { domain: SEARCH.domain }, required: ["domain"] };
    case "read":
      return { properties: { ids: IDS, fields: READ_FIELDS }, required: ["ids"] };
    case "create":
      return {
        properties: { values: valuesSchema(model, "create", models), idempotency_key: IDEMPOTENCY_KEY },
        required: ["values"],
      };
    case "update":
      return { properties: { ids: IDS, values: valuesSchema(model, "update", models) }, required: ["ids", "values"] };
    case "delete":
      return { properties: { ids: IDS }, required: ["ids"] };
  }
}

/** The values of a model. Lines of a one2many show the line model's own fields, one level deep. */
function valuesSchema(model: ModelPlan, use: "create" | "update", models: Models | undefined): JsonSchema {
  // Properties are merged with what a record holds, so a new one has none.
  const shown = model.fields.filter(([name, field]) =>
    use === "update" ? !model.createOnly.includes(name) : field.type !== "properties",
  );
  const properties = shown.map(([name, field]) => {
    // "constructor" is a field's name too.
    const unless =
      use === "create" && Object.hasOwn(model.requiredUnless, name) ? model.requiredUnless[name] : undefined;
    return [name, propertySchema(name, field, models, unless && `required unless ${unless.join(" or ")} is given`)];
  });
  return objectSchema(Object.fromEntries(properties), use === "create" ? model.required : []);
}

/** Selections longer than this cost more to list than to look up. */
const MAX_ENUM = 30;

function propertySchema(name: string, field: Field, models: Models | undefined, unless?: string): JsonSchema {
  const schema = typeSchema(field, models);
  const description = [label(name, field), schema.note, unless].filter(Boolean).join("; ");
  const { note: _, ...rest } = schema;
  return description ? { ...rest, description } : rest;
}

function typeSchema(field: Field, models: Models | undefined): JsonSchema & { note?: string } {
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
      return { type: "string", format: "date" };
    case "datetime":
      return { type: "string", format: "date-time" };
    case "many2one":
      return { type: "integer", note: `${field.relation} id` };
    case "one2many":
    case "many2many":
      return { ...linesOf(field, models), note: `${field.relation} records` };
    case "selection": {
      const keys = [...new Set(field.selection?.map(([key]) => key))];
      return keys.length > 0 && keys.length <= MAX_ENUM
        ? { type: "string", enum: keys }
        : { type: "string", note: "get_fields lists its values" };
    }
    case "reference":
      return { type: "string", note: '"model,id"' };
    case "binary":
      return { type: "string", note: "base64" };
    case "properties":
      return { type: "object", note: "values by name or label; the others are kept" };
    case "json":
      return { type: "object" };
    case "char":
      return field.size ? { type: "string", maxLength: field.size } : { type: "string" };
    default:
      return { type: "string" };
  }
}

function linesOf(field: Field, models: Models | undefined): JsonSchema {
  const line = field.type === "one2many" ? models?.get(field.relation ?? "") : undefined;
  if (!line) return linesSchema();
  const create = valuesSchema(withoutField(line, field.relation_field), "create", undefined);
  const update = objectSchema({ id: { type: "integer" } }, ["id"]);
  return linesSchema({
    create,
    update: { ...update, description: "id and the fields to change", additionalProperties: true },
  });
}

/** A line model as its lines show it: Odoo fills in the field that points back. */
function withoutField(model: ModelPlan, inverse: string | undefined): ModelPlan {
  const fields = model.fields.filter(([name]) => name !== inverse);
  return { ...model, fields, required: model.required.filter((name) => name !== inverse) };
}

/** The label, unless it only repeats the name. */
function label(name: string, field: Field): string {
  const text = plainText(field.string, 60);
  const words = (value: string) => value.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, "");
  return words(text) === words(name.replace(/_ids?$/, "")) || words(text) === words(name) ? "" : text;
}
