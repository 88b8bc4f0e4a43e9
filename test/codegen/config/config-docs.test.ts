import { describe, expect, it } from "vitest";
import { z } from "zod";
import { configJsonSchema } from "../../../codegen/config/config.js";
import { type JsonSchemaNode, keysAsMarkdown, keysAt } from "../../../codegen/config/config-docs.js";

it("has every key in docs/configuration.md (vitest -u writes it)", async () => {
  await expect(configurationPage(keysAsMarkdown(configJsonSchema()))).toMatchFileSnapshot(
    "../../../docs/configuration.md",
  );
});

const configurationPage = (keys: string) => `# Configuration

\`odoo-models.config.json\` says which models get which tools. \`odoo-mcp init\` writes a first one. A key, model or field
that does not exist is an error that names its place.

\`\`\`json
{
  "$schema": "./node_modules/odoo-typed-mcp/odoo-models.schema.json",
  "models": {
    "res.partner": { "required": ["name"] },
    "sale.*": { "operations": ["search", "read", "count"] },
    "sale.report": false
  }
}
\`\`\`

${keys}

Globs need a list of models, which Odoo gives to ordinary users in 14 and from 16 on; in 15 only administrators see it, so
name the models there. The connection is no part of this file: see [commands.md](commands.md#settings).

This page is made from the schema that checks the file.
`;

describe("keysAsMarkdown", () => {
  it("follows objects, maps, lists and choices, and says what a value may be", () => {
    const table = keysAsMarkdown(
      z.toJSONSchema(
        z.strictObject({
          limits: z.strictObject({ rows: z.int().min(1).max(500).default(80).describe("A | b") }).describe("Bounds."),
          sets: z.record(z.string(), z.array(z.strictObject({ on: z.boolean().describe("On.") }))).optional(),
        }),
        { io: "input" },
      ) as JsonSchemaNode,
    );
    expect(table.split("\n").slice(2)).toEqual([
      "| `limits` | object |  | Required. Bounds. |",
      "| `limits.rows` | number from 1 to 500 | `80` | A \\| b |",
      "| `sets` | object: name to list of object |  |  |",
      "| `sets.<name>.on` | boolean |  | Required. On. |",
    ]);
  });
});

describe("keysAt", () => {
  const schema = z.toJSONSchema(
    z.strictObject({ sets: z.record(z.string(), z.array(z.strictObject({ on: z.boolean() }))) }),
  ) as JsonSchemaNode;
  it.each([
    [[], ["sets"]],
    [["sets", "a.b", 0], ["on"]],
    [["nowhere"], []],
  ])("of %j is %j", (path, keys) => expect(keysAt(schema, path)).toEqual(keys));
});
