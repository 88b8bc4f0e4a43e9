import { OdooError } from "../../odoo/errors/errors.js";
import { shown } from "../../odoo/notation/checks.js";
import type { ToolContext } from "../call/tool.js";
import { type Asked, lookUp } from "./look-up.js";

interface Told {
  id: number;
  display_name: string;
}

/**
 * The one record that is called so. Throws `OdooError` "validation", which tells the candidates or the nearest, where the name
 * is not clear. `at` names the argument.
 */
export async function oneNamed(asked: Asked, at: string, context: ToolContext): Promise<number> {
  const [answer = {}] = (await lookUp([asked], context)).names as {
    id?: number;
    candidates?: readonly Told[];
    nearest?: readonly Told[];
  }[];
  if (answer.id !== undefined) return answer.id;
  const others = answer.candidates ?? answer.nearest ?? [];
  const told = others.map(({ id, display_name }) => `${shown(display_name)} (id ${id})`).join(", ");
  const what = answer.candidates ? `several ${asked.model} are` : `no ${asked.model} is`;
  const nearest = told === "" ? "" : answer.candidates ? `: ${told}` : `; the nearest are ${told}`;
  throw new OdooError("validation", `${at}: ${what} called ${shown(asked.name)}${nearest}.`, { model: asked.model });
}
