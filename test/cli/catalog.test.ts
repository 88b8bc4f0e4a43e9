import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CONFIG_FILE, GENERATED, temporaryFolder } from "../support/fixtures.js";
import { asExeca, runHere } from "../support/run.js";

describe("odoo-mcp catalog", () => {
  let folder: string;
  let remove: () => Promise<void>;
  beforeAll(async () => {
    ({ folder, remove } = await temporaryFolder());
  });
  afterAll(() => remove());

  const catalog = (...args: string[]) =>
    runHere(["catalog", "--config", CONFIG_FILE, "--generated", GENERATED, ...args], { folder }).then(asExeca);

  it("writes a page, makes its folder, and checks it: 0 if it is up to date, 2 if it is old or absent", async () => {
    const file = "site/tools.html";
    expect(await catalog("--output", file, "--check")).toMatchObject({
      exitCode: 2,
      stderr: `${file} is not up to date. Run the command without --check.`,
    });
    expect(await catalog("--output", file)).toMatchObject({ exitCode: 0, stdout: "" });
    const page = await readFile(join(folder, file), "utf8");
    expect(page).toMatch(/^<!doctype html>/);
    expect(await catalog("--output", file, "--check")).toMatchObject({ exitCode: 0, stderr: `${file} is up to date.` });
    await writeFile(join(folder, file), `${page} `);
    expect(await catalog("--output", file, "--check")).toMatchObject({ exitCode: 2 });
    expect(await readFile(join(folder, file), "utf8")).toBe(`${page} `);
  });

  it("writes the list into a Markdown file, and checks it", async () => {
    const file = join(folder, "LIST.md");
    await writeFile(file, "# Mine\n<!-- tools:start -->\n<!-- tools:end -->\nThe end.\n");
    expect(await catalog("--markdown", "LIST.md", "--check")).toMatchObject({ exitCode: 2 });
    expect(await catalog("--markdown", "LIST.md")).toMatchObject({ exitCode: 0 });
    const text = await readFile(file, "utf8");
    expect(text).toContain("`sale_order_search`");
    expect(text.startsWith("# Mine\n") && text.endsWith("\nThe end.\n")).toBe(true);
    expect(await catalog("--markdown", "LIST.md", "--check")).toMatchObject({ exitCode: 0 });
  });

  it("refuses a file that is absent or has no markers, and leaves it alone", async () => {
    expect(await catalog("--markdown", "absent.md")).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/^odoo-mcp: Cannot read absent\.md\. [^\n]+$/),
    });
    const file = join(folder, "plain.md");
    await writeFile(file, "# Mine\n");
    expect(await catalog("--markdown", "plain.md")).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/^odoo-mcp: plain\.md has no one pair of [^\n]+$/),
    });
    expect(await readFile(file, "utf8")).toBe("# Mine\n");
  });
});
