import type { JsonSchema, ToolDefinition } from "../call/tool.js";

const TEXT: JsonSchema = { type: "string" };

/** A tool as a server lists it, whose answers have members that no tool puts there (`session/notice.ts`, `bounded.ts`). */
export function asListed(definition: ToolDefinition): ToolDefinition {
  const { outputSchema } = definition;
  if (!outputSchema.properties) return definition;
  const properties = { notice: TEXT, ...outputSchema.properties, left_out: TEXT };
  return { ...definition, outputSchema: { ...outputSchema, properties } };
}
