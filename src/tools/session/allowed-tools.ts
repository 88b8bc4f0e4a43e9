import type { Client } from "../../odoo/client.js";
import { OdooError } from "../../odoo/errors/errors.js";
import type { Right } from "../../odoo/schema/schema.js";
import type { ServedTool } from "../call/tool.js";
import { effectOfEntry, type ManifestTool } from "../generated/manifest.js";
import type { Effect } from "../policy/effects.js";

/** What Odoo must allow with a model before a tool of this effect can do anything. Steps check their own rights. */
const NEEDED: Readonly<Record<Effect, Right>> = {
  read: "read",
  create: "create",
  update: "write",
  delete: "unlink",
  act: "read",
  send: "read",
};

/**
 * Tells which tools a user can do anything with, by the rights to the models of typed ones, which Odoo is asked for side by side. A
 * model that it does not know is nobody's; tools for every model are everybody's. Throws `OdooError` where it cannot be asked.
 */
export async function allowedTools(
  { hasAccess }: Pick<Client, "hasAccess">,
  typed: readonly ManifestTool[],
  signal?: AbortSignal,
): Promise<(tool: Pick<ServedTool, "definition">) => boolean> {
  const needed = new Map(typed.map((entry) => [entry.tool.name, neededBy(entry)]));
  const asked = new Map([...needed.values()].map((one) => [keyOf(one), one]));
  const rights = new Map(
    await Promise.all(
      [...asked].map(async ([key, { model, right }]) => {
        const may = hasAccess(model, right, { signal }).catch((error: unknown) => {
          if (error instanceof OdooError && error.category === "not_found") return false;
          throw error;
        });
        return [key, await may] as const;
      }),
    ),
  );
  return ({ definition }) => {
    const one = needed.get(definition.name);
    return !one || rights.get(keyOf(one)) === true;
  };
}

interface Needed {
  model: string;
  right: Right;
}

const neededBy = (entry: ManifestTool): Needed => ({ model: entry.model, right: NEEDED[effectOfEntry(entry)] });

const keyOf = ({ model, right }: Needed) => `${model} ${right}`;
