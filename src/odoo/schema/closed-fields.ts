import { forbidden } from "../errors/errors.js";
import { type Field, fieldOf, isSecret, type Model } from "./schema.js";

// Fields that no tool may use, and secrets, which may be read as a mask only.

/** Throws `OdooError` "forbidden" for a field that the policy closes. `at` names the argument. */
export function checkOpen(model: Pick<Model, "name" | "fields">, name: string, at: string): void {
  const rule = fieldOf(model, name)?.closed;
  if (rule) throw closedError(model, name, `${at}: ${model.name}.${name} is closed to this server (${rule}).`, rule);
}

/**
 * As `checkOpen`, and for a secret: whoever can search, sort or group by it finds it letter by letter. `use` completes
 * "cannot be", such as "searched".
 */
export function checkNotSecret(model: Pick<Model, "name" | "fields">, name: string, at: string, use: string): void {
  checkOpen(model, name, at);
  const field: Field | undefined = fieldOf(model, name);
  if (!field || !isSecret(name, field)) return;
  throw closedError(model, name, `${at}: ${model.name}.${name} is secret, so it cannot be ${use}.`, "secret fields");
}

/** Texts of messages, e-mails and mailings, whose links open something to whoever has them. */
const isSentText = (name: string, { type }: Field) => (type === "html" || type === "text") && /^body(_|$)/.test(name);

/** Without digits, signs and wildcards no link's secret is found letter by letter. */
const WORDS = /^[\p{L}\p{M}\s]*$/u;

/** Throws `OdooError` "forbidden" for what is sent, compared with more than words: secrets of links are in it. */
export function checkWords(model: Pick<Model, "name" | "fields">, name: string, value: unknown, at: string): void {
  const field = fieldOf(model, name);
  const texts = (Array.isArray(value) ? value : [value]).filter((one) => typeof one === "string");
  if (!field || !isSentText(name, field) || texts.every((text) => WORDS.test(text))) return;
  const message = `${at}: ${model.name}.${name} holds links that are secret, so it is searched by words of letters alone.`;
  throw forbidden("secret fields", message, {
    model: model.name,
    field: name,
    hint: "Leave out digits, signs and wildcards, or search by other fields, such as subject or date.",
  });
}

/**
 * A closed text of the model: Odoo searches a name among other texts, too, such as a partner's e-mail address, so whoever
 * searches by name finds those letter by letter.
 */
function toldByName(model: Pick<Model, "fields">): readonly [name: string, rule: string] | undefined {
  for (const [name, { closed, type }] of Object.entries(model.fields)) {
    if (closed && (type === "char" || type === "text")) return [name, closed];
  }
  return undefined;
}

/** Whether records may be searched by display name: no closed text of theirs could be told by that. */
export const hasNameSearch = (model: Pick<Model, "fields">): boolean => toldByName(model) === undefined;

/** Throws `OdooError` "forbidden" for a model that has no `hasNameSearch`. */
export function checkNameSearch(model: Pick<Model, "name" | "fields">, at: string): void {
  const told = toldByName(model);
  if (!told) return;
  const [field, rule] = told;
  const message = `${at}: records of ${model.name} cannot be searched by display name, which could tell ${field}, closed to this server (${rule}).`;
  throw forbidden(rule, message, {
    model: model.name,
    field,
    hint: `Search ${model.name} by a field such as name, then use the ids.`,
  });
}

const closedError = ({ name: model }: Pick<Model, "name">, field: string, message: string, rule: string) =>
  forbidden(rule, message, { model, field, hint: "Leave the field out." });
