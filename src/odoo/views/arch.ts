import { isId } from "../notation/checks.js";
import { type Button, type Column, type FormField, isFieldName, type Right, type Views } from "../schema/schema.js";
import { buttonContext, type ContextPlace } from "./button-context.js";
import { isShownColumn, isTypedColumn, lineColumns } from "./columns.js";
import { both, type Condition, conditionFrom, either } from "./conditions.js";
import { dictOf, modifier, parseView, type ViewNode } from "./nodes.js";
import type { RawViews } from "./raw-views.js";

// Views as XML -> what a user sees.

/** An action as a view names it: by its id in this database, or by its external id. */
export type ActionKey = number | string;

/** A button as a view holds it: of a method, by its name, or of an action. */
export type SeenButton = Omit<Button, "name" | "action"> & ({ name: string } | { opens: ActionKey });

/** What the views of a model tell. */
export interface ReadViews {
  /** Its buttons are those of the form that call a method. */
  views: Views;
  /** The rights that the views suggest the user has not; some views say so for all. */
  lacking: Right[];
  /** Every field of the form, those among them that never show and only take part in what it computes. */
  formFields: string[];
  /** All buttons of the form, then of the list, in the order of the screen. */
  buttons: SeenButton[];
  /** Whether the form has a button that saves its record, which is what it is opened for. */
  saves: boolean;
}

/** What a model's views show. */
export function readViews(raw: RawViews): ReadViews {
  const form = parseView(raw.form?.arch);
  const columns = parseView(raw.list?.arch);
  const search = parseView(raw.search?.arch);
  const embedded = Object.entries(raw.form?.embedded ?? {}).map(([field, views]): [string, Column[]] => [
    field,
    lineColumns(parseView(views.list), parseView(views.form)),
  ]);
  const seen: Seen = { fields: new Map(), buttons: new Map(), saves: false };
  if (form) visit(form, { hidden: false, page: 1 }, seen, new Map(embedded));
  const ofForm = [...seen.buttons.values()];
  if (columns) listButtons(columns, false, seen);
  return {
    views: {
      form: [...seen.fields.values()].map(formField),
      list: columnsOf(columns),
      ...typedInList(columns, seen),
      search: namesOf(search?.children ?? []),
      buttons: ofForm.map(shownButton).flatMap((button) => ("name" in button ? [withoutPrimary(button)] : [])),
    },
    lacking: lackingOf([form, columns]),
    formFields: form ? fieldsWithin(form) : [],
    buttons: [...seen.buttons.values()].map(shownButton),
    saves: seen.saves,
  };
}

function shownButton({ hidden, places, ...button }: UnshownButton): SeenButton {
  const context = buttonContext(places);
  return { ...button, ...(context ? { context } : {}), ...(typeof hidden === "string" ? { hidden } : {}) };
}

/** A button as a snapshot of a model's own screens holds it. */
export const withoutPrimary = <Seen extends Pick<Button, "primary">>({ primary: _, ...button }: Seen) => button;

/** Odoo takes the buttons of what the user has no right to out of the view, with these attributes of its root. */
const ROOT_RIGHTS: Readonly<Record<string, Right>> = { create: "create", edit: "write", delete: "unlink" };

function lackingOf(roots: readonly (ViewNode | undefined)[]): Right[] {
  const named = roots.flatMap((root) =>
    Object.entries(ROOT_RIGHTS)
      .filter(([attribute]) => root && attribute in root.attributes && !conditionFrom(root.attributes[attribute]))
      .map(([, right]) => right),
  );
  return [...new Set(named)];
}

interface Seen {
  fields: Map<string, SeenField>;
  /** By the method's name, or "#" and the action. */
  buttons: Map<string, UnshownButton>;
  saves: boolean;
}

type UnshownButton = DistributiveOmit<SeenButton, "hidden" | "context"> & {
  hidden: Condition;
  places: readonly ContextPlace[];
};
type DistributiveOmit<Type, Key extends PropertyKey> = Type extends unknown ? Omit<Type, Key> : never;

interface SeenField {
  name: string;
  page: number;
  readonly: boolean;
  hidden: Condition;
  required: Condition;
  columns: readonly Column[];
}

