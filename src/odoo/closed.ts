import { forbidden } from "./errors.js";
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

const closedError = ({ name: model }: Pick<Model, "name">, field: string, message: string, rule: string) =>
  forbidden(rule, message, { model, field, hint: "Leave the field out." });
