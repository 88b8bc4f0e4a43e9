import type { Button, Model } from "../../odoo/schema/schema.js";
import type { ToolContext } from "../call/tool.js";
import { type SearchIndex, searchIndex } from "./search-index.js";

/** A step as a caller is told of it: what `execute_workflow` takes, and what people call it. */
export interface FoundStep {
  model: string;
  signal: string;
  label: string;
  /** Where people find it: "Action menu of Contact". */
  where: string;
}

interface Known {
  model: Model;
  button: Button;
}

/**
 * Steps of the snapshot's models, whether or not they have tools of their own, the best first: those that the policy lets be
 * taken.
 */
export async function findSteps(
  { query, limit }: { query: string; limit: number },
  { models, policy }: ToolContext,
): Promise<FoundStep[]> {
  const known = stepsOf(models.known());
  const found = (await indexOf(models.known(), known)).search(query);
  const open = found.flatMap((at) => {
    const step = known[at];
    return step && isOpen(step, policy) ? [step] : [];
  });
  return open.slice(0, limit).map(({ model, button: { name, label, place } }) => ({
    model: model.name,
    signal: name,
    label: label || name,
    where: `${WHERE[place ?? "form"]} of ${model.label}`,
  }));
}

const WHERE: Readonly<Record<NonNullable<Button["place"]> | "form", string>> = {
  header: "header",
  counter: "counters",
  list: "list",
  menu: "Action menu",
  print: "Print menu",
  form: "form",
};

const stepsOf = (models: readonly Model[]): Known[] =>
  models.flatMap((model) => (model.views?.buttons ?? []).filter(isStep).map((button) => ({ model, button })));

/** What only opens another screen is none. */
const isStep = ({ place, action }: Button) => place !== "counter" && action?.kind !== "unknown";

/** The steps of a model that the policy lets be taken, in the order of the screen. */
export const openSteps = (model: Model, { policy }: Pick<ToolContext, "policy">): Button[] =>
  (model.views?.buttons ?? []).filter((button) => isStep(button) && isOpen({ model, button }, policy));

function isOpen({ model, button }: Known, policy: ToolContext["policy"]): boolean {
  try {
    policy.checkStep(model.name, button);
    return true;
  } catch {
    return false;
  }
}

const indexes = new WeakMap<readonly Model[], Promise<SearchIndex>>();

function indexOf(models: readonly Model[], known: readonly Known[]): Promise<SearchIndex> {
  const made =
    indexes.get(models) ??
    searchIndex(
      known.map(({ model, button: { name, label, place } }) => ({
        name: `${name} ${model.name}`,
        title: `${label} ${model.label}`,
        description: place === "print" ? "print PDF report document" : "",
      })),
    );
  indexes.set(models, made);
  return made;
}
