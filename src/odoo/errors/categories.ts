/** What a category of failure means. The same words are the tools' results and docs/errors.md. */
export interface CategoryInfo {
  meaning: string;
  /** What a caller can do, as one sentence. */
  next: string;
  /** Whether the cause passes by itself, so that a call that changed nothing may simply be made again. */
  passes: boolean;
}

/** Every kind of failure, and what to do about it. */
export const CATEGORIES = {
  settings: {
    meaning: "the settings do not fit the server",
    next: "Correct the setting that the message names.",
    passes: false,
  },
  auth: {
    meaning: "the credential is refused: wrong, expired or revoked",
    next: "Set a valid ODOO_API_KEY or ODOO_PASSWORD; in a .env file it is read again without a restart.",
    passes: false,
  },
  forbidden: {
    meaning: "the user has no right, or this server's policy refuses it",
    next: "The user of this connection has no right to it; ask an administrator, or use another record or model.",
    passes: false,
  },
  not_found: {
    meaning: "no such record, model, method or database",
    next: "Search for what exists before calling again.",
    passes: false,
  },
  validation: {
    meaning: "an argument or value is wrong; refused here or by Odoo's constraints",
    next: "Correct what the message names and call again.",
    passes: false,
  },
  business_rule: {
    meaning: "Odoo's own rule, in its own words",
    next: "Meet the rule first, or tell the user what Odoo says.",
    passes: false,
  },
  bad_request: {
    meaning: "Odoo did not understand the call, or it is too large",
    next: "Call with other arguments, or with less at a time.",
    passes: false,
  },
  conflict: {
    meaning: "a concurrent change; Odoo rolled the call back",
    next: "Odoo rolled the call back because of a concurrent change. It can be made again.",
    passes: true,
  },
  lock: {
    meaning: "another transaction holds the record",
    next: "Another transaction holds the record. It can be tried again in a moment.",
    passes: true,
  },
  rate_limited: {
    meaning: "too many calls: refused by the server, or here, where they wait for their turn",
    next: "Wait a moment, then make fewer calls at a time.",
    passes: true,
  },
  unavailable: {
    meaning: "the server cannot be reached, or something else answers in its place",
    next: "Try again in a minute; if it stays, the address or the server needs a look.",
    passes: true,
  },
  timeout: {
    meaning: "no answer within ODOO_TIMEOUT_MS",
    next: "Ask for less at a time, or raise ODOO_TIMEOUT_MS.",
    passes: true,
  },
  cancelled: {
    meaning: "the client cancelled the call, or the server is ending",
    next: "Call again if it is still wanted.",
    passes: false,
  },
  server_error: {
    meaning: "anything else that Odoo reports",
    next: "Odoo's log tells more; ODOO_MCP_DEBUG=1 prints what it sent on stderr.",
    passes: false,
  },
} as const satisfies Record<string, CategoryInfo>;

/** What kind of failure it was. The words are part of the tools' interface. */
export type Category = keyof typeof CATEGORIES;
