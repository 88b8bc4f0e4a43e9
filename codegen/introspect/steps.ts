import type { Action, Button } from "../../src/odoo/schema/schema.js";
import { type ActionKey, type SeenButton, withoutPrimary } from "../../src/odoo/views/arch.js";
import type { RawEntry, RawMenus } from "../../src/odoo/views/raw-views.js";
import { stepName } from "../../src/odoo/views/step-name.js";
import { type ActionReader, isWhole, type ReadAction } from "./actions.js";
import { standardAction } from "./standard-actions.js";

// The steps of a model: the buttons of its screens and the entries of its menus, each with what its action does.

/** Where the steps are read. */
export interface Screens {
  model: string;
  /** Odoo's, such as "16.0". */
  series: string;
  buttons: readonly SeenButton[];
  menus: RawMenus | undefined;
}

/**
 * The steps of each model, in the order of its screens. What their actions do is asked for all of them at once. What Odoo does
 * not tell of an action is taken from the table of its own applications; what is in neither is "unknown". Actions that only open
 * another screen are left out.
 */
export async function stepsOf(all: readonly Screens[], reader: ActionReader): Promise<Button[][]> {
  const named = all.map(actionsOf);
  const asked = new Set(named.flatMap(({ unread }) => [...unread]));
  const rows = new Map(named.flatMap(({ told }) => [...told]));
  const [read, told] = await Promise.all([reader([...asked]), reader([], [...rows.values()])]);
  return all.map((screens, at) => {
    const own = named[at];
    return stepsIn(
      screens,
      (key) => (own?.unread.has(key) ? read.get(key) : undefined) ?? (own?.told.has(key) ? told.get(key) : undefined),
    );
  });
}

/** The actions of a model's screens: those that are to be asked for, and those that its menus tell as a whole. */
function actionsOf({ buttons, menus }: Screens) {
  const entries = [...(menus?.action ?? []), ...(menus?.print ?? [])];
  const told = new Map(entries.filter(isWhole).map((entry): [ActionKey, RawEntry] => [entry.id, entry]));
  const onButtons = buttons.flatMap((button) => ("opens" in button ? [button.opens] : []));
  const others = entries.map(({ id }): ActionKey => id).filter((id) => !told.has(id));
  return { told, unread: new Set<ActionKey>([...onButtons, ...others]) };
}

function stepsIn(
  { model, series, buttons, menus }: Screens,
  known: (key: ActionKey) => ReadAction | undefined,
): Button[] {
  const entries = [
    ...(menus?.action ?? []).map((entry) => ({ entry, place: "menu" as const })),
    ...(menus?.print ?? []).map((entry) => ({ entry, place: "print" as const })),
  ];
  const actionOf = (key: ActionKey, title: string): ReadAction =>
    known(key) ?? standardAction({ series, model, title }) ?? { kind: "unknown", title };
  const seen: Unnamed[] = [
    ...buttons.map((button): Unnamed => {
      const { primary: _, ...rest } = button;
      if ("name" in rest) return rest;
      const { opens, ...shown } = rest;
      return { ...shown, key: opens, action: actionOf(opens, shown.label) };
    }),
    ...entries.map(({ entry, place }): Unnamed => {
      const label = String(entry.name || entry.display_name || "");
      return { label, place, key: entry.id, action: actionOf(entry.id, label) };
    }),
  ];
  return named(seen);
}

/** A step before it has a name: of a method, which is its name, or of an action. */
type Unnamed = Omit<Button, "name" | "action"> & ({ name: string } | { key: ActionKey; action: ReadAction });

function named(seen: readonly Unnamed[]): Button[] {
  const taken = new Set(seen.flatMap((step) => ("name" in step ? [step.name] : [])));
  const actions = new Map<ActionKey, Button>();
  return seen.flatMap((step): Button[] => {
    if ("name" in step) return [withoutPrimary(step)];
    const { key, action, ...button } = step;
    if (action.kind === "screen" || (action.kind === "unknown" && button.place === "counter")) return [];
    const same = ("xmlid" in action ? action.xmlid : undefined) ?? key;
    const before = actions.get(same);
    if (before) {
      // An entry of a menu that is a button, too, is that one step: it shows where any of its places does.
      if (!button.hidden) delete before.hidden;
      return [];
    }
    const name = nameOf(button, action).find((candidate) => !taken.has(candidate));
    if (!name) return [];
    taken.add(name);
    const made = { name, ...button, label: button.label || action.title, action: withoutTitle(action) };
    actions.set(same, made);
    return [made];
  });
}

/** A server action and a report are found by their title. */
function withoutTitle(action: Exclude<ReadAction, { kind: "screen" }>): Action {
  if (action.kind !== "dialogue") return action;
  const { title: _, ...rest } = action;
  return rest;
}

/** From what stays the same across databases: the label, or the external id where another step has that name. */
function nameOf({ label, place }: Pick<Button, "label" | "place">, action: ReadAction): string[] {
  const prefix = place === "print" ? "print_" : "";
  const xmlid = "xmlid" in action ? action.xmlid : undefined;
  const texts = [label || action.title, xmlid?.split(".")[1] ?? "", xmlid ?? ""];
  return texts.flatMap((text) => {
    const slug = stepName(text);
    return slug ? [`${prefix}${slug}`] : [];
  });
}
