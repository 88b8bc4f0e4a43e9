import { CATEGORIES, type Category } from "./categories.js";
import { tellable, tellableInShort } from "./tell.js";

export type { Category } from "./categories.js";

/** Whether the call changed data. `unknown`: the request may have reached Odoo, the answer did not reach us. */
export type Outcome = "not_applied" | "applied" | "unknown";

/** Longer ones are no names, but what a caller gave for one. */
const MAX_NAME = 128;

export interface ErrorDetails {
  outcome?: Outcome;
  model?: string | undefined;
  field?: string | undefined;
  /** Id of the record that Odoo names. */
  record?: number | undefined;
  /** What to do next, as one sentence. */
  hint?: string | undefined;
  /** The rule of this server's policy that refused it. */
  rule?: string | undefined;
  /** False where the cause does not pass by itself although its category's causes do, such as a wrong certificate. */
  passes?: boolean | undefined;
  /** How long the server asks to wait before the next call. */
  retryAfterMs?: number | undefined;
  /** Whether the message is in words of Odoo's, which may be those of its records. */
  quotesOdoo?: boolean | undefined;
  /** What was thrown by code of ours, for stderr: never part of a result. */
  cause?: unknown;
}

/**
 * The one error that leaves `src/odoo` and `src/tools`. Its message and hint are fit for a person: no traceback, SQL or path, and,
 * whatever they are made of, no secret of this process and nothing that a terminal obeys.
 */
export class OdooError extends Error {
  readonly category: Category;
  readonly outcome: Outcome;
  readonly model: string | undefined;
  readonly field: string | undefined;
  readonly record: number | undefined;
  readonly hint: string | undefined;
  readonly rule: string | undefined;
  readonly passes: boolean;
  readonly retryAfterMs: number | undefined;
  readonly quotesOdoo: boolean;

