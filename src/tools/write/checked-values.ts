import { ownKeys } from "../../odoo/notation/checks.js";
import type { RawValues } from "../../odoo/schema/raw.js";
import type { ModelCall } from "../call/model-call.js";
import { parseArguments } from "../call/parse-arguments.js";
import { checkInstalledChoices } from "../guard/installed-choices.js";

/** Values as Odoo takes them. `at` names the argument in errors. Throws `OdooError` "validation". */
export async function parseValues(
  { model, context }: ModelCall,
  use: "create" | "update",
  values: RawValues,
  at: string,
): Promise<RawValues> {
  const schema = (await context.values(model.name))[use];
  const own = ownKeys(values);
  const parsed = await parseArguments(schema, own, at, { model, models: context.models });
  const row = { model, values: own, at, isNew: use === "create", ids: [] };
  await checkInstalledChoices(row, context.models);
  return parsed;
}