interface Place {
  hidden: Condition;
  page: number;
  within?: Button["place"];
}

function visit(node: ViewNode, place: Place, seen: Seen, embedded: ReadonlyMap<string, readonly Column[]>): void {
  const { tag, attributes } = node;
  const hidden = either(place.hidden, modifier(node, "invisible"));
  if (hidden === true) return;
  const within = tag === "header" ? "header" : attributes.name === "button_box" ? "counter" : place.within;
  const here: Place = { ...place, hidden, ...(within ? { within } : {}) };
  if (tag === "field") addField(node, here, seen, embedded);
  else if (isWeek(node)) addWeek(node, here, seen);
  else if (tag === "button") addButton(node, here, seen);
  else if (isSendWidget(node)) addButton(SEND, here, seen);
  else if (tag === "notebook") {
    const pages = node.children.filter((child) => child.tag === "page" && modifier(child, "invisible") !== true);
    for (const [index, page] of pages.entries())
      visit(page, { ...here, page: Math.max(place.page, index + 1) }, seen, embedded);
  } else for (const child of node.children) visit(child, here, seen, embedded);
}

function addField(node: ViewNode, place: Place, seen: Seen, embedded: ReadonlyMap<string, readonly Column[]>): void {
  const { name = "" } = node.attributes;
  const list = node.children.find(({ tag }) => tag === "list" || tag === "tree");
  const form = node.children.find(({ tag }) => tag === "form");
  const typed: Omit<SeenField, "name"> = {
    page: place.page,
    readonly: modifier(node, "readonly") === true || (place.within === "header" && isOnlyShown(node)),
    hidden: place.hidden,
    required: modifier(node, "required"),
    columns: [],
  };
  const columns = list || form ? lineColumns(list, form) : (embedded.get(name) ?? []);
  addSeen({ ...typed, name, columns }, seen);
  for (const other of typedAlong(node)) addSeen({ ...typed, name: other }, seen);
}

/** Of a field in several places, what holds for all of them together. */
function addSeen(field: SeenField, { fields }: Seen): void {
  if (!isFieldName(field.name)) return;
  const before = fields.get(field.name);
  const together = before && {
    name: field.name,
    page: Math.min(before.page, field.page),
    readonly: before.readonly && field.readonly,
    hidden: both(before.hidden, field.hidden),
    required: either(before.required, field.required),
    columns: before.columns.length > 0 ? before.columns : field.columns,
  };
  fields.set(field.name, together ?? field);
}

const formField = ({ name, page, readonly, hidden, required, columns }: SeenField): FormField => ({
  name,
  ...(page > 1 ? { page } : {}),
  ...(readonly ? { readonly } : {}),
  ...(typeof hidden === "string" ? { hidden } : {}),
  ...(required ? { required: required === true ? "always" : required } : {}),
  ...(columns.length > 0 ? { columns } : {}),
});

/** A status bar shows a record's step, and takes clicks only where its options say so: its buttons move the record on. */
const isOnlyShown = (node: ViewNode) =>
  /(^|_)statusbar(_|$)/.test(node.attributes.widget ?? "") &&
  !conditionFrom(String(dictOf(node, "options").clickable ?? ""));

/** The other end of a range of dates, which one widget types both of (14 to 16 called its options otherwise). */
const typedAlong = (node: ViewNode): string[] => {
  if (node.attributes.widget !== "daterange") return [];
  const options = dictOf(node, "options");
  return RANGE_ENDS.flatMap((option) => (typeof options[option] === "string" ? [options[option]] : []));
};

const RANGE_ENDS = ["end_date_field", "start_date_field", "related_end_date", "related_start_date"] as const;

/** What Odoo's widgets for the days of a week type, though no view names it (15 on). */
const WEEK_DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const isWeek = ({ tag, attributes }: ViewNode) => tag === "widget" && /(^|_)week_days$/.test(attributes.name ?? "");

function addWeek(node: ViewNode, { page, hidden }: Place, seen: Seen): void {
  const readonly = modifier(node, "readonly") === true;
  for (const name of WEEK_DAYS) addSeen({ name, page, readonly, hidden, required: false, columns: [] }, seen);
}

