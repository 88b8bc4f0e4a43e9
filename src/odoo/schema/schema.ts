/** The words that codegen and runtime share. Names of attributes are Odoo's own, as `fields_get` answers them. */

export const FIELD_TYPES = [
  "char",
  "text",
  "html",
  "integer",
  "float",
  "monetary",
  "boolean",
  "date",
  "datetime",
  "selection",
  "many2one",
  "one2many",
  "many2many",
  "reference",
  "many2one_reference",
  "binary",
  "json",
  "properties",
  "properties_definition",
] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

/** One field, as the user who introspected sees it. An attribute that is absent has its usual value, given here. */
export interface Field {
  type: FieldType;
  /** Its label, in English. Anyone who may edit the view or the translation can write it: hostile input. */
  string: string;
  /** Hostile input, as `string` is. */
  help?: string;
  /** Odoo's flag: the database column refuses NULL. Usually false. */
  required?: boolean;
  /** Not editable, whatever the record's state: `states` of 14 to 16 are taken into account. Usually false. */
  readonly?: boolean;
  /** A new record must be given a value for it. Usually absent. */
  needed?: {
    /**
     * "flag": it is required, and neither a default nor Odoo's form fills it in. "onchange": Odoo computes it, or its form
     * fills it in, but not where it is asked without what it comes from.
     */
    reason: "flag" | "onchange";
    /** Unless one of these many2ones is given, from which Odoo's form fills it in (an order line's name, from its product). */
    unless?: readonly string[];
  };
  /** The fields of this model that Odoo computes it from, relations among them. Usually absent: it is not computed. */
  depends?: readonly string[];
  /**
   * Of a field that is written: paths of two steps to what Odoo computes it from in other records, such as "partner_id.email",
   * where it may write it back. See `sourcesOf`.
   */
  sources?: readonly string[];
  /** The path that it mirrors, such as "partner_id.email". */
  related?: string;
  /** The many2one of `_inherits` it comes through (`product_tmpl_id`): created and written along with this model. */
  inherited?: string;
  /** Usually true. */
  store?: boolean;
  /** Usually true. */
  searchable?: boolean;
  /** Usually true. */
  sortable?: boolean;
  /** Whether records can be grouped by it, where Odoo tells (from 18 on) and it is not as for its column: see `isGroupable`. */
  groupable?: boolean;
  /** The function that Odoo can aggregate it with although it is not stored, from 18 on. */
  aggregator?: string;
  /** The other model of a relational field. */
  relation?: string;
  /** The field of `relation` that points back, of a one2many. */
  relation_field?: string;
  /** `[value, label]`, of a selection or a reference (models). */
  selection?: readonly (readonly [value: string, label: string])[];
  /**
   * Its values are languages, time zones or models: what is installed, not what code says. The snapshot holds none of
   * them. Usually absent.
   */
  dynamic?: boolean;
  /** Field of the same record that holds a monetary's currency. */
  currency_field?: string;
  /** Longest text a char may hold. Usually unlimited. */
  size?: number;
  /** The rule of the policy by which no tool may use it. Never in a snapshot. */
  closed?: string;
}

/** What Odoo's access rights distinguish; "unlink" is deletion. */
export const RIGHTS = ["read", "write", "create", "unlink"] as const;
export type Right = (typeof RIGHTS)[number];

export interface Model {
  /** Odoo's name, such as "sale.order". */
  name: string;
  label: string;
  /** What the user who introspected may do. Absent: not asked. */
  rights?: readonly Right[];
  /** Absent where the user sees none. */
  views?: Views;
  fields: Readonly<Record<string, Field>>;
}

/** What a user sees of a model on its screens, each list in the order of the screen. */
export interface Views {
  form: readonly FormField[];
  /** Columns of the list that show without being chosen. */
  list: readonly string[];
  /** Fields that are typed in the list itself. Absent: none. */
  typedInList?: readonly string[];
  /** Fields that the search box offers. */
  search: readonly string[];
  /** The steps of its records: buttons of form and list in the order of the screen, then the entries of the menus. */
  buttons: readonly Button[];
}

/** A field that shows on a form, always or under a condition. */
export interface FormField {
  name: string;
  /** Page of the form's notebook, from 2 on. Absent: outside the notebook or on its first page. */
  page?: number;
  /**
   * Cannot be changed on the form, whatever the record's state, be it that only buttons move it on (a status bar that takes
   * no clicks). Usually false.
   */
  readonly?: boolean;
  /** When it does not show: a Python expression over the record's fields. Usually absent. */
  hidden?: string;
  /** When the form demands a value: "always", or a Python expression over the record's fields. Usually absent. */
  required?: string;
  /** What the lines edited inside the form are typed in, of an x2many. */
  columns?: readonly Column[];
}