  constructor(category: Category, message: string, details: ErrorDetails = {}) {
    super(tellableInShort(message), details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "OdooError";
    this.category = category;
    this.outcome = details.outcome ?? "not_applied";
    this.model = nameIn(details.model);
    this.field = nameIn(details.field);
    this.record = details.record;
    this.hint = details.hint && tellableInShort(details.hint);
    this.rule = details.rule;
    this.passes = details.passes ?? CATEGORIES[category].passes;
    this.retryAfterMs = details.retryAfterMs;
    this.quotesOdoo = details.quotesOdoo ?? false;
  }

  /** True where the same call may simply be made again: nothing was applied and the cause passes. */
  get retryable(): boolean {
    return this.outcome === "not_applied" && this.passes;
  }

  /** The same failure of a call that changes nothing, whatever became of it. */
  ofRead(): OdooError {
    return this.outcome === "not_applied"
      ? this
      : new OdooError(this.category, this.message, { ...this, outcome: "not_applied" });
  }
}

/** A name, which an answer of Odoo's may hold in any form. */
const nameIn = (name: unknown): string | undefined => (typeof name === "string" ? name.slice(0, MAX_NAME) : undefined);

/** A fault of ours: told without its words, which are for stderr. */
export const unexpected = (cause: unknown, outcome: Outcome) =>
  new OdooError("server_error", "This server failed in a way it did not expect; its log on stderr tells more.", {
    outcome,
    hint: "Report it, with what stderr says.",
    cause,
  });

/** What failed before a change was sent, or where there was none to send: a fault of ours, too. */
export const asNotApplied = (error: unknown): OdooError =>
  error instanceof OdooError ? error : unexpected(error, "not_applied");

/**
 * What failed after a change was made, whatever it was: told as applied, with the records and that the call is not to be
 * made again. A refusal by a rule of the policy keeps its own words. `done` says what was made, where it is not all.
 */
export function asApplied(error: unknown, model: string, ids: readonly number[], done?: string): OdooError {
  const known = error instanceof OdooError ? error : unexpected(error, "applied");
  const which =
    ids.length > 0 ? ` ${ids.slice(0, MAX_IDS).join(", ")}${ids.length > MAX_IDS ? " and others" : ""}` : "";
  const made = done ?? `the change of ${model}${which} was made`;
  const message = known.rule ? known.message : `What came after failed, but ${made}: ${known.message}`;
  return new OdooError(known.category, message, {
    ...known,
    outcome: "applied",
    record: known.record ?? (ids.length === 1 ? ids[0] : undefined),
    hint: known.rule || done ? known.hint : "Do not make the call again: read the records to see what became of it.",
    cause: known.cause,
  });
}

const MAX_IDS = 20;

/** A refusal by this server's own policy, which names its rule. Nothing was sent. */
export const forbidden = (rule: string, message: string, details: Omit<ErrorDetails, "rule" | "outcome"> = {}) =>
  new OdooError("forbidden", message, { ...details, rule });

/** Odoo's exception names, as `/jsonrpc` and `/json/2` tell them (14 to 19). */
export const BY_NAME: Readonly<Record<string, Category>> = {
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
  "psycopg2.errors.AdminShutdown": "unavailable",
  "psycopg2.errors.CrashShutdown": "unavailable",
  "psycopg2.errors.CannotConnectNow": "unavailable",
  "psycopg2.errors.TooManyConnections": "unavailable",
  "psycopg2.pool.PoolError": "unavailable",
  "psycopg2.OperationalError": "unavailable",
  "psycopg2.InterfaceError": "unavailable",
};

/** Python's own exceptions, by what their text says (odoo-api: they are how Odoo reports a wrong argument). */
const BY_TEXT: readonly [RegExp, Category][] = [
  [/^Object .+ doesn't exist|the model '.+' does not exist|The method '.+' does not exist/, "not_found"],
  [/^type object '.+' has no attribute|object has no attribute '\w+'$/, "not_found"],
  [/^Record does not exist or has been deleted/, "not_found"],
  [/database "[^"]*" does not exist/, "not_found"],
  [/^Wrong value for |^Invalid field |^Invalid leaf |^Invalid operator |Invalid domain/, "validation"],
  // XML-RPC gives every UserError the same code, and ValidationError is one.
  [/^The operation cannot be completed|^Missing required value for the field/, "validation"],
  [/required positional argument|unexpected keyword argument|missing a required argument/, "bad_request"],
];

/** The exception Odoo raised, by its Python name and message, as an `OdooError`: it was rolled back, nothing was applied. */
export function fromException(name: string, message: string, model?: string): OdooError {
  const text = readable(name, message);
  const byText = BY_TEXT.find(([pattern]) => pattern.test(text))?.[1];
  const named = BY_NAME[name];
  // Odoo raises UserError for an unknown model too, and XML-RPC cannot tell a missing record from a UserError.
  const category =
    byText === "not_found" || !named || named === "business_rule" ? (byText ?? named ?? "server_error") : named;
  const details = {
    model,
    field: fieldIn(text),
    record: recordIn(text),
    hint: EXPLAINED.has(category) ? CATEGORIES[category].next : undefined,
  };
  if (category !== "unavailable") return new OdooError(category, text, { ...details, quotesOdoo: true });
  // The connection to PostgreSQL may have broken while it committed.
  const outcome =
    NOT_BEGUN.test(text) ||
    name.endsWith("CannotConnectNow") ||
    name.endsWith("TooManyConnections") ||
    name.endsWith("PoolError")
      ? "not_applied"
      : "unknown";
  return new OdooError(category, "Odoo cannot use its database at the moment.", { ...details, outcome });
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
  return new OdooError("server_error", message, { model, outcome, quotesOdoo: true });
}

/** Whether `name` is a key or an item somewhere in a call's arguments. */
function names(given: unknown, name: string): boolean {
  if (typeof given !== "object" || given === null) return given === name;
  return (
    (!Array.isArray(given) && Object.hasOwn(given, name)) || Object.values(given).some((item) => names(item, name))
  );
}

/** Failures that say nothing of what was asked for: the next call, or one with another credential, may be answered. */
export const PASSING: ReadonlySet<Category> = new Set(["unavailable", "timeout", "cancelled", "auth", "rate_limited"]);

/** Whether Odoo says that a model lacks what its description had: a field was removed, or an addon uninstalled. */
export const showsMovedSchema = ({ category, message }: OdooError): boolean =>
  (category === "validation" || category === "not_found") &&
  /^Invalid field |^Object .+ doesn't exist|the model '.+' does not exist/.test(message);

/** A message of `load`, which does not say what exception it was: the text decides. */
export function fromLoad(message: string, model: string, field: string | undefined): OdooError {
  const name = LOAD_EXCEPTIONS.find(([pattern]) => pattern.test(message))?.[1] ?? "odoo.exceptions.UserError";
  const { category, message: text, hint } = fromException(name, message.split("\nLINE ")[0] ?? "", model);
  return new OdooError(category, text, { model, field: field ?? fieldIn(text), hint, quotesOdoo: true });
}

const LOAD_EXCEPTIONS: readonly [RegExp, string][] = [
  [/could not serialize access|deadlock detected/, "psycopg2.errors.SerializationFailure"],
  [/not allowed to|security restrictions|top-secret records/, "odoo.exceptions.AccessError"],
  [
    /mandatory field|Missing required value|No matching record found|not found in selection/,
    "odoo.exceptions.ValidationError",
  ],
];

/** Where Odoo's own sentence says what is wrong, but not that it passes, or who can help. */
const EXPLAINED: ReadonlySet<Category> = new Set(["forbidden", "conflict", "lock"]);

/** psycopg2's words where no connection came about. */
const NOT_BEGUN =
  /could not connect|connection to server (at|on) .* failed|starting up|shutting down|too many (clients|connections)/;

/** Some addons raise whole reports. */
const MAX_MESSAGE = 4_000;

/** One exception as a sentence. PostgreSQL's messages carry SQL from their second line on; `KeyError`'s is only the key. */
function readable(name: string, message: string): string {
  // A secret that is cut in two would not be known for one.
  const text = tellable(message).trim().slice(0, MAX_MESSAGE);
  if (name.startsWith("psycopg2")) return text.split("\n")[0] ?? "";
  if (name.endsWith("KeyError")) return `Odoo raised KeyError: ${text.startsWith("'") ? text : `'${text}'`}`;
  // A traceback within a message, as some addons raise it.
  const plain = text.split(/Traceback \(most|^[ \t]+File "|File "[^"\n]*\.py", line \d/m)[0]?.trim();
  return plain || `Odoo raised ${name} without a message.`;
}

/** `(Record: res.partner(99,), User: 2)`. */
function recordIn(text: string): number | undefined {
  const id = /\bRecords?: [\w.]+\((\d+),/.exec(text)?.[1];
  return id === undefined ? undefined : Number(id);
}

function fieldIn(text: string): string | undefined {
  const patterns = [
    /Invalid field '(\w+)'/,
    /^Wrong value for [\w.]+\.(\w+)/,
    /^Invalid field [\w.]+\.(\w+)/,
    /field '.*' \((\w+)\)/,
    /\bField: .* \((\w+)\)/,
  ];
  for (const pattern of patterns) {
    const found = pattern.exec(text)?.[1];
    if (found) return found;
  }
  return undefined;
}
