import type * as Fs from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { writeOwned } from "../../../codegen/disk/ownership.js";
import { finishWriting } from "../../../src/tools/generated/finish-writing.js";
import { filesBelow, temporaryFolder } from "../../support/fixtures.js";

// A writer that dies between any two steps on disk leaves the old files or the new ones, and nobody else's touched.

const dying = vi.hoisted(() => ({ steps: Number.POSITIVE_INFINITY, names: [] as string[] }));

vi.mock("node:fs", async (importOriginal) => {
  const fs = await importOriginal<typeof Fs>();
  const counted = (name: string, call: (...args: never[]) => unknown) =>
    ((...args: never[]) => {
      // Dead is dead: what would clean up fails too.
      if (dying.steps-- <= 0) throw new Error(`killed before ${name}`);
      dying.names.push(name);
      return call(...args);
    }) as never;
  const changing = ["mkdirSync", "mkdtempSync", "writeFileSync", "renameSync", "copyFileSync", "rmSync"] as const;
  return { ...fs, ...Object.fromEntries(changing.map((name) => [name, counted(name, fs[name] as never)])) };
});

const OLD = { "index.ts": "old", "manifest.json": "old", "models/a.ts": "old", "models/gone.ts": "old" };
const NEW = { "index.ts": "new", "manifest.json": "new", "models/a.ts": "new", "models/b.ts": "new" };
const FOREIGN = { "README.md": "mine", "models/mine.ts": "mine" };

let folder: string;
let remove: () => Promise<void>;

beforeEach(async () => {
  ({ folder, remove } = await temporaryFolder());
  write(OLD);
  for (const [path, text] of Object.entries(FOREIGN)) await writeFile(join(folder, path), text);
});
afterEach(async () => {
  dying.steps = Number.POSITIVE_INFINITY;
  await remove();
});

const write = (files: Record<string, string>) =>
  writeOwned(folder, {
    files: Object.entries(files).map(([path, text]) => ({ path, text })),
    part: () => true,
    force: false,
  });

/** The files, without what only a killed writer leaves and every reader passes over. */
async function below(): Promise<Record<string, string>> {
  const { "files.json": _, ...files } = await filesBelow(folder);
  return Object.fromEntries(Object.entries(files).filter(([path]) => !path.startsWith(".new-")));
}

/** Writes the new files, and dies before the given step on disk. */
function killedBefore(step: number, work: () => void = () => write(NEW)): void {
  dying.steps = step;
  try {
    work();
  } catch (error) {
    if (!String(error).includes("killed")) throw error;
  }
  dying.steps = Number.POSITIVE_INFINITY;
}

const countSteps = () => {
  dying.names = [];
  write(NEW);
  return [...dying.names];
};

describe("a killed writer", () => {
  it("leaves the old files or the new ones, wherever it is killed, for a reader who comes next", async () => {
    const steps = countSteps();
    expect(steps.length).toBeGreaterThan(20);
    const seen = new Set<string>();
    for (let killedAt = 0; killedAt < steps.length; killedAt++) {
      write(OLD);
      killedBefore(killedAt);
      finishWriting(folder);
      const files = await below();
      const which = files["index.ts"] ?? "";
      expect([killedAt, files]).toEqual([killedAt, { ...(which === "old" ? OLD : NEW), ...FOREIGN }]);
      seen.add(which);
    }
    expect([...seen].sort()).toEqual(["new", "old"]);
  });

  it("is finished by the next one, even if that one is killed too", async () => {
    const { length } = countSteps();
    for (let first = 0; first < length; first += 3) {
      for (let second = 0; second < 12; second += 4) {
        write(OLD);
        killedBefore(first);
        killedBefore(second, () => finishWriting(folder));
        write(NEW);
        expect([first, second, await below()]).toEqual([first, second, { ...NEW, ...FOREIGN }]);
      }
    }
  });

  it("leaves a list that fits the files, so that nothing counts as edited", async () => {
    const { length } = countSteps();
    for (let killedAt = 0; killedAt < length; killedAt++) {
      write(OLD);
      killedBefore(killedAt);
      // It would be refused if a file were not as the list says.
      expect(() => write(OLD)).not.toThrow();
    }
  });

  it("has its change made whole where somebody took the old files back in between", async () => {
    const steps = countSteps();
    write(OLD);
    const old = await readFile(join(folder, "files.json"), "utf8");
    // After some files are in place.
    killedBefore(steps.lastIndexOf("copyFileSync") - 2);
    for (const [path, text] of [...Object.entries(OLD), ["files.json", old] as const])
      await writeFile(join(folder, path), text);
    await rm(join(folder, "models", "b.ts"), { force: true });
    finishWriting(folder);
    expect(await below()).toEqual({ ...NEW, ...FOREIGN });
  });
});
