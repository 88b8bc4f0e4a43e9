import { existsSync, readdirSync, readFileSync } from "node:fs";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, describe, expect, it } from "vitest";
import { filesBelow, ROOT, temporaryFolder, writeFiles } from "../support/fixtures.js";
import { type Run, runHere } from "../support/run.js";

// test/cases/<name>/: what a command is given (case.json, and input/ beside the inputs of its bases) and what comes of it
// (stdout.txt, stderr.txt, files/ for those that it wrote). UPDATE_CASES=1 writes what comes of it.

const CASES = join(ROOT, "test", "cases");
const BASES = join(CASES, "bases");
const UPDATE = process.env.UPDATE_CASES === "1";

interface Case {
  /** Folders of bases/ that hold inputs of many cases; a later one's files replace an earlier one's, input/ replaces all. */
  bases?: string[];
  /** Commands whose outcome does not matter, before. */
  before?: string[][];
  /** What changes after those: texts by path, null for a file that is deleted, "CRLF" for Windows' line ends. */
  then?: Record<string, string | null>;
  args: string[];
  exit: number;
  /** Files that are gone afterwards. */
  gone?: string[];
}

const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };

/** Files as they are compared: a release changes nothing but the version. */
async function filesOf(folder: string): Promise<Record<string, string>> {
  const files = Object.entries(await filesBelow(folder));
  return Object.fromEntries(
    files.map(([path, text]) => [path, text.replace(`"by": "${version}"`, '"by": "(version)"')]),
  );
}

/** None of the commands may tell it. */
const SECRET = { ODOO_PASSWORD: "s3cr3t of every case" };

const odooMcp = (args: string[], folder: string) => runHere(args, { folder, env: SECRET });

async function change(folder: string, changes: NonNullable<Case["then"]>): Promise<void> {
  for (const [path, text] of Object.entries(changes)) {
    const file = join(folder, path);
    if (text === null) await rm(file);
    else if (text === "CRLF") await writeFile(file, (await readFile(file, "utf8")).replaceAll("\n", "\r\n"));
    else await writeFiles(folder, [{ path, text }]);
  }
}

interface Outcome extends Run {
  /** Those that it wrote, by path. */
  files: Record<string, string>;
  gone: string[];
}

const runs = new Map<string, Promise<{ outcome: Outcome; files: Record<string, string> }>>();

/** What comes of a case, and all files that are there afterwards. Each runs once. */
function ran(name: string) {
  const running = runs.get(name) ?? runCase(name, readCase(name));
  runs.set(name, running);
  return running;
}

async function runCase(name: string, { bases = [], before = [], then = {}, args }: Case) {
  const { folder, remove } = await temporaryFolder();
  const inputs = [...bases.map((base) => join(BASES, base)), join(CASES, name, "input")];
  for (const input of inputs.filter((path) => existsSync(path))) await cp(input, folder, { recursive: true });
  for (const command of before) await odooMcp(command, folder);
  await change(folder, then);
  const old = await filesOf(folder);
  const { exit, stdout, stderr } = await odooMcp(args, folder);
  const files = await filesOf(folder);
  await remove();
  const written = Object.entries(files).filter(([path, text]) => old[path] !== text);
  const gone = Object.keys(old).filter((path) => !Object.hasOwn(files, path));
  return { outcome: { exit, stdout, stderr, files: Object.fromEntries(written), gone }, files };
}

async function expectedOf(name: string, { exit, gone = [] }: Case): Promise<Outcome> {
  const text = (file: string) => {
    const path = join(CASES, name, file);
    return existsSync(path) ? readFileSync(path, "utf8") : "";
  };
  const files = join(CASES, name, "files");
  return {
    exit,
    stdout: text("stdout.txt"),
    stderr: text("stderr.txt"),
    files: existsSync(files) ? await filesBelow(files) : {},
    gone,
  };
}

async function update(name: string, { stdout, stderr, files, gone }: Outcome): Promise<void> {
  const folder = join(CASES, name);
  for (const old of ["stdout.txt", "stderr.txt", "files"])
    await rm(join(folder, old), { recursive: true, force: true });
  const { gone: _, ...given } = readCase(name);
  const known = { ...given, ...(gone.length > 0 ? { gone } : {}) };
  const texts = { "stdout.txt": stdout, "stderr.txt": stderr, "case.json": `${JSON.stringify(known, null, 2)}\n` };
  const told = Object.entries(texts).filter(([, text]) => text !== "");
  const tree = Object.entries(files).map(([path, text]) => [`files/${path}`, text]);
  await writeFiles(
    folder,
    [...told, ...tree].map(([path = "", text = ""]) => ({ path, text })),
  );
}

const names = readdirSync(CASES)
  .filter((name) => name !== "bases")
  .sort();
const readCase = (name: string) => JSON.parse(readFileSync(join(CASES, name, "case.json"), "utf8")) as Case;

describe("the golden case", () => {
  it.each(names)("%s", async (name) => {
    const { outcome } = await ran(name);
    if (UPDATE) await update(name, outcome);
    expect(outcome).toEqual(await expectedOf(name, readCase(name)));
  });

  it("is one of more than 40", () => {
    expect(names.length).toBeGreaterThan(40);
  });

  it("names no base in vain, and no input is there twice", async () => {
    const used = new Set(names.flatMap((name) => readCase(name).bases ?? []));
    expect(readdirSync(BASES).sort()).toEqual([...used].sort());
    const folders = [
      ...readdirSync(BASES).map((base) => join(BASES, base)),
      ...names.map((name) => join(CASES, name, "input")).filter((folder) => existsSync(folder)),
    ];
    const holders = new Map<string, string[]>();
    for (const folder of folders)
      for (const [path, text] of Object.entries(await filesBelow(folder))) {
        const file = `${path}: ${text}`;
        holders.set(file, [...(holders.get(file) ?? []), folder.slice(CASES.length + 1)]);
      }
    expect([...holders.values()].filter(({ length }) => length > 1)).toEqual([]);
  });
});

describe("what the golden cases generate", () => {
  // Below the project, where the modules find the runtime by the package's name.
  const folder = join(ROOT, "node_modules", ".cache", "golden-cases");
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("compiles under the project's strict settings", { timeout: 120_000 }, async () => {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    const trees: string[] = [];
    // Models of one name are declared once a program, so that each case is one.
    for (const name of names) {
      const { outcome, files } = await ran(name);
      if (outcome.files["generated/index.ts"] === undefined) continue;
      trees.push(name);
      const generated = Object.entries(files).filter(([path]) => path.startsWith("generated/"));
      await writeFiles(
        join(folder, name),
        generated.map(([path, text]) => ({ path: path.slice("generated/".length), text })),
      );
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
    expect(trees.length).toBeGreaterThan(15);
    const tsc = join(ROOT, "node_modules", ".bin", "tsc");
    const { stdout, exitCode } = await execa(tsc, ["-b", ...trees], { cwd: folder, reject: false });
    expect(stdout).toBe("");
    expect(exitCode).toBe(0);
  });
});
