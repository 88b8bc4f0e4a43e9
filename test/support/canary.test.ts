import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { checkNoSecrets, watchedRuns } from "./canary.js";
import { temporaryFolder } from "./fixtures.js";

it("tells a run of the tests of its own programs, whatever those before it let out", async () => {
  const { folder, remove } = await temporaryFolder();
  onTestFinished(remove);
  const ended = (command: string, found: string[]) =>
    appendFile(join(folder, "runs"), `${JSON.stringify({ command, found })}\n`);
  await ended("of another run", ["its output or arguments"]);
  const before = watchedRuns(folder).length;
  await ended("of this run", []);
  expect(checkNoSecrets(folder, before)).toBe(1);
  await ended("of this run too", ["generated"]);
  expect(() => checkNoSecrets(folder, before)).toThrow(
    "A secret was let out by:\n  odoo-mcp of this run too: generated",
  );
});
