import { existsSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inject } from "vitest";
import { SILENT } from "../../codegen/terminal/progress.js";
import type { Series } from "../sandbox/recipes.js";
import { reset } from "../sandbox/sandbox.js";

// What the sandbox's data are like, so that they are reset no more often than is needed. Files of one Odoo run one after the other.

/** "first": as at the first start. "disorder": what no suite would begin with. */
type Mark = "first" | "disorder";

const MARKS: readonly Mark[] = ["first", "disorder"];

const fileOf = (shared: string, mark: Mark) => join(shared, `data-${mark}`);

const is = (mark: Mark) => existsSync(fileOf(inject("shared"), mark));

/** For a suite that takes the data as others left them, in order. */
export async function dataInOrder(series: Series): Promise<void> {
  if (is("disorder")) await reset(series, SILENT);
  await markData(inject("shared"));
}

/** For a suite that begins with the data of the first start, and leaves them in disorder. */
export async function dataOfTheFirstStart(series: Series): Promise<void> {
  if (!is("first")) await reset(series, SILENT);
  await markData(inject("shared"), "disorder");
}

/** Notes in the run's shared folder what the data are like now; without `mark` they are in order, and no more than that. */
export async function markData(shared: string, mark?: Mark): Promise<void> {
  for (const other of MARKS) await rm(fileOf(shared, other), { force: true });
  if (mark) await writeFile(fileOf(shared, mark), "");
}
