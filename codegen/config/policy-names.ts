import picomatch from "picomatch";
import { OdooError } from "../../src/odoo/errors/errors.js";
import { type Field, fieldOf, isModelName, type Schema } from "../../src/odoo/schema/schema.js";
import { didYouMean, isSlip } from "../../src/odoo/schema/suggest.js";
import { GUARDED } from "../../src/tools/policy/defaults.js";
import { type Config, configOf, isPattern } from "./config.js";

// Whether the models, fields and methods that a config's policy names are there: a rule of a name that nothing has closes
// nothing.

/** What is known of a model's fields and steps. */
export interface KnownModel {
  fields: Readonly<Record<string, Field>>;
  /** Whether it has no other fields. */
  isWhole: boolean;
  /** The methods that its buttons call. */
  methods: readonly string[];
}

/** What is known of the models of an Odoo. */
export interface Known {
  models: Readonly<Record<string, KnownModel>>;
  /** The names of those, and of others that are there. */
  names: ReadonlySet<string>;
  /** Whether there are no other models, and those of whose fields not all are known were asked for the ones that are named. */
  isComplete: boolean;
}

/** What only Odoo can tell: whether there is a model, with which fields; or which model of a glob there is, with the field. */
export type Open = { model: string } | { glob: string; field?: string };

interface Problem {
  message: string;
  hint: string;
}

/** What is wrong with the names of a policy, and what cannot be told by what is known. */
export interface Judgement {
  problems: readonly Problem[];
  open: readonly Open[];
}

/** What a snapshot tells: of lines and dialogues the fields that tools show, of others that fields refer to the name. */
export function knownFrom({ models, lines = {}, dialogues = {}, reached }: Schema, config: Config): Known {
  const parts = [
    ...Object.values(dialogues).map((model) => ({ model, isWhole: false })),
    ...Object.values(lines).map((model) => ({ model, isWhole: false })),
    ...Object.values(models).map((model) => ({ model, isWhole: true })),
  ];
  const known = parts.map(({ model: { name, fields, views }, isWhole }): [string, KnownModel] => {
    const { buttons } = configOf(config, name) ?? {};
    const methods = [...(views?.buttons ?? []).map((button) => button.name), ...(buttons || [])];
    return [name, { fields, isWhole, methods }];
  });
  const relations = parts.flatMap(({ model }) => Object.values(model.fields).flatMap(({ relation }) => relation ?? []));
  return {
    models: Object.fromEntries(known),
    names: new Set([...known.map(([name]) => name), ...relations, ...(reached?.models ?? [])]),
    isComplete: false,
  };
}

/** Throws `OdooError` "settings" with the first of the problems. */
export function refuseProblems({ problems: [first, ...others] }: Judgement): void {
  if (!first) return;
  const more = others.length > 0 ? ` (and ${others.length} more like it)` : "";
  throw new OdooError("settings", `${first.message}${more}`, { hint: first.hint });
}

export function judgeNames(policy: Config["policy"], known: Known): Judgement {
  const judged = Object.entries(policy).map(([key, entry]) => {
    const matching = namesOf(key, known.names);
    if (matching.length === 0) return judgeAbsent(key, known);
    const owner = ownerOf(key, matching, known);
    const { allowFields = [], denyFields = [], openFields = [], domain = [], methods = [] } = entry;
    const opened = openFields.filter((name) => name !== "*");
    return joined([
      ...[...allowFields, ...denyFields, ...opened].map((name) => judgeField(name, owner)),
      judgeDomain(domain, owner, known),
      ...methods.map((name) => judgeMethod(name, owner)),
    ]);
  });
  return joined(judged);
}

/** The names that an entry of the policy is of. */
export function namesOf(key: string, names: Iterable<string>): string[] {
  const matches = isPattern(key) ? picomatch(key) : (name: string) => name === key;
  return [...names].filter((name) => matches(name));
}

const joined = (judged: readonly Judgement[]): Judgement => ({
  problems: judged.flatMap(({ problems }) => problems),
  open: judged.flatMap(({ open }) => open),
});

