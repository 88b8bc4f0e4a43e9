import { type Field, type FieldType, fieldOf, type Model } from "../../odoo/schema/schema.js";
import {
  copiedFrom,
  type Heir,
  inheriting,
  leadsThrough,
  mirroredBy,
  namesakesOf,
  partsOf,
  sourcesOf,
} from "../../odoo/schema/sources.js";
import { CLOSED_FIELDS, READ_ONLY_FIELDS } from "./defaults.js";
import type { Ruling } from "./settings.js";

// Which fields of a model are closed: those that the config names, and those that tell the same.

interface FieldRules {
  allow: Ruling<readonly string[]> | undefined;
  deny: Ruling<readonly string[]> | undefined;
}

export interface Closing {
  rulesOf(model: string): FieldRules;
  /** The domain of a model that is limited. */
  domainOf(model: string): Ruling<readonly unknown[]> | undefined;
  /** The known models that show fields of a model as their own. */
  heirs(model: string): readonly Heir[];
  /** A model as the snapshot has it. */
  known(model: string): Model | undefined;
}

type Mark = Pick<Field, "closed" | "readonly" | "required">;

/** A required choice would be made once, with the record: see `isCreateOnly`. */
const NEVER_WRITTEN: Mark = { readonly: true, required: false };

/** Marks a model's fields that are closed or not written; the same model again for one that has none, and the same marked one each time. */
export function fieldMarker({ heirs, ...rest }: Closing): (model: Model) => Model {
  const marked = new WeakMap<Model, Model>();
  const found = new Map<string, readonly Heir[]>();
  const heirsOnce = (model: string) => {
    const known = found.get(model) ?? heirs(model);
    found.set(model, known);
    return known;
  };
  const closing = { ...rest, heirs: heirsOnce };
  return (model) => {
    const known = marked.get(model);
    if (known) return known;
    const marks = Object.keys(model.fields).flatMap((name): (readonly [string, Mark])[] => {
      const closed = ruleClosing({ model, name }, closing);
      if (closed) return [[name, { closed }]];
      const isNeverWritten = [{ model: model.name, field: name }, ...mirroredBy(model, name)].some((one) =>
        isReadOnly(one.model, one.field),
      );
      return isNeverWritten ? [[name, NEVER_WRITTEN]] : [];
    });
    const made = marks.length === 0 ? model : withMarks(model, marks);
    marked.set(model, made);
    return made;
  };
}

function withMarks(model: Model, marks: readonly (readonly [name: string, Mark])[]): Model {
  const fields = { ...model.fields };
  for (const [name, mark] of marks) {
    const field = fields[name];
    if (field) fields[name] = { ...field, ...mark };
  }
  return { ...model, fields };
}

const isReadOnly = (model: string, name: string) =>
  Object.hasOwn(READ_ONLY_FIELDS, model) && READ_ONLY_FIELDS[model]?.includes(name) === true;

interface Place {
  model: Model;
  name: string;
}

/** The rule that closes a field: one of its own, or of what it is elsewhere. */
function ruleClosing(place: Place, closing: Closing): string | undefined {
  return configClosing(place, closing, new Set()) ?? defaultClosing(place, closing);
}

/** By what holds unless the model's own `allowFields` says otherwise; what is computed from such a field is open. */
function defaultClosing({ model, name }: Place, { rulesOf }: Closing): string | undefined {
  if (rulesOf(model.name).allow?.value.includes(name)) return undefined;
  const places = [{ model: model.name, field: name }, ...mirroredBy(model, name), ...sourcesOf(model, name)];
  const isClosed = places.some(
    (one) =>
      !rulesOf(one.model).allow &&
      Object.hasOwn(CLOSED_FIELDS, one.model) &&
      CLOSED_FIELDS[one.model]?.includes(one.field),
  );
  return isClosed ? "default: closed fields" : undefined;
}

const ALWAYS_OPEN = ["id", "display_name"];

function configClosing(place: Place, closing: Closing, seen: Set<string>): string | undefined {
  const { model, name } = place;
  const key = `${model.name} ${name}`;
  if (seen.has(key)) return undefined;
  seen.add(key);
  const rules = closing.rulesOf(model.name);
  const own = ruleOf(rules, name);
  // Whoever names a field in allowFields means this one, wherever its value comes from.
  if (own || rules.allow?.value.includes(name) || ALWAYS_OPEN.includes(name)) return own;
  for (const [other, field] of elsewhere(place, closing)) {
    const there = other === model.name ? model : (closing.known(other) ?? inheriting(other, field));
    const rule = there
      ? configClosing({ model: there, name: field }, closing, seen)
      : ruleOf(closing.rulesOf(other), field);
    if (rule) return rule;
  }
  return limitClosing(place, closing);
}

function ruleOf({ allow, deny }: FieldRules, name: string): string | undefined {
  if (deny?.value.includes(name)) return deny.rule;
  return allow && !allow.value.includes(name) && !ALWAYS_OPEN.includes(name) ? allow.rule : undefined;
}

/** Where else its value is, or comes from. */
function elsewhere({ model, name }: Place, { heirs, known, rulesOf }: Closing): (readonly [string, field: string])[] {
  const others = [...shownFrom({ model, name }, known), ...sourcesOf(model, name), ...copiedFrom(model, name)];
  const namesakes = namesakesOf(model, name).filter((one) => {
    const there = known(one.model);
    return there ? fieldOf(there, one.field) : rulesOf(one.model).deny?.value.includes(one.field);
  });
  return [
    ...[...others, ...namesakes].map((one) => [one.model, one.field] as const),
    ...heirs(model.name).flatMap((heir) => (heir.fields.includes(name) ? [[heir.model, name] as const] : [])),
    ...partsOf(model, name)
      .filter((part) => isAlike(model, name, part))
      .map((part) => [model.name, part] as const),
  ];
}

const shownFrom = ({ model, name }: Place, known: Closing["known"]) => [
  ...mirroredBy(model, name),
  ...leadsThrough(model, name, known),
];

/** Whether one could hold what the other does: `email_normalized` the e-mail address that it is computed from. */
function isAlike(model: Model, name: string, part: string): boolean {
  const [one, other] = [fieldOf(model, name), fieldOf(model, part)];
  return one !== undefined && other !== undefined && kindOf(one) === kindOf(other);
}

const KINDS: Partial<Record<FieldType, string>> = {
  char: "text",
  html: "text",
  integer: "number",
  float: "number",
  monetary: "number",
};

const kindOf = ({ type, relation }: Field): string => relation ?? KINDS[type] ?? type;

/**
 * The rule of a domain that may leave out the record behind a relation: what is shown of that one here, but its name, is read as by
 * a path. Where the model's own domain speaks of the relation, it says which of them there are.
 */
function limitClosing({ model, name }: Place, { domainOf, known }: Closing): string | undefined {
  if (name === "name") return undefined;
  const own = (domainOf(model.name)?.value ?? []).flatMap((term) => (Array.isArray(term) ? [String(term[0])] : []));
  const isChosen = (link: string) => own.some((path) => path === link || path.startsWith(`${link}.`));
  const limits = shownFrom({ model, name }, known).map((one) => (isChosen(one.link) ? undefined : domainOf(one.model)));
  return limits.find((limit) => limit !== undefined)?.rule;
}
