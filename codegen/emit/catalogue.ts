import type { Schema } from "../../src/odoo/schema/schema.js";
import { GENERIC_TOOLS } from "../../src/tools/catalogue/generic-tools.js";
import { digestOf } from "../../src/tools/generated/made-from.js";
import type { Manifest } from "../../src/tools/generated/manifest.js";
import type { Config } from "../config/config.js";
import type { Plan } from "../plan/model-plan.js";
import { plan } from "../plan/plan.js";
import { type Budget, budgetOf, checkLimits } from "./budget.js";
import { manifest } from "./manifest.js";
import { checkLint } from "./portable.js";

/** The tools that a config makes of a snapshot: as planned, as they are listed, and what listing them costs. */
export interface Catalogue {
  plan: Plan;
  manifest: Manifest;
  budget: Budget;
}

/** Pure. Throws `OdooError` "settings" where the config does not suit the snapshot. */
export function catalogue(schema: Schema, config: Config): Catalogue {
  const planned = plan(schema, config);
  const listed = { ...manifest(planned), config: digestOf(config) };
  return { plan: planned, manifest: listed, budget: budgetOf(listed) };
}

/** The catalogue; throws besides where the tools would cost more than the config allows, or not suit every client. */
export function checkedCatalogue(schema: Schema, config: Config): Catalogue {
  const made = catalogue(schema, config);
  checkLint([...made.manifest.tools.map(({ tool }) => tool), ...GENERIC_TOOLS.map(({ definition }) => definition)]);
  checkLimits(made.budget, config.limits);
  return made;
}
