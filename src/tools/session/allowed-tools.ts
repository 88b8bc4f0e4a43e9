import type { Client } from "../../odoo/client.js";
import { OdooError } from "../../odoo/errors/errors.js";
import type { Right } from "../../odoo/schema/schema.js";
import type { ServedTool } from "../call/tool.js";
import { effectOfEntry, type ManifestTool } from "../generated/manifest.js";
import type { Effect } from "../policy/effects.js";
import type { Rights, RightsOfGroups } from "./rights-of-groups.js";

/** What Odoo must allow with a model before a tool of this effect can do anything. Steps check their own rights. */
const NEEDED: Readonly<Record<Effect, Right>> = {
  read: "read",
  create: "create",
  update: "write",
  delete: "unlink",
  act: "read",
  send: "read",
};

export interface AllowedOptions {
  signal?: AbortSignal | undefined;
  /** What is known of users with the same groups is not asked again; each user is asked for alone where it is left out. */
  shared?: RightsOfGroups;
}

/**
 * Tells which tools a user can do anything with, by the rights to the models of typed ones, which Odoo is asked for side by side. A
 * model that it does not know is nobody's; tools for every model are everybody's. Throws `OdooError` where it cannot be asked.
 */
export async function allowedTools(
  client: Pick<Client, "hasAccess" | "ownGroups">,
  typed: readonly ManifestTool[],
  { signal, shared }: AllowedOptions = {},
): Promise<(tool: Pick<ServedTool, "definition">) => boolean> {
  const needed = new Map(typed.map((entry) => [entry.tool.name, neededBy(entry)]));
  const ask = () => rightsTo([...needed.values()], client, signal);
  const groups = shared && needed.size > 0 ? await client.ownGroups({ signal }) : undefined;
  const rights = shared && groups ? await shared.of(groups, ask) : await ask();
  return ({ definition }) => {
    const one = needed.get(definition.name);
    return !one || rights.get(keyOf(one)) === true;
  };
}

async function rightsTo(
  needed: readonly Needed[],
  { hasAccess }: Pick<Client, "hasAccess">,
  signal: AbortSignal | undefined,
): Promise<Rights> {
  const asked = new Map(needed.map((one) => [keyOf(one), one]));
  return new Map(
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
}

interface Needed {
  model: string;
  right: Right;
}

const neededBy = (entry: ManifestTool): Needed => ({ model: entry.model, right: NEEDED[effectOfEntry(entry)] });

const keyOf = ({ model, right }: Needed) => `${model} ${right}`;
