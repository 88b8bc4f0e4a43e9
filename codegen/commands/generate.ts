import type { Schema } from "../../src/odoo/schema.js";
import { stringify } from "../../src/odoo/snapshot.js";
import { withProgress } from "../../src/progress.js";
import { GENERIC_TOOLS } from "../../src/tools/generic-tools.js";
import type { Manifest } from "../../src/tools/manifest.js";
import { type Budget, budgetOf, budgetTable, checkLimits } from "../budget.js";
import type { Config } from "../config.js";
import { emit, type GeneratedFile } from "../emit.js";
import { deleteStaleModules, readSnapshot, writeFiles } from "../files.js";
import { VERBS } from "../left-out.js";
import { checkLint } from "../lint.js";
import { manifest } from "../manifest.js";
import { type Plan, plan, type Withheld } from "../plan.js";
import { type Paths, readConfig } from "./introspect.js";

/** What `generate` writes, from its two inputs. Pure: the same bytes on every machine. Throws as `catalogue` does. */
export async function generatedFiles(schema: Schema, config: Config): Promise<GeneratedFile[]> {
  return filesOf(catalogue(schema, config));
}

/** The plan, and the tools as they are listed. */
export interface Catalogue {
  plan: Plan;
  manifest: Manifest;
  budget: Budget;
}

/** Throws `OdooError` "settings" where the tools would cost more than the config allows, or not suit every client. */
export function catalogue(schema: Schema, config: Config): Catalogue {
  const planned = plan(schema, config);
  const listed = manifest(planned);
  checkLint([...listed.tools.map(({ tool }) => tool), ...GENERIC_TOOLS.map(({ definition }) => definition)]);
  const budget = budgetOf(listed);
  checkLimits(budget, config.limits);
  return { plan: planned, manifest: listed, budget };
}

async function filesOf({ plan: planned, manifest: listed }: Catalogue): Promise<GeneratedFile[]> {
  // Down to a line for each property of a tool's arguments.
  return [{ path: "manifest.json", text: stringify(listed, 8) }, ...(await emit(planned))];
}

/** schema.json + config -> generated/. Needs no Odoo. Answers what it did and what the tools cost, for people. */
export async function generateCommand(paths: Paths): Promise<string> {
  const config = await readConfig(paths.config);
  const made = catalogue(await readSnapshot(paths.generated), config);
  const files = await withProgress("Generating tools", () => filesOf(made));
  await writeFiles(paths.generated, files);
  await deleteStaleModules(paths.generated, files);
  return [
    budgetTable(made.budget),
    ...made.plan.withheld.map(withheldText),
    `Wrote the tools of ${made.plan.models.length} models to ${paths.generated}.`,
  ].join("\n");
}

const withheldText = ({ model, right, tools }: Withheld) =>
  `Left out, because the user may not ${VERBS[right]} ${model}: ${tools.join(", ")}.`;
