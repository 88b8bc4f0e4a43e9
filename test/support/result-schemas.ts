import { AjvJsonSchemaValidator } from "@modelcontextprotocol/sdk/validation/ajv";
import type {
  JsonSchemaType,
  JsonSchemaValidator,
  jsonSchemaValidator,
} from "@modelcontextprotocol/sdk/validation/types.js";

// How the tests' clients check results. Of themselves they compile the schemas of all tools at every connection, which takes
// longer than most tests; that all of them compile is tested elsewhere (test/clients, test/codegen/emit/manifest.test.ts).

const compiled = new Map<string, JsonSchemaValidator<unknown>>();

/** Compiles a schema when a result is first checked by it, and once for all clients of a process. */
export const resultSchemas: jsonSchemaValidator = {
  getValidator<T>(schema: JsonSchemaType): JsonSchemaValidator<T> {
    return (result) => {
      const text = JSON.stringify(schema);
      const known = compiled.get(text) ?? new AjvJsonSchemaValidator().getValidator(schema);
      compiled.set(text, known);
      return (known as JsonSchemaValidator<T>)(result);
    };
  },
};
