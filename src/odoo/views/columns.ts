import { type Column, isFieldName } from "../schema/schema.js";
import { type Condition, conditionFrom, either } from "./conditions.js";
import { dictOf, modifier, type ViewNode } from "./nodes.js";

// The lists and forms of lines -> what a line is typed in.

/** A column while it is read. "chosen": it shows only to whom chooses it; "later": at a later step of the record around. */
interface Seen {
  shows: "shown" | "chosen" | "later" | "never";
  required: Condition;
}

/**
 * What lines are typed in: the columns of their list in its order, then what only their form has. The form is what a narrow
 * screen, or a list that takes no typing, edits one line in: what it shows counts as shown. Of what does not show, only what is
 * demanded is there, where it never shows under a condition of the view's own: Odoo 14 to 16 repeat there what the field says.
 * A control of the list sets what never shows, too (sections and notes). What cannot be typed is left out.
 */
export function lineColumns(list: ViewNode | undefined, form: ViewNode | undefined): Column[] {
  const seen = new Map<string, Seen>();
  const set = new Set((list?.children ?? []).filter(({ tag }) => tag === "control").flatMap(setByControls));
  for (const node of list?.children ?? []) addColumn(node, seen, set);
  for (const node of form?.children ?? []) addFromForm(node, seen);
  return [...seen].flatMap(([name, { shows, required }]) => {
    if (shows !== "shown" && (required === false || (shows === "never" && required === true))) return [];
    return [{ name, ...(required ? { required: required === true ? "always" : required } : {}) }];
  });
}

/** What shows in a list without being chosen, whatever its records hold. */
export const isShownColumn = (node: ViewNode): boolean => node.attributes.optional !== "hide" && !isNever(node);

/** What a list takes typing in, be it only for whom chooses the column. */
export const isTypedColumn = (node: ViewNode): boolean => isTyped(node) && !isNever(node);

const isNever = (node: ViewNode) => modifier(node, "column_invisible") === true || modifier(node, "invisible") === true;

/** What shows at a later step of the record around (quantities delivered) is nobody's to type into a new line. */
const isLater = (node: ViewNode) => /\bparent\.state\b/.test(String(modifier(node, "column_invisible")));

function addColumn(node: ViewNode, seen: Map<string, Seen>, set: ReadonlySet<string>): void {
  const { name = "", widget } = node.attributes;
  if (node.tag !== "field" || !isFieldName(name) || !isTyped(node) || widget === "handle") return;
  const whenSeen = isShownColumn(node) ? (isLater(node) ? "later" : "shown") : isNever(node) ? "never" : "chosen";
  add(name, { shows: set.has(name) ? "shown" : whenSeen, required: modifier(node, "required") }, seen);
}

function addFromForm(node: ViewNode, seen: Map<string, Seen>): void {
  const { name = "" } = node.attributes;
  if (modifier(node, "invisible") === true) return;
  if (node.tag !== "field") for (const child of node.children) addFromForm(child, seen);
  else if (isFieldName(name) && isTyped(node))
    add(name, { shows: "shown", required: modifier(node, "required") }, seen);
}

/** A field in several places shows where any of them does, unless its column comes later, and is demanded where any demands it. */
function add(name: string, { shows, required }: Seen, seen: Map<string, Seen>): void {
  const before = seen.get(name);
  const isBetter = !before || (before.shows !== "later" && RANK.indexOf(shows) > RANK.indexOf(before.shows));
  seen.set(name, {
    shows: isBetter ? shows : before.shows,
    required: before ? either(before.required, required) : required,
  });
}

const RANK: readonly Seen["shows"][] = ["never", "later", "chosen", "shown"];

const isTyped = (node: ViewNode) =>
  modifier(node, "readonly") !== true || conditionFrom(node.attributes.force_save) === true;

/** Fields that buttons under a list set on the line they add: `<create context="{'default_display_type': 'line_note'}"/>`. */
const setByControls = (control: ViewNode): string[] =>
  control.children
    .flatMap((node) => (node.tag === "create" ? Object.keys(dictOf(node, "context")) : []))
    .flatMap((key) => (key.startsWith(DEFAULT) ? [key.slice(DEFAULT.length)] : []));

const DEFAULT = "default_";
