import { createRequire } from "node:module";
import type { ReadAction } from "./actions.js";

/** Which action of Odoo's own applications is meant: by what an ordinary user is told of it, in English. */
export interface ActionSought {
  /** Such as "16.0". */
  series: string;
  model: string;
  /** The button's label, or the name in the menu. */
  title: string;
}

/** `[model, title, series, action]`: what administrators of 14 and 16 to 19 read of the forms and lists of Odoo's own apps. */
type Row = readonly [model: string, title: string, series: string, action: ReadAction | { kind: "screen" }];

/**
 * What an action of Odoo's own applications does, of one that the table knows. Another series than those it was made of
 * is answered as the next older one.
 */
export function standardAction({ series, model, title }: ActionSought): ReadAction | undefined {
  const rows = table().filter((row) => row[0] === model && row[1] === title);
  const major = Number(/\d+/.exec(series)?.[0]);
  const known = rows.flatMap((row) => row[2].split(" ").map(Number)).filter((one) => one <= major);
  const nearest = String(Math.max(...known));
  const [, , , action] = rows.find((row) => row[2].split(" ").includes(nearest)) ?? [];
  return action && { title, ...action };
}

let rows: readonly Row[] | undefined;

function table(): readonly Row[] {
  rows ??= createRequire(import.meta.url)("./standard-actions.json") as readonly Row[];
  return rows;
}
