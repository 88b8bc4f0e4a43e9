import { appendFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CANARY, checkNoSecrets, watchedRuns } from "../support/canary.js";
import { temporaryFolder } from "../support/fixtures.js";
import { CLI } from "../support/mcp.js";
import { runHere } from "../support/run.js";

// The canary itself: it would be silent, too, if it watched nothing.

const WATCH = pathToFileURL(fileURLToPath(new URL("../support/watch.mjs", import.meta.url))).href;
const ODOO_API_KEY = "0123456789abcdef0123456789abcdef01234567";

describe("the canary", () => {
  let folder: string;
  let records: string;
  let remove: () => Promise<void>;
  beforeEach(async () => {
    ({ folder, remove } = await temporaryFolder());
    records = join(folder, "records");
    await mkdir(join(folder, "own"));
  });
  afterEach(() => remove());

  const program = (script: string, args: string[] = []) =>
    execa(process.execPath, ["--import", WATCH, "--input-type=module", "-e", script, "--", ...args], {
      cwd: join(folder, "own"),
      env: { ODOO_API_KEY, ODOO_TEST_CANARY: records, ODOO_MCP_AUDIT: join(folder, "audit") },
      extendEnv: false,
      reject: false,
    });

  it.each([
    ["stdout", "console.log('key: ' + process.env.ODOO_API_KEY)"],
    [
      "stderr, in two parts",
      "for (const half of process.env.ODOO_API_KEY.split('7')) process.stderr.write(half + '7')",
    ],
    ["an exception", "throw new Error(process.env.ODOO_API_KEY)"],
    ["one of a test's own making", "console.log('s3cr3t')"],
  ])("sings where a secret is printed: %s", async (_, script) => {
    await program(script);
    expect(watchedRuns(records)).toMatchObject([{ found: ["its output or arguments"] }]);
    expect(() => checkNoSecrets(records)).toThrow("A secret was let out by:");
  });

  it.each([
    ["generated/models/a.ts", "generated"],
    ["catalog.html", "catalog.html"],
    ["../audit", "audit"],
    ["../given/below/a.json", "given"],
  ])("sings where a secret is in a file: %s", async (path, named) => {
    const file = join(folder, "own", path);
    await mkdir(join(file, ".."), { recursive: true });
    await appendFile(file, `// ${ODOO_API_KEY}`);
    await program("", ["--generated", join(folder, "given")]);
    expect(watchedRuns(records)).toMatchObject([{ found: [expect.stringContaining(named)] }]);
  });

  it.each([".env", ".env.shop"])("knows the secrets of %s, which it leaves alone", async (file) => {
    await writeFile(join(folder, "own", file), "ODOO_PASSWORD='correct horse'\n");
    await program("console.log('fine')");
    expect(checkNoSecrets(records)).toBe(1);
    await program("console.log('a correct horse')");
    expect(() => checkNoSecrets(records)).toThrow("its output or arguments");
  });

  it.each([
    ["printed", ["explain", ODOO_API_KEY], "its output or arguments"],
    ["in a file that was there", ["explain", "x"], "notes.txt"],
  ])("sings of a command line in this process, too, where a secret is %s", async (_, args, where) => {
    if (where === "notes.txt") await appendFile(join(folder, "own", where), ODOO_API_KEY);
    const { exit } = await runHere(args, { folder: join(folder, "own"), env: { ODOO_API_KEY }, records });
    expect(exit).toBe(1);
    expect(watchedRuns(records)).toMatchObject([{ found: [expect.stringContaining(where)] }]);
    expect(() => checkNoSecrets(records)).toThrow("A secret was let out by:");
  });

  it("is silent of a command line in this process that keeps its secret", async () => {
    await runHere(["explain", "x"], { folder: join(folder, "own"), env: { ODOO_API_KEY }, records });
    expect(watchedRuns(records)).toEqual([{ command: "explain x", found: [] }]);
  });

  it("watches the command line that all tests start", async () => {
    const before = watchedRuns(CANARY).length;
    await execa(process.execPath, [CLI, "--version"]);
    expect(watchedRuns(CANARY).slice(before)).toContainEqual({ command: "--version", found: [] });
  });
});
