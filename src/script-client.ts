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
import { takeStep } from "./tools/actions/take-step.js";
import type { Taken } from "./tools/actions/tell-step.js";
import { recordIds } from "./tools/call/arguments.js";
import { inCompanyAndLanguage } from "./tools/call/company-and-language.js";
import { parseArguments } from "./tools/call/parse-arguments.js";
import type { ToolContext } from "./tools/call/tool.js";
import { aggregateArguments, OPERATIONS } from "./tools/catalogue/operations.js";
import { carryOut } from "./tools/change/carry-out.js";
import { openGenerated } from "./tools/generated/folder.js";
import type { Manifest } from "./tools/generated/manifest.js";
import { UNRESTRICTED } from "./tools/policy/unrestricted.js";
import { aggregateRecords } from "./tools/read/groups.js";
import { countRecords, type readRecords, type searchRecords } from "./tools/read/records.js";
import { sendingAs } from "./tools/sending/switches.js";
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

/** What a change may be made in. */
export interface ChangeContext extends CallContext {
  /** Let Odoo send its e-mails and notices of it, which it is kept from otherwise where it has a switch. */
  notify?: boolean;
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
  search(domain: Domain, options?: SearchOptions<Definition>): ReturnType<typeof searchRecords>;
  count(domain: Domain, context?: CallContext): Promise<number>;
  /** Records that do not exist are left out. */
  read(ids: readonly number[], options?: ReadOptions<Definition>): Promise<JsonRecord[]>;
  aggregate(options: AggregateOptions): ReturnType<typeof aggregateRecords>;
  create(values: CreateOf<Definition>, context?: ChangeContext): Promise<Created>;
  /** All of the records get the same values. */
  update(ids: readonly number[], values: UpdateOf<Definition>, context?: ChangeContext): Promise<Updated>;
  delete(ids: readonly number[], context?: CallContext): Promise<void>;
  /** Calls a method as a button does, such as "action_confirm". */
  press(ids: readonly number[], method: string, context?: ChangeContext): Promise<Taken>;
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
  let session: Promise<ScriptSession> | undefined;
  const signedIn = () => {
    session ??= signIn(fileURLToPath(new URL(".", index)));
    // A failure is not kept: the next call tries again.
    session.catch(() => {
      session = undefined;
    });
    return session;
  };

  async function called(name: string, callContext: CallContext = {}) {
    const { context, manifest } = await signedIn();
    const inner = await inCompanyAndLanguage(callContext, context);
    const call = { model: await context.models.get(name), context: inner.context };
    return { call, of: { defaults: manifest.models[name] } };
  }

  const changing = async (name: string, { notify, ...context }: ChangeContext = {}) =>
    sendingAs((await called(name, context)).call, { notify });

  return {
    model: (name) => ({
      async search(domain, { lang, company_id, ...options } = {}) {
        const { call, of } = await called(name, { lang, company_id });
        const args = await parseArguments(OPERATIONS.search.arguments, { domain, ...options });
        return OPERATIONS.search.run(call, args, of) as ReturnType<typeof searchRecords>;
      },
      async count(domain, callContext) {
        return (await countRecords((await called(name, callContext)).call, { domain })).count;
      },
      async read(ids, { lang, company_id, ...options } = {}) {
        const { call, of } = await called(name, { lang, company_id });
        const args = await parseArguments(OPERATIONS.read.arguments, { ids, ...options });
        return (await (OPERATIONS.read.run(call, args, of) as ReturnType<typeof readRecords>)).records;
      },
      async aggregate({ lang, company_id, ...options }) {
        const { call } = await called(name, { lang, company_id });
        return aggregateRecords(call, await parseArguments(aggregateArguments, options));
      },
      async create(values, callContext) {
        const call = await changing(name, callContext);
        return carryOut(await createRecord(call, { values: values as RawValues }));
      },
      async update(ids, values, callContext) {
        const args = { ids: await checkedIds(ids), values: values as RawValues };
        return carryOut(await updateRecords(await changing(name, callContext), args));
      },
      async delete(ids, callContext) {
        await carryOut(await deleteRecords((await called(name, callContext)).call, { ids: await checkedIds(ids) }));
      },
      async press(ids, method, callContext) {
        return carryOut(await takeStep(await changing(name, callContext), await checkedIds(ids), { name: method }));
      },
    }),
    close: closeConnections,
  };
}

const checkedIds = (ids: readonly number[]) => parseArguments(recordIds, ids, "ids");

interface ScriptSession {
  context: ToolContext;
  manifest: Manifest;
}

async function signIn(folder: string): Promise<ScriptSession> {
  const generated = openGenerated(folder);
  const client = createClient(await connect(readSettings(processEnvironment())));
  const context = {
    ...openSession({ generated, client, policy: UNRESTRICTED }),
    call: { id: "script", tool: "script" },
    signal: new AbortController().signal,
  };
  return { context, manifest: generated.manifest };
}