/**
 * A field of a line: a column of the list inside a form, or of the form in which a narrow screen edits one line. It shows
 * there without being chosen, or a value is demanded.
 */
export interface Column {
  name: string;
  /** When a value is demanded, as of a `FormField`; the record around is "parent" there. */
  required?: string;
}

/**
 * A step: what a user does to records by a button of the form or the list, or by an entry of their menus. All texts are
 * hostile input.
 */
export interface Button {
  /**
   * What tools call it, the same in every database: the method that it calls; of an action its label, as "create_invoice"
   * or "print_quotation". One of its kind in a model.
   */
  name: string;
  label: string;
  /** What a user is asked before it runs. */
  confirm?: string;
  /** What the button adds to the context. */
  context?: ButtonContext;
  /** When it does not show: a Python expression over the record's fields. */
  hidden?: string;
  /**
   * "header": a step of the record's workflow. "counter": it opens another screen. "list": on the list of records alone.
   * "menu" and "print": entries of the Action and the Print menu. Absent: anywhere else on the form.
   */
  place?: "header" | "counter" | "list" | "menu" | "print";
  /** On the form of a dialogue: the one that is meant to be pressed. Usually absent. */
  primary?: true;
  /** What it opens or runs, where it calls no method of the record. */
  action?: Action;
}

/** An object; or a Python expression over the record's fields, `active_id`, `active_ids` and `id`, whose value is one. */
export type ButtonContext = Readonly<Record<string, unknown>> | string;

/** What Odoo does when an action is chosen: of the user's own screens, read once and written down. */
export type Action =
  /** A dialogue. */
  | ({ kind: "dialogue"; xmlid?: string } & OpensDialogue)
  /** Code or changes that the database holds; `title` is its name in English, by which it is found there. */
  | { kind: "server"; xmlid?: string; title: string }
  /** A document; `report` is its technical name, absent where the user is not told it. */
  | { kind: "report"; xmlid?: string; title: string; report?: string }
  /** Nobody who could be asked may read what it is. */
  | { kind: "unknown"; title?: string };

/** What an action opens. */
export interface OpensDialogue {
  model: string;
  /** External id of its form, where it is not the usual one. */
  form?: string;
  /** What its record is made in: a Python dict, which may refer to the records. */
  context?: string;
  /** Records that its context names beside, by their external ids: an e-mail template as `default_template_id`. */
  records?: Readonly<Record<string, string | readonly string[]>>;
}

/** The snapshot: what the instance looked like to one user. Holds no secret, no time and no record. */
export interface Schema {
  /** Odoo's series, such as "19.0". */
  series: string;
  /** What explains how two snapshots differ. Nothing is generated from it. */
  instance?: Instance;
  /** Absent in snapshots made by hand: then the models of the snapshot are all that is reached. */
  reached?: Reached;
  /** By Odoo's name. */
  models: Readonly<Record<string, Model>>;
  /** Models of lines that the config does not name, with no more fields than tools show of a line. Absent: none. */
  lines?: Readonly<Record<string, Model>>;
  /** Models of the dialogues that tools fill in, with the fields of their forms, by `dialogueKey`. Absent: none. */
  dialogues?: Readonly<Record<string, Model>>;
}

/**
 * The models that the user reaches by the menus of the business apps; or, where nobody could be asked what a menu opens, those
 * that the user's rights let it change. In code-point order.
 */
export interface Reached {
  by: "menus" | "rights";
  models: readonly string[];
}

/** A dialogue of a model that steps open with several forms is told by its form, too; any other by its model alone. */
export const dialogueKey = (model: string, form?: string): string => (form === undefined ? model : `${model}@${form}`);

/** The dialogue that a step opens with this form. */
export const dialogueIn = <Kept>(
  dialogues: Readonly<Record<string, Kept>>,
  { model, form }: Pick<OpensDialogue, "model" | "form">,
): Kept | undefined =>
  [dialogueKey(model, form), model].flatMap((key) => (Object.hasOwn(dialogues, key) ? [dialogues[key]] : []))[0];

/** What a snapshot was made with, as far as the user may see it; in code-point order. */
export interface Instance {
  /** Names of the user's groups, in English: hostile input. */
  groups?: readonly string[];
  /** Names of the installed modules. */
  modules?: readonly string[];
}

