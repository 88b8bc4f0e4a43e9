import type { JsonSchema, ToolDefinition } from "../../src/tools/call/tool.js";
import { COMPANY_AND_LANGUAGE } from "../../src/tools/catalogue/json-schemas.js";

/** One argument of a tool, or a property within one. */
export interface Argument {
  name: string;
  /** 0 for the tool's own arguments. */
  depth: number;
  /** In words: "integer", "array of text, at least 1". */
  type: string;
  required: boolean;
  description: string;
  /** The values allowed; none if any is. */
  values: readonly string[];
}

/** The tool's arguments with what they hold, top down, without those that every tool takes. */
export function argumentsOf({ inputSchema }: ToolDefinition): Argument[] {
  return propertiesOf(inputSchema, 0).filter(
    ({ name, depth }) => depth > 0 || !Object.hasOwn(COMPANY_AND_LANGUAGE.whole, name),
  );
}

/** Arguments that every tool takes. */
export const commonArguments = (): Argument[] =>
  Object.entries(COMPANY_AND_LANGUAGE.whole).map(([name, schema]) => argument(name, schema, false, 0));

function propertiesOf(schema: JsonSchema, depth: number): Argument[] {
  const { properties, required } = schema as { properties?: Record<string, JsonSchema>; required?: readonly string[] };
  return Object.entries(properties ?? {}).flatMap(([name, property]) => [
    argument(name, property, required?.includes(name) ?? false, depth),
    ...propertiesOf(itemOf(property) ?? property, depth + 1),
  ]);
}

function argument(name: string, schema: JsonSchema, required: boolean, depth: number): Argument {
  const { description, enum: keys } = schema as { description?: string; enum?: readonly string[] };
  const values = keys ?? (itemOf(schema)?.enum as readonly string[] | undefined) ?? [];
  return { name, depth, type: typeInWords(schema), required, description: description ?? "", values };
}

const itemOf = (schema: JsonSchema) => schema.items as JsonSchema | undefined;

function typeInWords(schema: JsonSchema): string {
  const { type, format, minimum, maximum, minItems, maxItems, maxLength } = schema;
  const item = itemOf(schema);
  const base = type === "array" && item?.type ? `array of ${typeInWords(item)}` : String(format ?? type ?? "any");
  const limits = [
    minimum !== undefined && `from ${minimum}`,
    maximum !== undefined && `up to ${maximum}`,
    minItems !== undefined && `at least ${minItems}`,
    maxItems !== undefined && `at most ${maxItems}`,
    maxLength !== undefined && `up to ${maxLength} characters`,
  ].filter(Boolean);
  return [base, limits.join(" ")].filter(Boolean).join(", ");
}
