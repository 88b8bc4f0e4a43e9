import { OdooError } from "../errors/errors.js";
import type { CallOptions, Domain, RawRecord, RawValues } from "../schema/raw.js";
import { countFrom, idsFrom, recordsFrom } from "../wires/answers.js";
import type { WireCall } from "../wires/wire.js";
import { type Calls, notEmpty, type RecordOptions } from "./calls.js";

export interface Page {
  order?: string | undefined;
  limit: number;
  offset?: number;
}

/** What Odoo's own search by name is asked. */
export interface NameSearch {
  name: string;
  domain: Domain;
  /** "=ilike" takes the name for a pattern. */
  operator: "ilike" | "=ilike";
  limit: number;
}

/** Which fields to read, and of relations which of the records that they lead to: Odoo's own notation. */
export type Specification = Readonly<Record<string, object>>;

/** What a page of a search is asked. */
export interface PageQuery {
  domain: Domain;
  /** Details of relations are left out before 17, which knows none. */
  specification: Specification;
  page: Page;
}

/** `length`: of all that the domain finds; 0 of a page past the end, where nothing tells. */
export interface FoundPage {
  records: RawRecord[];
  length: number;
}

/** Methods that find records. */
export interface Searches {
  search(model: string, domain: Domain, page: Page, options?: CallOptions): Promise<number[]>;
  searchRead(
    model: string,
    domain: Domain,
    fields: readonly string[],
    page: Page,
    options?: CallOptions,
  ): Promise<RawRecord[]>;
  searchCount(model: string, domain: Domain, options?: CallOptions): Promise<number>;
  /** A page, and how much there is in all, in one call: Odoo counts where the page is full, as `searchCount` does. */
  webSearchRead(model: string, query: PageQuery, options?: CallOptions): Promise<FoundPage>;
  /**
   * Ids of the records that Odoo finds by name, as where a many2one is filled in, in Odoo's order. It looks at what the
   * model says, such as codes and e-mail addresses, too. A model's own code may answer more than `limit`.
   */
  nameSearch(model: string, asked: NameSearch, options?: CallOptions): Promise<number[]>;
}

/** Methods that read records, and any other that only reads. */
export interface Reads {
  /** Records that do not exist are left out, as Odoo does: compare the ids. */
  read(model: string, ids: readonly number[], fields: readonly string[], options?: CallOptions): Promise<RawRecord[]>;
  /** Reads with details of related records, as `specification` says. From Odoo 17 on. */
  webRead(
    model: string,
    ids: readonly number[],
    specification: Specification,
    options?: CallOptions,
  ): Promise<RawRecord[]>;
  getMetadata(model: string, ids: readonly number[], options?: CallOptions): Promise<RawRecord[]>;
  /** A method that only reads, of the model or of `ids`, with named arguments in the order of its signature. */
  callModel(model: string, method: string, params: WireCall["params"], options?: RecordOptions): Promise<unknown>;
}

export function searchesOf({ series, read }: Calls): Searches {
  /** Odoo 14 and 15 name the domain `args`. */
  const domainName = series.major < 16 ? "args" : "domain";
  return {
    async search(model, domain, page, options) {
      const { offset = 0, limit, order } = checkedPage(page);
      const params = { [domainName]: domain, offset, limit, order: order ?? null };
      return idsFrom(await read({ model, method: "search", params, ...options }), "not_applied");
    },

    // biome-ignore lint/complexity/useMaxParams: Odoo's own arguments, in its order, and the options of every call
    async searchRead(model, domain, fields, page, options) {
      const { offset = 0, limit, order } = checkedPage(page);
      const params = { domain, fields: notEmpty(fields, "fields"), offset, limit, order: order ?? null };
      return recordsFrom(await read({ model, method: "search_read", params, ...options }));
    },

    async searchCount(model, domain, options) {
      return countFrom(await read({ model, method: "search_count", params: { [domainName]: domain }, ...options }));
    },

    async webSearchRead(model, { domain, specification, page }, options) {
      const { offset = 0, limit, order } = checkedPage(page);
      const fields = notEmpty(Object.keys(specification), "fields");
      const asked = series.major < 17 ? { fields } : { specification };
      const params = { domain, ...asked, offset, limit, order: order ?? null };
      const found = await read({ model, method: "web_search_read", params, ...onlyReading(options) });
      const { records, length } = (found ?? {}) as { records?: unknown; length?: unknown };
      return { records: recordsFrom(records), length: countFrom(length) };
    },

    async nameSearch(model, { name, domain, operator, limit }, options) {
      const params = { name, [series.major < 19 ? "args" : "domain"]: domain, operator, ...checkedPage({ limit }) };
      const pairs = await read({ model, method: "name_search", params, ...options });
      const first = (pair: unknown) => (Array.isArray(pair) ? pair[0] : pair);
      return idsFrom(Array.isArray(pairs) ? pairs.map(first) : pairs, "not_applied");
    },
  };
}

export function readsOf({ read }: Calls): Reads {
  return {
    async read(model, ids, fields, options) {
      const params = { fields: notEmpty(fields, "fields") };
      return recordsFrom(await read({ model, method: "read", ids: notEmpty(ids, "ids"), params, ...options }), ids);
    },

    async webRead(model, ids, specification, options) {
      const call = { model, method: "web_read", ids: notEmpty(ids, "ids"), params: { specification } };
      return recordsFrom(await read({ ...call, ...onlyReading(options) }), ids);
    },

    async getMetadata(model, ids, options) {
      return recordsFrom(await read({ model, method: "get_metadata", ids: notEmpty(ids, "ids"), ...options }), ids);
    },

    callModel(model, method, params, options) {
      return read({ model, method, ...(params ? { params } : {}), ...options });
    },
  };
}

/** An account of Odoo's own shop is else brought up to date over the network by its `web_read` (18 on), and by each that leads to it. */
const ONLY_READING: RawValues = { disable_iap_fetch: true };

const onlyReading = <Options extends CallOptions>(options: Options | undefined) => ({
  ...options,
  context: { ...ONLY_READING, ...options?.context },
});

/** Odoo takes a limit of 0, false or null for "no limit" (all versions). */
function checkedPage(page: Page): Page {
  if (Number.isInteger(page.limit) && page.limit >= 1) return page;
  throw new OdooError("bad_request", `limit must be 1 or more, not ${page.limit}.`);
}