const FINE: Judgement = { problems: [], open: [] };
const problem = (message: string, hint: string): Judgement => ({ problems: [{ message, hint }], open: [] });

const MEND = "Correct it, or remove it: it closes nothing.";

const GUARDED_NAMES = GUARDED.flatMap(({ models }) => models).filter(isModelName);

/** Of so many characters no two models differ by two. */
const LONG = 13;

function judgeAbsent(key: string, { names, isComplete }: Known): Judgement {
  const candidates = [...new Set([...names, ...GUARDED_NAMES])];
  const lower = key.toLowerCase();
  const meant = isPattern(key) && namesOf(lower, candidates).length > 0 ? ` Did you mean "${lower}"?` : undefined;
  const said = `The config's policy has an entry for "${key}"`;
  const hint = meant ?? didYouMean(key, candidates);
  if (lower !== key) return problem(`${said}, and models are named in lower case.${hint}`, MEND);
  if (isComplete) return problem(`${said}, and Odoo tells this user of no such model.${hint}`, MEND);
  const open = [isPattern(key) ? { glob: key } : { model: key }];
  if (isPattern(key) || !candidates.some((name) => isSlip(key, name, key.length < LONG ? 1 : 2))) {
    return { problems: [], open };
  }
  const asGlob = `${key.slice(0, -1)}[${key.slice(-1)}]`;
  const mend = `${MEND} If Odoo does have a model of this name, write it as a glob: "${asGlob}".`;
  return { ...problem(`${said}, which is no known model.${hint}`, mend), open };
}

/** What has fields: a model, or together all that a glob matches. */
interface Owner extends KnownModel {
  name: string;
}

function ownerOf(key: string, matching: readonly string[], { models, isComplete }: Known): Owner {
  const found = matching.flatMap((name) => (Object.hasOwn(models, name) ? (models[name] ?? []) : []));
  return {
    name: key,
    fields: Object.assign({}, ...found.map(({ fields }) => fields)),
    isWhole: isPattern(key) ? isComplete : found.some(({ isWhole }) => isWhole),
    methods: found.flatMap(({ methods }) => methods),
  };
}

function judgeField(name: string, owner: Owner): Judgement {
  if (fieldOf(owner, name)) return FINE;
  const names = Object.keys(owner.fields);
  const open: Open[] = owner.isWhole
    ? []
    : [isPattern(owner.name) ? { glob: owner.name, field: name } : { model: owner.name }];
  if (!owner.isWhole && !names.some((other) => isSlip(name, other))) return { problems: [], open };
  const message = `The config's policy names a field "${name}" of ${owner.name}, which has none.${didYouMean(name, names)}`;
  return { ...problem(message, `${MEND} A field that this user may not see counts as none.`), open };
}

/** Odoo does not tell which methods there are: one that no button calls may be one, but for what is spelt like a button's. */
function judgeMethod(name: string, { name: model, methods }: Owner): Judgement {
  if (methods.includes(name) || !methods.some((other) => isSlip(name, other))) return FINE;
  return problem(
    `The config's policy of ${model} names a method "${name}", which no button calls.${didYouMean(name, methods)}`,
    MEND,
  );
}

function judgeDomain(domain: readonly unknown[], owner: Owner, known: Known): Judgement {
  return joined(
    domain.flatMap((term) =>
      Array.isArray(term) && typeof term[0] === "string" ? [judgePath(term[0].split("."), term, owner, known)] : [],
    ),
  );
}

function judgePath(
  [name = "", ...rest]: readonly string[],
  term: readonly unknown[],
  owner: Owner,
  known: Known,
): Judgement {
  const field = fieldOf(owner, name);
  if (!field) return judgeField(name, owner);
  const inner = rest.length === 0 && Array.isArray(term[2]) && (term[1] === "any" || term[1] === "not any");
  // A part of a date, or a property.
  if (!field.relation || (rest.length === 0 && !inner)) return FINE;
  const target = ownerOf(field.relation, [field.relation], known);
  return inner ? judgeDomain(term[2] as unknown[], target, known) : judgePath(rest, term, target, known);
}
