import { existsSync, readdirSync, readFileSync } from "node:fs";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import pLimit from "p-limit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { filesBelow, ROOT, temporaryFolder, writeFiles } from "../support/fixtures.js";
import { CLI } from "../support/mcp.js";

// test/cases/<name>/: what a command is given (input/, case.json) and what comes of it (stdout.txt, stderr.txt, files/).
// UPDATE_CASES=1 writes what comes of it.

const CASES = join(ROOT, "test", "cases");
const UPDATE = process.env.UPDATE_CASES === "1";

interface Case {
  /** Commands whose outcome does not matter, before. */
  before?: string[][];
  /** What changes after those: texts by path, null for a file that is deleted, "CRLF" for Windows' line ends. */
  then?: Record<string, string | null>;
  args: string[];
  exit: number;
}

const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };

/** Files as they are compared: a release changes nothing but the version. */
async function filesOf(folder: string): Promise<Record<string, string>> {
  const files = Object.entries(await filesBelow(folder));
  return Object.fromEntries(
    files.map(([path, text]) => [path, text.replace(`"by": "${version}"`, '"by": "(version)"')]),
  );
}

const odooMcp = (args: string[], cwd: string) =>
  execa(process.execPath, [CLI, ...args], {
    cwd,
    reject: false,
    extendEnv: false,
    env: { PATH: process.env.PATH ?? "", GIT_CEILING_DIRECTORIES: dirname(cwd), HOME: cwd },
  });

async function change(folder: string, changes: NonNullable<Case["then"]>): Promise<void> {
  for (const [path, text] of Object.entries(changes)) {
    const file = join(folder, path);
    if (text === null) await rm(file);
    else if (text === "CRLF") await writeFile(file, (await readFile(file, "utf8")).replaceAll("\n", "\r\n"));
    else await writeFiles(folder, [{ path, text }]);
  }
}

interface Outcome {
  exit: number | undefined;
  stdout: string;
  stderr: string;
  /** Undefined: as they were. */
  files: Record<string, string> | undefined;
}

async function outcomeOf(name: string, { before = [], then = {}, args }: Case): Promise<Outcome> {
  const { folder, remove } = await temporaryFolder();
  await cp(join(CASES, name, "input"), folder, { recursive: true });
  for (const command of before) await odooMcp(command, folder);
  await change(folder, then);
  const old = await filesOf(folder);
  const { exitCode, stdout, stderr } = await odooMcp(args, folder);
  const files = await filesOf(folder);
  await remove();
  const same = JSON.stringify(files) === JSON.stringify(old);
  return { exit: exitCode, stdout, stderr, files: same ? undefined : files };
}

async function expectedOf(name: string, { exit }: Case): Promise<Outcome> {
  const text = (file: string) => {
    const path = join(CASES, name, file);
    return existsSync(path) ? readFileSync(path, "utf8") : "";
  };
  const files = join(CASES, name, "files");
  return {
    exit,
    stdout: text("stdout.txt"),
    stderr: text("stderr.txt"),
    files: existsSync(files) ? await filesBelow(files) : undefined,
  };
}

async function update(name: string, { stdout, stderr, files }: Outcome): Promise<void> {
  const folder = join(CASES, name);
  for (const old of ["stdout.txt", "stderr.txt", "files"])
    await rm(join(folder, old), { recursive: true, force: true });
  const texts = { "stdout.txt": stdout, "stderr.txt": stderr };
  const told = Object.entries(texts).filter(([, text]) => text !== "");
  const tree = Object.entries(files ?? {}).map(([path, text]) => [`files/${path}`, text]);
  await writeFiles(
    folder,
    [...told, ...tree].map(([path = "", text = ""]) => ({ path, text })),
  );
}

const names = readdirSync(CASES).sort();
const readCase = (name: string) => JSON.parse(readFileSync(join(CASES, name, "case.json"), "utf8")) as Case;

describe("the golden case", () => {
  const limit = pLimit(3);
  const outcomes = new Map<string, Promise<Outcome>>();
  beforeAll(() => {
    for (const name of names)
      outcomes.set(
        name,
        limit(() => outcomeOf(name, readCase(name))),
      );
  });

  it.each(names)("%s", { timeout: 180_000 }, async (name) => {
    const outcome = await outcomes.get(name);
    if (!outcome) throw new Error("The case did not run.");
    if (UPDATE) await update(name, outcome);
    expect(outcome).toEqual(await expectedOf(name, readCase(name)));
  });

  it("is one of more than 40", () => {
    expect(names.length).toBeGreaterThan(40);
  });
});

describe("what the golden cases generate", () => {
  // Below the project, where the modules find the runtime by the package's name.
  const folder = join(ROOT, "node_modules", ".cache", "golden-cases");
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("compiles under the project's strict settings", { timeout: 120_000 }, async () => {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    const trees = names.filter((name) => existsSync(join(CASES, name, "files", "generated", "index.ts")));
    expect(trees.length).toBeGreaterThan(15);
    // Models of one name are declared once a program, so that each case is one.
    for (const name of trees) {
      await cp(join(CASES, name, "files", "generated"), join(folder, name), { recursive: true });
      const paths = Object.fromEntries(
        Object.entries({ runtime: "runtime", client: "script-client" }).map(([name, file]) => [
          `odoo-typed-mcp/${name}`,
          [join(ROOT, "dist", "src", `${file}.d.ts`)],
        ]),
      );
      await writeFile(
        join(folder, name, "tsconfig.json"),
        JSON.stringify({
          extends: join(ROOT, "tsconfig.json"),
          compilerOptions: { composite: true, noEmit: true, rootDir: ROOT, paths },
          include: ["."],
        }),
      );
    }
    const tsc = join(ROOT, "node_modules", ".bin", "tsc");
    const { stdout, exitCode } = await execa(tsc, ["-b", ...trees], { cwd: folder, reject: false });
    expect(stdout).toBe("");
    expect(exitCode).toBe(0);
  });
});
