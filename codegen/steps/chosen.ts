import leven from "leven";
import { OdooError } from "../../src/odoo/errors/errors.js";
import type { Button, Model } from "../../src/odoo/schema/schema.js";
import { effectOf } from "../../src/tools/policy/effects.js";
import { checkMethodName } from "../../src/tools/policy/policy.js";
import { type Config, configOf, operationsOf } from "../config/config.js";

/**
 * The steps of a model that become tools: those the config names, by name or by the external id of their action, or the
 * steps in the header of its form and those of its usual work. Throws `OdooError` "settings" for a name that is nearly a
 * step's, and for a method no tool may call.
 */
export function chosenButtons(model: Model, config: Config): Button[] {
  const buttons = model.views?.buttons ?? [];
  const named = configOf(config, model.name)?.buttons;
  if (named === false) return [];
  if (!named) return changes(config, model.name) ? buttons.filter((button) => !reasonAgainst(model.name, button)) : [];
  return named.flatMap((name) => namedButton(model.name, name, buttons));
}

/** None for an action of another series, or one that this user does not see. */
function namedButton(model: string, name: string, buttons: readonly Button[]): Button[] {
  const button = buttons.find((candidate) => candidate.name === name || xmlidOf(candidate) === name);
  if (button) return [button];
  const names = buttons.flatMap((candidate) => [candidate.name, xmlidOf(candidate) ?? []].flat());
  const meant = names.find((candidate) => leven(candidate, name) <= MAX_SLIPS);
  if (meant) {
    throw new OdooError(
      "settings",
      `The config names a button "${name}" of ${model}, which its screens do not have. Did you mean "${meant}"?`,
    );
  }
  if (name.includes(".")) return [];
  const refused = refusal(model, name);
  if (refused) throw new OdooError("settings", `The config's buttons of ${model}: ${refused.message}`);
  return [{ name, label: "" }];
}

const xmlidOf = ({ action }: Button): string | undefined => (action && "xmlid" in action ? action.xmlid : undefined);

/** A model whose operations only read has no step either, unless the config names one. */
const changes = (config: Config, model: string) =>
  operationsOf(config, model).some((operation) => effectOf(operation) !== "read");

/** A method that stands on no form may be named; one that is spelt like a button's is a slip. */
const MAX_SLIPS = 2;

/** Why a button is no tool. "config": the config names others, or none, or does not let records be changed. */
export type NoTool = "config" | "refused" | "counter" | "notInHeader" | "unlabelled" | "navigation" | "unknown";

/** The steps of a model that become no tools, in the order of the screen. */
export function otherButtons(model: Model, config: Config): { button: Button; reason: NoTool }[] {
  const chosen = new Set(chosenButtons(model, config).map(({ name }) => name));
  return (model.views?.buttons ?? []).flatMap((button) =>
    chosen.has(button.name) ? [] : [{ button, reason: reasonAgainst(model.name, button) ?? "config" }],
  );
}

/** What speaks against a step that the config does not name. */
function reasonAgainst(model: string, button: Button): Exclude<NoTool, "config"> | undefined {
  const { name, label, place, action } = button;
  if (refusal(model, name)) return "refused";
  if (action?.kind === "unknown") return "unknown";
  if (isUsualWork(model, button)) return undefined;
  if (place === "counter") return "counter";
  if (place !== "header") return "notInHeader";
  if (label === "") return "unlabelled";
  return action === undefined && isNavigation(name) ? "navigation" : undefined;
}

/** Beside the header of the form, steps that people take with these records, whoever's tools they are. */
const USUAL_WORK: Readonly<Record<string, readonly string[]>> = {
  "account.move": ["account.account_invoices"],
  "crm.lead": ["crm.action_merge_opportunities"],
  "purchase.order": ["purchase.action_report_purchase_order"],
  "res.partner": ["base.action_partner_merge"],
  "sale.order": ["sale.action_report_saleorder"],
  "stock.quant": ["action_apply_inventory"],
};

function isUsualWork(model: string, button: Button): boolean {
  const usual = Object.hasOwn(USUAL_WORK, model) ? USUAL_WORK[model] : undefined;
  return usual?.some((name) => name === button.name || name === xmlidOf(button)) === true;
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
