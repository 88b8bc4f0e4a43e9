import { cached } from "./cache.js";
import type { Connection } from "./connection/connect.js";
import { languagesOf, type User, type UserContext } from "./connection/user.js";
import { inView, OdooError } from "./errors/errors.js";
import { type Calls, notEmpty, type RecordOptions } from "./methods/calls.js";
import { type CreatedRecord, createAndRead } from "./methods/create-and-read.js";
import { type Reads, readsOf, type Searches, searchesOf } from "./methods/reads.js";
import { ATTRIBUTES, fieldsFromOdoo, type RawField } from "./schema/fields-from-odoo.js";
import type { CallOptions, RawValues } from "./schema/raw.js";
import type { Field, Right } from "./schema/schema.js";
import type { Series } from "./schema/series.js";
import { sideBySide } from "./side-by-side.js";
import type { LoadTable } from "./values/load-table.js";
import { dottedFields, nestedFields, type OnchangeFields, type Reaction, reactionFrom } from "./values/onchange.js";
import { type RawViews, VIEW_TYPES, viewsFromOdoo } from "./views/raw-views.js";
import { checkDone, idsFrom, loadedIds } from "./wires/answers.js";
import { jobWire } from "./wires/job.js";
import type { Retry, WireCall } from "./wires/wire.js";

export interface LoadOptions extends CallOptions {
  /** The table does nothing the second time, so that it may be sent again where its answer was lost. */
  repeatable?: boolean;
}

export interface MethodOptions extends CallOptions {
  /** Arguments by name. */
  named?: RawValues;
}

export interface OnchangeOptions extends CallOptions {
  /** The fields that a person changed on a form that is open. None: the form opens, and Odoo takes in its defaults. */
  changed?: readonly string[];
}

export interface ViewOptions extends CallOptions {
  /** The form of this id, instead of the one that opens first. */
  formView?: number;
  /** Also the entries of the Action and Print menus. */
  menus?: boolean;
}

/** Odoo's ORM methods. Differences between versions and wires end here. Every function throws `OdooError`. */
export interface Client extends Searches, Reads {
  readonly series: Series;
  readonly url: string;
  readonly user: User;
  /** The same client, whose calls are made in another language, time zone or company. */
  inContext(context: Partial<UserContext>): Client;
  /** The same client, whose calls that change records are made in this context, beside the user's and before their own. */
  writingIn(context: RawValues): Client;
  /** The same client, whose calls tell of every repetition. */
  tellingRetries(onRetry: (retry: Retry) => void): Client;
  /** The same client for one job: once Odoo has answered a call of it, its others wait for no job that has not begun. */
  asOneJob(): Client;
  /** Codes of the installed languages. */
  languages(): Promise<string[]>;
  /** Throws `OdooError` "validation", which names the field, for values to write that the wire cannot carry. */
  checkSendable(values: RawValues): Promise<void>;
  /** One transaction. The ids are in the order of the values. */
  create(model: string, values: readonly RawValues[], options?: CallOptions): Promise<number[]>;
  /** Creates or writes the records of a table, as its first column says. One transaction; ids in the order of the rows. */
  load(model: string, table: LoadTable, options?: LoadOptions): Promise<number[]>;
  write(model: string, ids: readonly number[], values: RawValues, options?: CallOptions): Promise<void>;
  /**
   * Creates one record and, where Odoo can (from 17 on), reads fields of it in the same transaction: texts, whole numbers, yes
   * and no. What fails for the reading alone is created without it.
   */
  createAndRead(
    model: string,
    values: RawValues,
    fields: readonly string[],
    options?: CallOptions,
  ): Promise<CreatedRecord>;
  unlink(model: string, ids: readonly number[], options?: CallOptions): Promise<void>;
  fieldsGet(model: string, options?: CallOptions): Promise<Record<string, Field>>;
  /**
   * The views that a user opens first, as this one sees them. Needs the right to read the model, and another wire than
   * XML-RPC on 14, whose views hold values that XML-RPC cannot carry.
   */
  getViews(model: string, options?: ViewOptions): Promise<RawViews>;
  defaultGet(model: string, fields: readonly string[], options?: CallOptions): Promise<RawValues>;
  /**
   * What a form shows of a new record that holds `values`: as it opens, all; after a change, what became different of it.
   * Writes nothing.
   */
  onchange(model: string, values: RawValues, fields: OnchangeFields, options?: OnchangeOptions): Promise<Reaction>;
  /** An object method, such as a button's. Answers what it returned: often an action, or null. */
  callMethod(model: string, ids: readonly number[], method: string, options?: MethodOptions): Promise<unknown>;
  /**
   * Whether the user may do it to records of the model in general, where rules may still refuse single records; to each of
   * `ids`, where there are some. A model that does not exist is "not_found".
   */
  hasAccess(model: string, right: Right, options?: RecordOptions): Promise<boolean>;
  /** Whether the user is in a group, by its external id, such as "base.group_system". */
  hasGroup(group: string, options?: CallOptions): Promise<boolean>;
  /** The ids of the user's groups, whose rights are the user's rights to models; undefined where Odoo does not tell. */
  ownGroups(options?: CallOptions): Promise<readonly number[] | undefined>;
}

