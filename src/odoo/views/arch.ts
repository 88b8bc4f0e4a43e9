import { parsePythonLiteral } from "../notation/python-literal.js";
import { type Button, type Column, type FormField, isFieldName, type Right, type Views } from "../schema/schema.js";
import { isShownColumn, lineColumns } from "./columns.js";
import { both, type Condition, conditionFrom, either } from "./conditions.js";
import { modifier, parseView, type ViewNode } from "./nodes.js";
import type { RawViews } from "./raw-views.js";

// Views as XML -> what a user sees.

/**
 * What a model's views show. `lacking`: the rights that the views suggest the user has not; some views say so for all.
 * `formFields`: every field of the form, those among them that never show and only take part in what it computes.
 */
export function readViews(raw: RawViews): { views: Views; lacking: Right[]; formFields: string[] } {
  const form = parseView(raw.form?.arch);
  const columns = parseView(raw.list?.arch);
  const search = parseView(raw.search?.arch);
  const embedded = Object.entries(raw.form?.embedded ?? {}).map(([field, views]): [string, Column[]] => [
    field,
    lineColumns(parseView(views.list), parseView(views.form)),
  ]);
  const seen: Seen = { fields: new Map(), buttons: new Map() };
  if (form) visit(form, { hidden: false, page: 1 }, seen, new Map(embedded));
  return {
    views: {
      form: [...seen.fields.values()],
      list: columnsOf(columns),
      search: namesOf(search?.children ?? []),
      buttons: [...seen.buttons.values()].map(({ hidden, ...button }) =>
        typeof hidden === "string" ? { ...button, hidden } : button,
      ),
    },
    lacking: lackingOf([form, columns]),
    formFields: form ? fieldsWithin(form) : [],
  };
}

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
  fields: Map<string, FormField>;
  buttons: Map<string, Omit<Button, "hidden"> & { hidden: Condition }>;
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
  else if (tag === "button") addButton(node, here, seen);
  else if (tag === "notebook") {
    const pages = node.children.filter((child) => child.tag === "page" && modifier(child, "invisible") !== true);
    for (const [index, page] of pages.entries())
      visit(page, { ...here, page: Math.max(place.page, index + 1) }, seen, embedded);
  } else for (const child of node.children) visit(child, here, seen, embedded);
}

function addField(node: ViewNode, { page }: Place, seen: Seen, embedded: ReadonlyMap<string, readonly Column[]>): void {
  const { name = "" } = node.attributes;
  if (!isFieldName(name)) return;
  const before = seen.fields.get(name);
  const readonly = modifier(node, "readonly") === true && (before?.readonly ?? true);
  const required = either(before?.required === "always" || (before?.required ?? false), modifier(node, "required"));
  const list = node.children.find(({ tag }) => tag === "list" || tag === "tree");
  const lineForm = node.children.find(({ tag }) => tag === "form");
  const columns = before?.columns ?? (list || lineForm ? lineColumns(list, lineForm) : embedded.get(name));
  const onPage = Math.min(page, before ? (before.page ?? 1) : page);
  seen.fields.set(name, {
    name,
    ...(onPage > 1 ? { page: onPage } : {}),
    ...(readonly ? { readonly } : {}),
    ...(required ? { required: required === true ? "always" : required } : {}),
    ...(columns && columns.length > 0 ? { columns } : {}),
  });
}

function addButton(node: ViewNode, { hidden, within }: Place, seen: Seen): void {
  const { name = "", type, confirm, context, string } = node.attributes;
  if (type !== "object" || !isFieldName(name)) return;
  const before = seen.buttons.get(name);
  const label = before?.label || string || textOf(node) || node.attributes.title || "";
  const asked = before?.confirm ?? confirm;
  const literal = before ? before.context : literalContext(context);
  const isCounter = /\boe_stat_button\b/.test(node.attributes.class ?? "");
  const place = before ? before.place : isCounter ? "counter" : within;
  seen.buttons.set(name, {
    name,
    label,
    ...(asked ? { confirm: asked } : {}),
    ...(literal ? { context: literal } : {}),
    ...(place ? { place } : {}),
    // It shows where any of its places does.
    hidden: before ? both(before.hidden, hidden) : hidden,
  });
}

/** A context that refers to the record ("active_id", a field's value) says nothing outside the screen. */
function literalContext(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  const context = text ? parsePythonLiteral(text) : undefined;
  const isObject = typeof context === "object" && context !== null && !Array.isArray(context);
  return isObject && Object.keys(context).length > 0 ? (context as Record<string, unknown>) : undefined;
}

/** Columns that show without being chosen, whatever the records hold. */
const columnsOf = (list: ViewNode | undefined): string[] => namesOf((list?.children ?? []).filter(isShownColumn));

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
  [node.text, ...node.children.map(textOf)].join(" ").replaceAll(/\s+/g, " ").trim();
