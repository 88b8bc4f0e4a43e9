import leven from "leven";
import { OdooError } from "../../src/odoo/errors/errors.js";
import type { Button, Model } from "../../src/odoo/schema/schema.js";
import { checkMethodName } from "../../src/tools/policy/policy.js";
import { type Config, configOf } from "../config/config.js";
import { recordsWhereNot } from "./condition-words.js";

/**
 * The buttons of a model that become tools: those the config names, or the steps in the header of its form. Throws
 * `OdooError` "settings" for a name that is nearly a button's, and for a method no tool may call.
 */
export function chosenButtons(model: Model, config: Config): Button[] {
  const buttons = model.views?.buttons ?? [];
  const named = configOf(config, model.name)?.buttons;
  if (named === false) return [];
  if (!named) return buttons.filter((button) => !reasonAgainst(model.name, button));
  return named.map((name) => {
    const refused = refusal(model.name, name);
    if (refused) throw new OdooError("settings", `The config's buttons of ${model.name}: ${refused.message}`);
    const button = buttons.find((candidate) => candidate.name === name);
    const meant = button ?? buttons.find((candidate) => leven(candidate.name, name) <= MAX_SLIPS);
    if (button || !meant) return button ?? { name, label: "" };
    throw new OdooError(
      "settings",
      `The config names a button "${name}" of ${model.name}, which its form does not have. Did you mean "${meant.name}"?`,
    );
  });
}

/** A method that stands on no form may be named; one that is spelt like a button's is a slip. */
const MAX_SLIPS = 2;

/** Why a button is no tool. "config": the config names others, or none. */
export type NoTool = "config" | "refused" | "counter" | "notInHeader" | "unlabelled" | "navigation";

/** The buttons of a model's form that become no tools, in the order of the screen. */
export function otherButtons(model: Model, config: Config): { button: Button; reason: NoTool }[] {
  const named = configOf(config, model.name)?.buttons;
  return (model.views?.buttons ?? []).flatMap((button) => {
    const isNamed = named !== undefined && named !== false && named.includes(button.name);
    const reason = isNamed
      ? undefined
      : (reasonAgainst(model.name, button) ?? (named === undefined ? undefined : "config"));
    return reason ? [{ button, reason }] : [];
  });
}

/** What speaks against a button that the config does not name. */
function reasonAgainst(model: string, { name, label, place }: Button): Exclude<NoTool, "config"> | undefined {
  if (refusal(model, name)) return "refused";
  if (place === "counter") return "counter";
  if (place !== "header") return "notInHeader";
  if (label === "") return "unlabelled";
  return isNavigation(name) ? "navigation" : undefined;
}

/** By Odoo's habit, methods called so only open another screen. */
const isNavigation = (name: string) => /^(action_)?(view|open|show|see|preview|redirect)(_|$)/.test(name);

function refusal(model: string, method: string): Error | undefined {
  try {
    checkMethodName(model, method);
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

/** When a button can be pressed, in words, as far as its view tells: "records whose Status is Quotation". Never less often. */
export const whenShown = ({ hidden }: Button, model: Model): string => (hidden ? recordsWhereNot(hidden, model) : "");
