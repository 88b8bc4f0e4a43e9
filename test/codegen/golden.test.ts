import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { GENERIC_TOOLS } from "../../src/tools/catalogue/generic-tools.js";

// Every generic tool as a client sees it, in a file of its own: the typed ones are in the committed manifest, which is what
// `generate` writes (commands/generate.test.ts). `vitest -u` writes them.

const GOLDEN = fileURLToPath(new URL("golden", import.meta.url));
const tools = GENERIC_TOOLS.map(({ definition }) => definition);

describe("the golden file", () => {
  it.each(tools.map((tool) => [tool.name, tool] as const))("of %s is what is listed", async (name, tool) => {
    await expect(`${JSON.stringify(tool, null, 2)}\n`).toMatchFileSnapshot(`golden/${name}.json`);
  });

  it("is of a tool that is there", () => {
    expect(readdirSync(GOLDEN).sort()).toEqual(tools.map(({ name }) => `${name}.json`).sort());
  });
});