/** `writing`: what calls that change records add to the context. */
type Signed = Omit<Connection, "refreshUser" | "queue"> & { writing?: RawValues };

/** The client of a connection. Its user is at any time the connection's, which a new sign-in may have changed. */
export function createClient(connection: Omit<Signed, "writing">): Client {
  const installed = cached(() => languagesOf(connection.wire));
  return clientOf(connection, () => installed.get(""));
}

/** `languages` are of the instance: the same in every context. */
function clientOf(connection: Signed, languages: Client["languages"]): Client {
  const calls = callsOf(connection);
  return {
    series: connection.series,
    url: connection.url,
    get user() {
      return connection.user;
    },
    inContext(context) {
      const user = { ...connection.user, context: { ...connection.user.context, ...context } };
      return clientOf({ ...connection, user }, languages);
    },
    writingIn(writing) {
      // Kept for long, so it has the connection's user of any time.
      const user = () => connection.user;
      return clientOf(
        {
          ...connection,
          get user() {
            return user();
          },
          writing,
        },
        languages,
      );
    },
    tellingRetries(onRetry) {
      const wire = { call: (call: WireCall) => connection.wire.call({ ...call, onRetry }) };
      return clientOf({ ...connection, wire }, languages);
    },
    asOneJob: () => clientOf({ ...connection, wire: jobWire(connection.wire) }, languages),
    languages,
    async checkSendable(values) {
      if (connection.wireName === "xmlrpc") (await import("./wires/xml-rpc.js")).checkSendable(values);
    },
    ...searchesOf(calls),
    ...readsOf(calls),
    ...writesOf(calls),
    ...descriptionsOf(calls),
    ...rightsOf(calls),
  };
}

function callsOf(connection: Signed): Calls {
  const called = async (call: WireCall) => {
    try {
      return await connection.wire.call({ ...call, context: { ...connection.user.context, ...call.context } });
    } catch (error) {
      throw error instanceof OdooError ? inView(error, call) : error;
    }
  };
  const write = (call: WireCall) => called({ ...call, context: { ...connection.writing, ...call.context } });
  const read = async (call: WireCall) => {
    try {
      return await called(call);
    } catch (error) {
      throw error instanceof OdooError ? error.ofRead() : error;
    }
  };
  const { series, wireName } = connection;
  const readsBack = series.major >= 17 && wireName !== "xmlrpc";
  return { series, readsBack, user: () => connection.user, read, write };
}

/** Methods that change records, or may. */
function writesOf({ write, readsBack }: Calls): Pick<Client, Writing | "createAndRead"> {
  const methods: Pick<Client, Writing> = {
    async create(model, values, options) {
      const created = await write({
        model,
        method: "create",
        params: { vals_list: notEmpty(values, "values") },
        ...asOthers(model, options),
      });
      return idsFrom(created, "unknown", values.length);
    },

    async load(model, { fields, rows }, options) {
      // A further line of the same record has no key.
      const records = rows.filter(([key]) => key !== "").length;
      const result = await write({
        model,
        method: "load",
        params: { fields, data: rows },
        ...asOthers(model, options),
      });
      return loadedIds(result, model, records);
    },

    async write(model, ids, values, options) {
      const call = { model, method: "write", ids: notEmpty(ids, "ids"), params: { vals: values } };
      checkDone(await write({ ...call, ...asOthers(model, options) }));
    },

    async unlink(model, ids, options) {
      checkDone(await write({ model, method: "unlink", ids: notEmpty(ids, "ids"), ...options }));
    },

    async callMethod(model, ids, method, options) {
      const context = { ...AS_OTHERS, ...options?.context };
      return write({ model, method, ids: notEmpty(ids, "ids"), ...options, context });
    },
  };
  return {
    ...methods,
    async createAndRead(model, values, fields, options) {
      const create = async () => (await methods.create(model, [values], options))[0] as number;
      if (!readsBack) return { id: await create() };
      const call = { model, method: "web_save", ids: [], ...asOthers(model, options) };
      return createAndRead(values, notEmpty(fields, "fields"), {
        webSave: (params) => write({ ...call, params }),
        create,
      });
    },
  };
}