/** In place of its buttons an e-mail has a widget that presses the same (18). */
const isSendWidget = ({ tag, attributes }: ViewNode) =>
  tag === "widget" && attributes.name === "mail_composer_send_dropdown";
const SEND: ViewNode = {
  tag: "button",
  attributes: { name: "action_send_mail", type: "object", string: "Send", class: "btn-primary" },
  children: [],
  content: [],
};

/** Buttons above the list, for the chosen records, and in its rows. */
function listButtons(node: ViewNode, within: Condition, seen: Seen): void {
  for (const child of node.children) {
    const hidden = either(within, either(modifier(child, "invisible"), modifier(child, "column_invisible")));
    if (hidden === true) continue;
    if (child.tag === "button") addButton(child, { hidden, page: 1, within: "list" }, seen);
    else if (child.tag === "header") listButtons(child, hidden, seen);
  }
}

function addButton(node: ViewNode, { hidden, within }: Place, seen: Seen): void {
  const { name = "", type, confirm, context, string, special, class: classes = "" } = node.attributes;
  if (special === "save") seen.saves = true;
  const calls = calledBy(name, type);
  // 19 shows a second button, that cannot be pressed, where an e-mail has no address.
  if (!calls || conditionFrom(node.attributes.disabled) === true) return;
  const key = "name" in calls ? calls.name : `#${calls.opens}`;
  const before = seen.buttons.get(key);
  // What the form says of a step counts before the list.
  if (before && within === "list") return;
  const label = before?.label || string || textOf(node) || node.attributes.title || "";
  const asked = before?.confirm ?? confirm;
  const place = before ? before.place : /\boe_stat_button\b/.test(classes) ? "counter" : within;
  seen.buttons.set(key, {
    ...calls,
    label,
    ...(asked ? { confirm: asked } : {}),
    ...(place ? { place } : {}),
    ...(before?.primary || /\b(btn-primary|oe_highlight)\b/.test(classes) ? { primary: true as const } : {}),
    // It shows where any of its places does.
    hidden: before ? both(before.hidden, hidden) : hidden,
    places: [...(before?.places ?? []), { hidden, context }],
  });
}

/** Undefined for a button that belongs to the screen alone ("cancel"). */
function calledBy(name: string, type: string | undefined): { name: string } | { opens: ActionKey } | undefined {
  if (type === "object" && isFieldName(name)) return { name };
  if (type !== "action") return undefined;
  if (/^[1-9]\d*$/.test(name)) return isId(Number(name)) ? { opens: Number(name) } : undefined;
  return /^[a-z]\w*\.\w[\w.-]*$/.test(name) ? { opens: name } : undefined;
}

/** Columns that show without being chosen, whatever the records hold. */
const columnsOf = (list: ViewNode | undefined): string[] => namesOf((list?.children ?? []).filter(isShownColumn));

/** What a list lets a user type, of one record or of several chosen ones, and the form does not. */
function typedInList(list: ViewNode | undefined, { fields }: Seen): Pick<Views, "typedInList"> {
  const { editable, multi_edit } = list?.attributes ?? {};
  if (!list || (!editable && !conditionFrom(multi_edit))) return {};
  const typed = namesOf(list.children.filter(isTypedColumn)).filter((name) => fields.get(name)?.readonly !== false);
  return typed.length > 0 ? { typedInList: typed } : {};
}

const namesOf = (nodes: readonly ViewNode[]) => [
  ...new Set(
    nodes.flatMap(({ tag, attributes: { name = "" } }) => (tag === "field" && isFieldName(name) ? [name] : [])),
  ),
];

/** The form's own fields: what stands inside a field is of its lines. */
const fieldsWithin = (node: ViewNode): string[] => [
  ...new Set(
    node.children.flatMap((child) => {
      const { name = "" } = child.attributes;
      if (child.tag !== "field") return fieldsWithin(child);
      return isFieldName(name) ? [name] : [];
    }),
  ),
];

const textOf = (node: ViewNode): string =>
  node.content
    .map((part) => (typeof part === "string" ? part : textOf(part)))
    .join(" ")
    .replaceAll(/\s+/g, " ")
    .trim();
