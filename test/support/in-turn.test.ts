import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { expect, it, onTestFinished } from "vitest";
import { ROOT, temporaryFolder } from "./fixtures.js";

// Vitest itself, with two projects of more files each than there are workers, that write down when they begin and end.

const FILES = ["p", "q", "r", "s", "t"];

const CONFIG = `
import { EVERY_FILE, inTurn } from ${JSON.stringify(join(ROOT, "test", "support", "in-turn.ts"))};
const project = (name, lane, isolate = false) => ({
  test: { name, include: ["*.test.js"], provide: { name }, pool: inTurn(lane), isolate, maxWorkers: EVERY_FILE },
});
const projects = process.env.ONE_LANE
  ? [project("a", "one"), project("b", "one", true)]
  : [project("a", "first"), project("b", "second")];
export default { test: { projects } };
`;

/** A file of "a" ends when one of "b" has begun, and the other way round: it never ends where they wait for each other. */
const TEST = `
import { appendFileSync, readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { expect, inject, it } from "vitest";
const name = inject("name");
const said = () => readFileSync("said", "utf8");
it("waits for the other project", { timeout: 60_000 }, async () => {
  appendFileSync("said", "begin " + name + "\\n");
  await expect.poll(said, { timeout: 50_000 }).toContain(name === "a" ? "begin b" : "begin a");
  // Long enough to be seen by a file that does not wait for its turn.
  await setTimeout(300);
  appendFileSync("said", "end " + name + "\\n");
  appendFileSync("processes", name + " " + process.pid + "\\n");
});
`;

/** The same without waiting. */
const ALONE = TEST.replace(/^.*expect\.poll.*$/m, "");

/** What the files wrote down, by one run of Vitest. */
async function run(files: Readonly<Record<string, string>>, env: Readonly<Record<string, string>> = {}) {
  const { folder, remove } = await temporaryFolder();
  onTestFinished(remove);
  await mkdir(join(folder, "node_modules"));
  await writeFile(join(folder, "vitest.config.ts"), CONFIG);
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, `${name}.test.js`), text);
  const vitest = join(ROOT, "node_modules", "vitest", "vitest.mjs");
  const { exitCode, all } = await execa(process.execPath, [vitest, "run"], {
    cwd: folder,
    env,
    all: true,
    reject: false,
  });
  const said = async (name: string) => (await readFile(join(folder, name), "utf8")).trimEnd().split("\n");
  return { exitCode, all, said };
}

it("runs one file at a time of a project, all in one process, and two projects side by side", async () => {
  const { exitCode, all, said } = await run(Object.fromEntries(FILES.map((file) => [file, TEST])));
  expect(exitCode, all).toBe(0);
  for (const name of ["a", "b"]) {
    const own = (await said("said")).filter((line) => line.endsWith(name));
    expect(own).toEqual(FILES.flatMap(() => [`begin ${name}`, `end ${name}`]));
  }
  expect(new Set(await said("processes")).size).toBe(2);
});

it("runs one file at a time of two projects in one lane, each file of an isolated one in a process of its own", async () => {
  const { exitCode, all, said } = await run(Object.fromEntries(FILES.map((file) => [file, ALONE])), { ONE_LANE: "1" });
  expect(exitCode, all).toBe(0);
  const lines = await said("said");
  expect(lines).toHaveLength(4 * FILES.length);
  lines.forEach((line, at) => {
    if (at % 2 === 1) expect(line.replace("end", "begin")).toBe(lines[at - 1]);
  });
  const processes = await said("processes");
  const of = (name: string) => new Set(processes.filter((line) => line.startsWith(name))).size;
  expect([of("a"), of("b")]).toEqual([1, FILES.length]);
});

it("runs what comes after a file whose process dies in another one", async () => {
  const dies = 'import { it } from "vitest";\nit("dies", () => process.kill(process.pid, "SIGKILL"));';
  const { exitCode, all, said } = await run({ p: dies, q: TEST, r: TEST });
  expect(exitCode, all).toBe(1);
  expect((await said("said")).filter((line) => line.startsWith("end")).sort()).toEqual(
    ["a", "a", "b", "b"].map((name) => `end ${name}`),
  );
});