type Writing = "create" | "load" | "write" | "unlink" | "callMethod";

/**
 * Odoo asks an administrator for the layout of documents first where the company has chosen none, and then does nothing of
 * what was asked for. This makes it do for administrators what it does for others.
 */
const AS_OTHERS: RawValues = { discard_logo_check: true };

/**
 * A web page or SVG that an administrator attaches is served as one, and runs in the browser of whoever opens it; that of others
 * is plain text (14 to 19). This makes it so for administrators.
 */
function asOthers<Options extends CallOptions>(model: string, options: Options | undefined): Options | undefined {
  if (model !== "ir.attachment") return options;
  return { ...(options as Options), context: { attachments_mime_plainxml: true, ...options?.context } };
}

/** Methods that say what a model is, and what Odoo would fill in. */
function descriptionsOf({ series, read }: Calls): Pick<Client, "fieldsGet" | "getViews" | "defaultGet" | "onchange"> {
  return {
    async fieldsGet(model, options) {
      const params = { allfields: [], attributes: ATTRIBUTES };
      const raw = await read({ model, method: "fields_get", params, ...options });
      return fieldsFromOdoo(raw as Record<string, RawField>);
    },

    async getViews(model, { formView, menus, ...options } = {}) {
      // Not "tree", as it is called before 18: 16 and 17 would answer its arch, and no menus.
      const views = VIEW_TYPES.map((type) => [(type === "form" && formView) || false, type]);
      const method = series.major < 16 ? "load_views" : "get_views";
      const params = menus ? { views, options: { toolbar: true } } : { views };
      const answer = await read({ model, method, params, ...options });
      if (answer !== null) return viewsFromOdoo(answer);
      throw new OdooError("server_error", "Odoo cannot send its views over XML-RPC.", {
        hint: "Set ODOO_WIRE=jsonrpc.",
      });
    },

    async defaultGet(model, fields, options) {
      const params = { [series.major < 19 ? "fields_list" : "fields"]: fields };
      return (await read({ model, method: "default_get", params, ...options })) as RawValues;
    },

    async onchange(model, values, fields, { changed = [], ...options } = {}) {
      const params =
        series.major < 17
          ? { values, field_name: changed, field_onchange: dottedFields(fields) }
          : { values, field_names: changed, fields_spec: nestedFields(fields) };
      return reactionFrom(await read({ model, method: "onchange", ids: [], params, ...options }));
    },
  };
}

/** Methods that say what the user may do. */
function rightsOf({ series, user, read }: Calls): Pick<Client, "hasAccess" | "hasGroup" | "ownGroups"> {
  return {
    async hasAccess(model, right, { ids = [], ...options } = {}) {
      const params = { operation: right };
      // 18 brought `has_access`, a record method; what was there before is gone after 19.0.
      if (series.major >= 18) return (await read({ model, method: "has_access", ids, params, ...options })) === true;
      const ofAll = { method: "check_access_rights", params: { ...params, raise_exception: false } };
      const ofEach = { method: "check_access_rule", ids, params };
      const [mayAll, mayEach] = await sideBySide(
        read({ model, ...ofAll, ...options }),
        ids.length === 0 || read({ model, ...ofEach, ...options }).then(() => true, falseIfForbidden),
      );
      return mayAll === true && mayEach;
    },

    async hasGroup(group, options) {
      // 18 made it a record method.
      const ids = series.major < 18 ? {} : { ids: [user().uid] };
      const call = { model: "res.users", method: "has_group", ...ids, params: { group_ext_id: group } };
      return (await read({ ...call, ...options })) === true;
    },

    async ownGroups(options) {
      // With all that they imply until 18, and without from then on: either way the same ones have the same rights.
      const field = series.major < 19 ? "groups_id" : "group_ids";
      const call = { model: "res.users", method: "read", ids: [user().uid], params: { fields: [field] } };
      const answer = await read({ ...call, ...options }).catch(falseIfForbidden);
      const groups = Array.isArray(answer) ? (answer[0] as RawValues | undefined)?.[field] : undefined;
      return Array.isArray(groups) ? groups.filter((id) => typeof id === "number") : undefined;
    },
  };
}

function falseIfForbidden(error: unknown): false {
  if (error instanceof OdooError && error.category === "forbidden") return false;
  throw error;
}
