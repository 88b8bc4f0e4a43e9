import { fileURLToPath } from "node:url";
import type { z } from "zod";
import { createClient } from "./odoo/client.js";
import { connect } from "./odoo/connection/connect.js";
import { processEnvironment } from "./odoo/connection/environment.js";
import { readSettings } from "./odoo/connection/settings.js";
import type { Domain, RawValues } from "./odoo/schema/raw.js";
import type { GeneratedModels, ModelDefinition } from "./odoo/values/define-model.js";
import type { JsonRecord } from "./odoo/values/values.js";
import { closeConnections } from "./odoo/wires/http.js";
import { type Pressed, pressButton } from "./tools/actions/button.js";
import { parseArguments, recordIds } from "./tools/call/arguments.js";
import { inCompanyAndLanguage } from "./tools/call/company-and-language.js";
import type { ToolContext } from "./tools/call/tool.js";
import { aggregateArguments, readArguments, searchArguments } from "./tools/catalogue/operations.js";
import { carryOut } from "./tools/change/carry-out.js";
import { openGenerated } from "./tools/generated/folder.js";
import { UNRESTRICTED } from "./tools/policy/unrestricted.js";
import { aggregateRecords } from "./tools/read/groups.js";
import * as records from "./tools/read/records.js";
import { openSession } from "./tools/session/session.js";
import { type Created, createRecord } from "./tools/write/create.js";
import { deleteRecords } from "./tools/write/delete.js";
import { type Updated, updateRecords } from "./tools/write/update.js";

// The typed client that `generated/index.ts` exports, for scripts: the same checks and values as the tools.

/** What any call may be made in, beside its own arguments. */
export interface CallContext {
  /** Work in this company alone, instead of the user's default. */
  company_id?: number | undefined;
  /** Language of labels and translated values, such as "fr_FR". */
  lang?: string | undefined;
}

/** A field, a path over relations, or one that only the snapshot knows. Editors propose those that can be written. */
type FieldName<Definition> =
  Definition extends ModelDefinition<infer Values>
    ? (keyof Values & string) | "id" | "display_name" | (string & {})
    : string;

export interface SearchOptions<Definition> extends CallContext {
  /** What search tools answer if left out. */
  fields?: readonly FieldName<Definition>[];
  /** Such as "create_date desc, id". */
  order?: string;
  /** 50 if left out. */
  limit?: number;
  offset?: number;
}

export interface ReadOptions<Definition> extends CallContext {
  fields?: readonly FieldName<Definition>[];
}

export type AggregateOptions = z.input<typeof aggregateArguments> & CallContext;

type CreateOf<Definition> = Definition extends { readonly Create: infer Create } ? Create : Record<string, unknown>;
type UpdateOf<Definition> = Definition extends { readonly Update: infer Update } ? Update : Record<string, unknown>;

/** One model. Every function throws `OdooError`: nothing is sent that does not fit the snapshot. */
export interface ModelClient<Definition> {
  /** One page of the records that match a domain, and how many there are. */
  search(domain: Domain, options?: SearchOptions<Definition>): ReturnType<typeof records.searchRecords>;
  count(domain: Domain, context?: CallContext): Promise<number>;
  /** Records that do not exist are left out. */
  read(ids: readonly number[], options?: ReadOptions<Definition>): Promise<JsonRecord[]>;
  aggregate(options: AggregateOptions): ReturnType<typeof aggregateRecords>;
  create(values: CreateOf<Definition>, context?: CallContext): Promise<Created>;
  /** All of the records get the same values. */
  update(ids: readonly number[], values: UpdateOf<Definition>, context?: CallContext): Promise<Updated>;
  delete(ids: readonly number[], context?: CallContext): Promise<void>;
  /** Calls a method as a button does, such as "action_confirm". */
  press(ids: readonly number[], method: string, context?: CallContext): Promise<Pressed>;
}

/** An Odoo, signed in to at the first call. */
export interface Odoo {
  model<Name extends keyof GeneratedModels & string>(name: Name): ModelClient<GeneratedModels[Name]>;
  /** Lets go of the connections. A script ends without it, too. */
  close(): Promise<void>;
}

/**
 * The Odoo of a generated folder, which `index` is in: a file's URL. Settings (`ODOO_URL`, ...) come from the environment
 * or a `.env` in the working folder. Nothing is read before the first call.
 */
export function openOdoo(index: string): Odoo {
  let session: Promise<ToolContext> | undefined;
  const context = () => {
    session ??= signIn(fileURLToPath(new URL(".", index)));
    // A failure is not kept: the next call tries again.
    session.catch(() => {
      session = undefined;
    });
    return session;
  };

  async function on(name: string, given: CallContext = {}) {
    const base = await context();
    const call = await inCompanyAndLanguage(given, base);
    return { model: await base.models.get(name), context: call.context };
  }

  return {
    model: (name) => ({
      async search(domain, { lang, company_id, ...given } = {}) {
        const searched = await on(name, { lang, company_id });
        return records.searchRecords(searched, await parseArguments(searchArguments, { domain, ...given }));
      },
      async count(domain, given) {
        return (await records.countRecords(await on(name, given), { domain })).count;
      },
      async read(ids, { lang, company_id, ...given } = {}) {
        const read = await on(name, { lang, company_id });
        return (await records.readRecords(read, await parseArguments(readArguments, { ids, ...given }))).records;
      },
      async aggregate({ lang, company_id, ...given }) {
        const aggregated = await on(name, { lang, company_id });
        return aggregateRecords(aggregated, await parseArguments(aggregateArguments, given));
      },
      async create(values, given) {
        return carryOut(await createRecord(await on(name, given), { values: values as RawValues }));
      },
      async update(ids, values, given) {
        const wanted = { ids: await checkedIds(ids), values: values as RawValues };
        return carryOut(await updateRecords(await on(name, given), wanted));
      },
      async delete(ids, given) {
        await carryOut(await deleteRecords(await on(name, given), { ids: await checkedIds(ids) }));
      },
      async press(ids, method, given) {
        return carryOut(await pressButton(await on(name, given), await checkedIds(ids), method));
      },
    }),
    close: closeConnections,
  };
}

const checkedIds = (ids: readonly number[]) => parseArguments(recordIds, ids, "ids");

async function signIn(folder: string): Promise<ToolContext> {
  const generated = openGenerated(folder);
  const client = createClient(await connect(readSettings(processEnvironment())));
  return {
    ...openSession({ generated, client, policy: UNRESTRICTED }),
    call: { id: "script", tool: "script" },
    signal: new AbortController().signal,
  };
}
