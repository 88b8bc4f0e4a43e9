import type { Field } from "../../src/odoo/schema/schema.js";
import type { JsonSchema, ToolDefinition } from "../../src/tools/call/tool.js";
import { orNull, recordSchema } from "../../src/tools/catalogue/json-schemas.js";
import type { AnsweredFields } from "../plan/model-plan.js";
import { plainText } from "../text/text.js";

// The records that tools answer as a JSON Schema, for hosts that run code against tools: what `readRecord` makes of a value.

type ResultSchema = ToolDefinition["outputSchema"];

/** What an operation answers, its `records` with these fields: others may be there, and none but the id need be. */
export function typedRecords(result: ResultSchema, fields: AnsweredFields): ResultSchema {
  if (fields.length === 0) return result;
  const records: JsonSchema = { type: "array", items: recordSchema(fieldSchemas(fields)) };
  return { ...result, properties: { ...(result.properties as object), records } };
}

const fieldSchemas = (fields: AnsweredFields): Record<string, JsonSchema> =>
  Object.fromEntries(
    fields.flatMap(([name, field]): [string, JsonSchema][] => {
      const schema = name === "id" ? undefined : answerSchema(field);
      return schema ? [[name, schema]] : [];
    }),
  );

/** Undefined for what may be any JSON. */
function answerSchema(field: Field): JsonSchema | undefined {
  switch (field.type) {
    case "boolean":
      return { type: "boolean" };
    case "integer":
    case "many2one_reference":
      return orNull({ type: "integer" });
    case "float":
    case "monetary":
      return orNull({ type: "number" });
    case "char":
    case "text":
    case "html":
    case "reference":
      return TEXT;
    case "date":
      return orNull({ type: "string", description: "YYYY-MM-DD" });
    case "datetime":
      return orNull({ type: "string", format: "date-time" });
    case "selection":
      return selectionSchema(field);
    case "many2one":
      return orNull(recordSchema({ name: TEXT }));
    case "one2many":
    case "many2many":
      return IDS_OR_RECORDS;
    case "binary":
      return orNull({ type: "object", properties: { size: { type: "string" }, url: { type: "string" } } });
    case "properties":
      return { type: "object" };
    case "json":
    case "properties_definition":
      return undefined;
  }
}

const TEXT = orNull({ type: "string" });

/** Ids; or records, where their fields were asked for or they are named. */
const IDS_OR_RECORDS: JsonSchema = {
  type: "array",
  items: { anyOf: [{ type: "integer" }, recordSchema()] },
};

/** More values cost more in every listing than a program gains by them. */
const MAX_ENUM = 12;
const MAX_KEY = 40;

/** The values of today; and any other text, for an Odoo that has more of them than the snapshot still gives its answer. */
function selectionSchema({ selection = [], dynamic }: Field): JsonSchema {
  const keys = [...new Set(selection.map(([key]) => key))];
  const isTold =
    !dynamic &&
    keys.length > 0 &&
    keys.length <= MAX_ENUM &&
    keys.every((key) => key !== "" && plainText(key, MAX_KEY) === key);
  return isTold ? { anyOf: [{ type: "string", enum: keys }, { type: "string" }, { type: "null" }] } : TEXT;
}
