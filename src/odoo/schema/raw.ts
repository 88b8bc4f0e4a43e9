// What goes to Odoo and comes from it, in Odoo's own notation.

/** A domain in Odoo's own notation, already checked. */
export type Domain = readonly unknown[];
/** A record as Odoo sends it: `false` for what is empty. */
export type RawRecord = { id: number } & Record<string, unknown>;
/** A record's values as Odoo takes them. */
export type RawValues = Readonly<Record<string, unknown>>;

/** What a call is made in, and what aborts it. */
export interface CallOptions {
  context?: Readonly<Record<string, unknown>>;
  signal?: AbortSignal | undefined;
  /** Nobody waits for it: calls that somebody waits for go before it. */
  background?: boolean;
}
