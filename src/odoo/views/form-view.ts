import { isFieldName } from "../schema/schema.js";
import { both, type Condition, conditionFrom, either } from "./conditions.js";
import { modifier, parseView, type ViewNode } from "./nodes.js";
import type { RawView } from "./raw-views.js";

// What a form does with its fields, beside showing them: when it asks Odoo, what it sends, what it demands.

/** The fields of a form, or of the list or form in which lines are edited, those that never show among them. */
export type FormView = ReadonlyMap<string, ViewField>;

export interface ViewField {
  /** A change of it makes the form ask `onchange`: `on_change="1"`, which Odoo itself writes into the view. */
  reacts: boolean;
  /** Undefined where the view says nothing: as the field itself. */
  readonly: Condition | undefined;
  invisible: Condition;
  /** Whether it demands a value, for each place where it stands. */
  demands: readonly Demand[];
  /** Sent although it is readonly. */
  forceSave: boolean;
  /** A Python dict over the form's values. */
  context?: string;
  /** The form of an x2many's lines, where the view holds one. */
  lines?: FormView;
}

export interface Demand {
  /** Undefined where the view says nothing: as the field itself. False: it may be left empty, even where the field is required. */
  when: Condition | undefined;
  /** Where it does not show, it demands nothing. */
  hidden: Condition;
}

/** Empty for what is no view. */
export function formView(raw: RawView | undefined): FormView {
  const root = parseView(raw?.arch);
  return root ? fieldsOf(root, raw?.embedded ?? {}) : new Map();
}

type Embedded = RawView["embedded"];

function fieldsOf(root: ViewNode, embedded: Embedded): FormView {
  const fields = new Map<string, ViewField>();
  const visit = (node: ViewNode, hidden: Condition) => {
    const invisible = either(hidden, either(modifier(node, "invisible"), modifier(node, "column_invisible")));
    if (node.tag !== "field") {
      for (const child of node.children) visit(child, invisible);
      return;
    }
    const { name = "" } = node.attributes;
    if (!isFieldName(name)) return;
    const field = viewField(node, invisible, embedded[name]);
    const before = fields.get(name);
    fields.set(name, before ? merged(before, field) : field);
  };
  for (const child of root.children) visit(child, false);
  return fields;
}

function viewField(node: ViewNode, invisible: Condition, embedded: Embedded[string] | undefined): ViewField {
  const { attributes } = node;
  const said = (name: "readonly" | "required") =>
    attributes.modifiers !== undefined || attributes[name] !== undefined ? modifier(node, name) : undefined;
  const lines = linesOf(node, embedded);
  return {
    reacts: conditionFrom(attributes.on_change) === true,
    readonly: said("readonly"),
    invisible,
    demands: [{ when: said("required"), hidden: invisible }],
    forceSave: conditionFrom(attributes.force_save) === true,
    ...(attributes.context ? { context: attributes.context } : {}),
    ...(lines ? { lines } : {}),
  };
}

/** A field that a form shows several times is readonly or hidden where it is so each time. */
function merged(one: ViewField, other: ViewField): ViewField {
  const readonly =
    one.readonly === undefined || other.readonly === undefined
      ? (one.readonly ?? other.readonly)
      : both(one.readonly, other.readonly);
  return {
    ...other,
    ...one,
    reacts: one.reacts || other.reacts,
    readonly,
    invisible: both(one.invisible, other.invisible),
    demands: [...one.demands, ...other.demands],
    forceSave: one.forceSave || other.forceSave,
  };
}

/** Lines are edited in their list where it lets one type, and in their form otherwise. */
function linesOf(node: ViewNode, embedded: Embedded[string] | undefined): FormView | undefined {
  const inside = (...tags: string[]) => node.children.find(({ tag }) => tags.includes(tag));
  const list = inside("list", "tree") ?? parseView(embedded?.list);
  const form = inside("form") ?? parseView(embedded?.form);
  const edited = list?.attributes.editable ? list : (form ?? list);
  return edited && fieldsOf(edited, {});
}
