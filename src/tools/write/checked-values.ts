import { filledIn } from "../../odoo/form/filled-in.js";
import { ownKeys } from "../../odoo/notation/checks.js";
import type { RawValues } from "../../odoo/schema/raw.js";
import { fieldOf } from "../../odoo/schema/schema.js";
import { isGiven } from "../../odoo/values/values.js";
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
  return context.client.series.major < 17 ? withBroughtAlong({ model, context }, parsed, use === "create") : parsed;
}

/**
 * Up to 16, what another field brings along (an order line's name, with its product) is filled by Odoo's screens and not
 * by `create`: it is asked for, of new records and of the new lines within them.
 */
async function withBroughtAlong({ model, context }: ModelCall, values: RawValues, isNew: boolean): Promise<RawValues> {
  const filled: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    const relation = fieldOf(model, name)?.type.endsWith("2many") ? fieldOf(model, name)?.relation : undefined;
    filled[name] = relation && Array.isArray(value) ? await lines(relation, value) : value;
  }
  const missing = isNew ? (await context.values(model.name)).broughtAlong.filter((name) => !isGiven(filled, name)) : [];
  if (missing.length === 0) return filled;
  const simple = Object.fromEntries(Object.entries(filled).filter(([, value]) => !Array.isArray(value)));
  const { client, signal } = context;
  return { ...filledIn(await client.onchange(model.name, simple, missing, { signal }), missing), ...filled };

  /** Odoo's commands: 0 creates a line, 1 changes one. */
  async function lines(relation: string, commands: readonly unknown[]): Promise<unknown[]> {
    const line = { model: await context.models.get(relation), context };
    return Promise.all(
      commands.map(async (command) => {
        if (!Array.isArray(command) || (command[0] !== 0 && command[0] !== 1)) return command;
        return [command[0], command[1], await withBroughtAlong(line, command[2] as RawValues, command[0] === 0)];
      }),
    );
  }
}