/** A model of the snapshot, or of lines of such. */
export const modelIn = ({ models, lines = {} }: Pick<Schema, "models" | "lines">, name: string): Model | undefined =>
  Object.hasOwn(models, name) ? models[name] : Object.hasOwn(lines, name) ? lines[name] : undefined;

/** A model's field, or undefined; never something every object has, such as "constructor". */
export function fieldOf(model: Pick<Model, "fields">, name: string): Field | undefined {
  return Object.hasOwn(model.fields, name) ? model.fields[name] : undefined;
}

/** True for a field that a tool may write. Odoo does not enforce `readonly`, so a needed field is written though it is flagged. */
export const isWritable = (name: string, field: Field) =>
  !field.closed &&
  !isSecret(name, field) &&
  (!field.readonly || field.needed !== undefined) &&
  field.type !== "properties_definition";

/**
 * True for what is chosen once, when the record is made, and readonly from then on: the type of an invoice or entry
 * (`account.move.move_type`), and which one a credit note or entry reverses, which Odoo's own reversal gives as it makes
 * them. "state" is Odoo's name for the step of a workflow, which only buttons may change.
 */
export const isCreateOnly = (name: string, field: Field) =>
  !field.closed &&
  field.readonly === true &&
  field.store !== false &&
  !field.needed &&
  !field.depends &&
  (field.type === "selection" ? field.required === true && name !== "state" : isReversed(name, field));

const isReversed = (name: string, { type, relation }: Field) =>
  type === "many2one" && name === "reversed_entry_id" && relation === "account.move";

/**
 * True for a column that opens something: a password, a token, a key. It is masked when read, and neither written nor
 * searched nor sorted by, for a secret can be found letter by letter.
 */
export const isSecret = (name: string, field: Field) =>
  (field.type === "char" || field.type === "text") && isSecretName(name);

/** True for what Odoo and its modules call such a column, and the same in a link. */
export const isSecretName = (name: string) =>
  /^(new_)?password$|_password$|(^|_)secret(_|$)|(^|_)(access|signup|security|refresh)_token$|(^|_)(api|private|secret)_key|^smtp_pass$|^salt$|(^|_)pin$|^signup_url$|^share_link$/.test(
    name,
  );

/** Types whose values make no groups; properties would by one of them at a time. */
export const UNGROUPABLE: ReadonlySet<FieldType> = new Set([
  "one2many",
  "binary",
  "json",
  "properties",
  "properties_definition",
]);

/** True for a field that is stored, by itself or with the record of `_inherits`. */
export const isStored = (field: Field) => field.store !== false || field.inherited !== undefined;

/** True for a field that Odoo can group records by; a many2many only from 15 on. */
export const isGroupable = (field: Field) => !UNGROUPABLE.has(field.type) && (field.groupable ?? isStored(field));

/** What a field's values can be aggregated with, beside the count of records. */
export const AGGREGATES = ["sum", "avg", "min", "max", "count_distinct"] as const;
export type Aggregate = (typeof AGGREGATES)[number];

/** The functions that make sense of a field's values and that Odoo can compute; none for what has no column. */
export function aggregatesOf(name: string, field: Field): readonly Aggregate[] {
  // From 18 on Odoo reads some fields that are not stored: what mirrors a column as it, what has SQL of its own by one function.
  const readable = isStored(field) || (field.related !== undefined && field.groupable === true);
  if (!readable) return AGGREGATES.filter((own) => own === field.aggregator);
  switch (field.type) {
    case "integer":
    case "float":
    case "monetary":
      return name === "id" ? ["count_distinct"] : AGGREGATES;
    case "date":
    case "datetime":
      return ["min", "max", "count_distinct"];
    case "many2many":
    case "one2many":
    case "binary":
    case "json":
    case "properties":
    case "properties_definition":
      return [];
    case "char":
    case "text":
    case "html":
    case "boolean":
    case "selection":
    case "many2one":
    case "reference":
    case "many2one_reference":
      return ["count_distinct"];
  }
}

/** What Odoo itself accepts as a field's name. Everything else in a name is refused: names become code. */
export const isFieldName = (name: string) => /^[a-z_][a-z0-9_]{0,62}$/i.test(name) && name !== "__proto__";

/** A field of the record behind a relation. */
export const isSourcePath = (path: string) => path.split(".").length === 2 && path.split(".").every(isFieldName);

/** What Odoo itself accepts as a property's name. Odoo makes them from random digits and letters, in any order. */
export const isPropertyName = (name: string) => /^[a-z0-9_]{1,512}$/.test(name) && name !== "__proto__";

/** What Odoo itself accepts as a model's name. */
export const isModelName = (name: string) => /^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$/i.test(name) && name.length <= 128;
