/** What kind of failure it was. The words are part of the tools' interface. */
export type Category =
  | "settings"
  | "auth"
  | "forbidden"
  | "not_found"
  | "validation"
  | "business_rule"
  | "bad_request"
  | "conflict"
  | "lock"
  | "rate_limited"
  | "unavailable"
  | "timeout"
  | "cancelled"
  | "server_error";

/** Whether the call changed data. `unknown`: the request may have reached Odoo, the answer did not reach us. */
export type Outcome = "not_applied" | "applied" | "unknown";

export interface ErrorDetails {
  outcome?: Outcome;
  model?: string | undefined;
  field?: string | undefined;
  /** What to do next, as one sentence. */
  hint?: string | undefined;
}

/** The one error that leaves `src/odoo` and `src/tools`. Its message is fit for a person: no traceback, SQL, path or secret. */
export class OdooError extends Error {
  readonly category: Category;
  readonly outcome: Outcome;
  readonly model: string | undefined;
  readonly field: string | undefined;
  readonly hint: string | undefined;

  constructor(category: Category, message: string, details: ErrorDetails = {}) {
    super(message);
    this.name = "OdooError";
    this.category = category;
    this.outcome = details.outcome ?? "not_applied";
    this.model = details.model;
    this.field = details.field;
    this.hint = details.hint;
  }

  /** True where the same call may simply be made again: nothing was applied and the cause passes. */
  get retryable(): boolean {
    return this.outcome === "not_applied" && RETRYABLE.has(this.category);
  }
}

const RETRYABLE: ReadonlySet<Category> = new Set(["conflict", "lock", "rate_limited", "unavailable", "timeout"]);

/** Odoo's exception names, as `/jsonrpc` and `/json/2` tell them (14 to 19). */
const BY_NAME: Readonly<Record<string, Category>> = {
  "odoo.exceptions.AccessDenied": "auth",
  "odoo.exceptions.AccessError": "forbidden",
  "odoo.exceptions.MissingError": "not_found",
  "odoo.exceptions.ValidationError": "validation",
  "odoo.exceptions.UserError": "business_rule",
  "odoo.exceptions.RedirectWarning": "business_rule",
  "odoo.exceptions.LockError": "lock",
  "odoo.exceptions.ConcurrencyError": "conflict",
  "odoo.http.SessionExpiredException": "auth",
  "werkzeug.exceptions.Unauthorized": "auth",
  "werkzeug.exceptions.Forbidden": "forbidden",
  "werkzeug.exceptions.NotFound": "not_found",
  "werkzeug.exceptions.BadRequest": "bad_request",
  "werkzeug.exceptions.UnprocessableEntity": "bad_request",
  "psycopg2.errors.SerializationFailure": "conflict",
  "psycopg2.errors.DeadlockDetected": "conflict",
  "psycopg2.errors.LockNotAvailable": "conflict",
  "psycopg2.InterfaceError": "unavailable",
};

/** Python's own exceptions, by what their text says (odoo-api: they are how Odoo reports a wrong argument). */
const BY_TEXT: readonly [RegExp, Category][] = [
  [/^Object .+ doesn't exist|the model '.+' does not exist|The method '.+' does not exist/, "not_found"],
  [/^type object '.+' has no attribute|object has no attribute '\w+'$/, "not_found"],
  [/^Record does not exist or has been deleted/, "not_found"],
  [/database "[^"]*" does not exist/, "not_found"],
  [/^Wrong value for |^Invalid field |^Invalid leaf |^Invalid operator |Invalid domain/, "validation"],
  [/required positional argument|unexpected keyword argument|missing a required argument/, "bad_request"],
];

/** The exception Odoo raised, by its Python name and message, as an `OdooError`: it was rolled back, nothing was applied. */
export function fromException(name: string, message: string, model?: string): OdooError {
  const text = readable(name, message);
  const byText = BY_TEXT.find(([pattern]) => pattern.test(text))?.[1];
  const named = BY_NAME[name];
  // Odoo raises UserError for an unknown model too, and XML-RPC cannot tell a missing record from a UserError.
  const category = named && named !== "business_rule" ? named : (byText ?? named ?? "server_error");
  return new OdooError(category, text, { model, field: fieldIn(text), hint: HINTS[category] });
}

/**
 * Python's own exceptions tell little by themselves, and are about the call only where they name something of it: a
 * KeyError one of its fields, an AttributeError its method. Otherwise Odoo's code has failed.
 */
export function inView(error: OdooError, call: { method: string; params?: unknown }): OdooError {
  const { message, model, outcome } = error;
  const key = /^Odoo raised KeyError: '(.+)'$/.exec(message)?.[1];
  if (key !== undefined && names(call.params, key)) {
    return new OdooError("validation", `Invalid field '${key}'`, { model, field: key, outcome });
  }
  const attribute = /has no attribute '(\w+)'$/.exec(message)?.[1];
  if (error.category !== "not_found" || attribute === undefined || attribute === call.method) return error;
  return new OdooError("server_error", message, { model, outcome });
}

/** Whether `name` is a key or an item somewhere in a call's arguments. */
function names(given: unknown, name: string): boolean {
  if (typeof given !== "object" || given === null) return given === name;
  return (
    (!Array.isArray(given) && Object.hasOwn(given, name)) || Object.values(given).some((item) => names(item, name))
  );
}

const HINTS: Partial<Record<Category, string>> = {
  forbidden: "The user of this connection has no right to it; ask an administrator, or use another record or model.",
  conflict: "Odoo rolled the call back because of a concurrent change. It can be made again.",
  lock: "Another transaction holds the record. It can be tried again in a moment.",
};

/** One exception as a sentence. PostgreSQL's messages carry SQL from their second line on; `KeyError`'s is only the key. */
function readable(name: string, message: string): string {
  const text = message.trim();
  if (name.startsWith("psycopg2")) return text.split("\n")[0] ?? "";
  if (name.endsWith("KeyError")) return `Odoo raised KeyError: ${text.startsWith("'") ? text : `'${text}'`}`;
  return text || `Odoo raised ${name} without a message.`;
}

function fieldIn(text: string): string | undefined {
  const patterns = [
    /Invalid field '(\w+)'/,
    /^Wrong value for [\w.]+\.(\w+)/,
    /field '.*' \((\w+)\)/,
    /\bField: .* \((\w+)\)/,
  ];
  for (const pattern of patterns) {
    const found = pattern.exec(text)?.[1];
    if (found) return found;
  }
  return undefined;
}
