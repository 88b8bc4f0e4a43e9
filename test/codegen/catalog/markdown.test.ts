import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { betweenMarkers, catalogMarkdown, END, START } from "../../../codegen/catalog/markdown.js";
import { catalogView } from "../../../codegen/catalog/view.js";
import { GENERIC_TOOLS } from "../../../src/tools/catalogue/generic-tools.js";
import {
  committedConfig,
  committedSchema,
  configWith,
  fieldWith,
  odooError,
  ROOT,
  schemaWith,
} from "../../support/fixtures.js";
import { hostileConfig, hostileSchema } from "../hostile.js";

describe("the list of tools in Markdown", () => {
  it("has a row a model, names its first tool in full, and ends with the generic tools", () => {
    const view = catalogView(
      schemaWith({ "a.b": { name: fieldWith() } }),
      configWith({ "a.*": { operations: ["search", "read"] } }),
    );
    const [header, , row, last, ...more] = catalogMarkdown(view).split("\n");
    expect(header).toBe("| model | tools |");
    expect(row).toBe("| `a.b` | `a_b_search`, `_read` |");
    for (const { definition } of GENERIC_TOOLS) expect(last).toContain(`\`${definition.name}\``);
    expect(more).toEqual([]);
  });

  it("holds no label, and nothing that Markdown or HTML would read", () => {
    const [, , ...rows] = catalogMarkdown(catalogView(hostileSchema(), hostileConfig())).split("\n");
    for (const row of rows) expect(row).toMatch(/^\| (`[a-z0-9_.]+`|any model) \| `[a-z0-9_]+`(, `[a-z0-9_]+`)* \|$/);
  });

  it("escapes pipes", () => {
    const view = catalogView(schemaWith({ "a.b": { name: fieldWith() } }), configWith({ "a.*": {} }));
    const models = view.models.map((model) => ({ ...model, name: "a|b" }));
    expect(catalogMarkdown({ ...view, models })).toContain("| `a\\|b` | `a_b_search`");
  });
});

describe("between the markers", () => {
  const around = (text: string) => `before\n${START}\n${text}\n${END}\nafter\n`;

  it("the list is replaced, and nothing else", () => {
    expect(betweenMarkers(around("old\nlist"), "new", "a.md")).toBe(around("new"));
    expect(betweenMarkers(around("new"), "new", "a.md")).toBe(around("new"));
    expect(betweenMarkers(`${START}${END}`, "$& $1", "a.md")).toBe(`${START}\n$& $1\n${END}`);
  });

  it.each([
    ["no markers", "text"],
    ["no end", START],
    ["no start", END],
    ["two pairs", around("a") + around("b")],
    ["the end before the start", `${END}\n${START}`],
  ])("%s is refused", (_, text) => {
    expect(() => betweenMarkers(text, "new", "a.md")).toThrow(odooError("settings", "a.md", START, END));
  });
});

it("README.md has the list of the committed catalogue: `node dist/src/cli.js catalog --markdown README.md`", () => {
  const readme = readFileSync(join(ROOT, "README.md"), "utf8");
  const table = catalogMarkdown(catalogView(committedSchema(), committedConfig()));
  expect(readme).toBe(betweenMarkers(readme, table, "README.md"));
});
