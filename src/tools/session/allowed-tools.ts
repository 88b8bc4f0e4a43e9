import type { Client } from "../../odoo/client.js";
import { OdooError } from "../../odoo/errors/errors.js";
import type { Right } from "../../odoo/schema/schema.js";
import type { Tool } from "../call/tool.js";
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
 * Tells which tools a user can do anything with, by the rights to their models, which Odoo is asked for side by side. A model
 * that it does not know is nobody's. Throws `OdooError` where it cannot be asked.
 */
export async function allowedTools(
  { hasAccess }: Pick<Client, "hasAccess">,
  tools: readonly Tool[],
  signal?: AbortSignal,
): Promise<(tool: Tool) => boolean> {
  const asked = new Map<string, { model: string; right: Right }>();
  for (const tool of tools) {
    const needed = neededBy(tool);
    if (needed) asked.set(keyOf(needed), needed);
  }
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
  return (tool) => {
    const needed = neededBy(tool);
    return !needed || rights.get(keyOf(needed)) === true;
  };
}

function neededBy(tool: Tool): { model: string; right: Right } | undefined {
  const { model, effect } = tool.target();
  return model === undefined ? undefined : { model, right: NEEDED[effect] };
}

const keyOf = ({ model, right }: { model: string; right: Right }) => `${model} ${right}`;
