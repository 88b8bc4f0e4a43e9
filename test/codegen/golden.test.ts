import { describe, expect, it } from "vitest";
import { GENERIC_TOOLS } from "../../src/tools/catalogue/generic-tools.js";
import { openGenerated } from "../../src/tools/generated/folder.js";
import { GENERATED } from "../support/fixtures.js";

// Every tool of the default config as a client sees it, in a file of its own. `vitest -u` writes them.

const tools = [
  ...openGenerated(GENERATED).manifest.tools.map(({ tool }) => tool),
  ...GENERIC_TOOLS.map(({ definition }) => definition),
];

describe("the golden file", () => {
  it.each(tools.map((tool) => [tool.name, tool] as const))("of %s is what is listed", async (name, tool) => {
    await expect(`${JSON.stringify(tool, null, 2)}\n`).toMatchFileSnapshot(`golden/${name}.json`);
  });
});
