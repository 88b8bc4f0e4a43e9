import { recordLink } from "../../odoo/connection/record-link.js";
import { asNotApplied, forbidden, type OdooError } from "../../odoo/errors/errors.js";
import type { FilledIn } from "../../odoo/form/fill.js";
import type { CreatedRecord } from "../../odoo/methods/create-and-read.js";
import type { CallOptions, RawRecord, RawValues } from "../../odoo/schema/raw.js";
import { meantValues } from "../call/meant-values.js";
import type { ModelCall } from "../call/model-call.js";
import { type Change, type Warned, type Written, withWarnings } from "../change/change.js";
import { allLinks, checkLinks, linksIn, withLinksExplained } from "../guard/links.js";
import { checkOnScreen } from "../guard/on-screen.js";
import { checkInside, checkStays, idsInside, takeBackOutside } from "../guard/record-domain.js";
import { touchedBy } from "../guard/touched.js";
import { foreseeCreation } from "../sending/foreseen.js";
import { checkDemands, newAsForm } from "./as-form.js";
import { parseValues } from "./checked-values.js";
import { checkRepeated } from "./contradictions.js";
import { createOnce, hasUnevenLines, madeBefore, tableOnce } from "./create-once.js";
import { checkDetails, readingOf } from "./given-back.js";
import { leftToDefaults } from "./left-to-defaults.js";
import { type NotKept, notKept, withNotKept } from "./not-kept.js";

// New records, by typed and generic tools alike: checked here, made by `carryOut`.

/** `repeated`: an earlier call with the same key made it, and this one nothing. */
interface Repeated {
  repeated?: true;
}
interface Told {
  id: number;
  display_name: string;
  link: string;
}
export type Created = NotKept & Warned & Repeated & Told;
type Made = NotKept & Warned & Repeated & { ids: readonly number[] };
/** `records`: the first of them. */
type CreatedMany = Made & { records: readonly Told[] };
type Done = Written & Repeated & Pick<CreatedRecord, "held">;

export async function createRecord(
  call: ModelCall,
  { values, idempotency_key: key }: { values: RawValues; idempotency_key?: string | undefined },
): Promise<Change<Created, Done>> {
  const change = await creation(call, [{ given: values, at: "values" }], key);
  return {
    ...change,
    async after(done) {
      const [id = 0] = done.ids;
      const [{ ids, ...lost }, told] = await Promise.all([change.after(done), toldOf(call, id, done.held)]);
      return { ...told, ...lost };
    },
  };
}

/** One transaction: all are created, or none. */
export async function createRecords(
  call: ModelCall,
  { records }: { records: readonly RawValues[] },
): Promise<Change<CreatedMany, Done>> {
  const change = await creation(
    call,
    records.map((given, index) => ({ given, at: `records[${index}]` })),
  );
  return {
    ...change,
    async after(done) {
      const told = allTold(call, done.ids.slice(0, MAX_TOLD));
      const [{ ids, ...lost }, records] = await Promise.all([change.after(done), told]);
      return { ids, records, ...lost };
    },
  };
}

/** More records than these are told by their ids alone. */
const MAX_TOLD = 20;

/** `key`: of one record, which is then created once for it. */
async function creation(
  call: ModelCall,
  asked: readonly { given: RawValues; at: string }[],
  key?: string,
): Promise<Change<Made, Done>> {
  const { model, context } = call;
  const meant = await Promise.all(
    asked.map(async ({ given, at }) => ({ given: await meantValues(model, given, "create", context), at })),
  );
  const touched = await touchedBy(call, "create", meant);
  const left = await leftToDefaults(
    call,
    meant.map(({ given }) => given),
    "create",
  );
  const rows = meant.map(({ at }, index) => ({ given: left[index] ?? {}, at }));
  touched.push(...(await checkOnScreen(call, rows, "create")));
  const parsed: RawValues[] = [];
  for (const { given, at } of rows) parsed.push(await parseValues(call, "create", given, at));
  for (const { given, at } of rows) await checkDetails(model, given, at, readingOf(context));
  const links = allLinks(
    await Promise.all(
      rows.map(({ given, at }) => linksIn({ model, values: given, at, isNew: true, ids: [] }, context.models)),
    ),
  );
  await checkLinks(links, context);
  context.lastMessage?.();
  const filled = await withLinksExplained(links, context, () =>
    Promise.all(
      parsed.map((values) =>
        newAsForm(call, values, { everyLine: key !== undefined && hasUnevenLines(model, values) }),
      ),
    ),
  );
  for (const [index, { unmet }] of filled.entries()) checkDemands(call, unmet, rows[index]?.at ?? "values");
  const sent = filled.map(({ values }) => values);
  const warnings = [...new Set(filled.flatMap((one) => one.warnings))];
  await checkStays(call, [], sent);
  for (const values of sent) await context.client.checkSendable(values);
  const foreseen = await foreseeCreation(call, sent);
  const change = { call, effect: "create" as const, ids: [], rows: rows.map(({ given }) => given) };
  const after = async ({ ids, held: _, ...repeated }: Done): Promise<Made> => ({
    ids,
    ...repeated,
    ...withNotKept(await notKept(call, ids, parsed)),
    ...withWarnings(warnings),
  });
  const [only] = filled;
  const once =
    key !== undefined && only
      ? await creationOnce(call, { key, filled: only, given: parsed[0] ?? {}, after, switches: foreseen.context })
      : undefined;
  const making = once ?? {
    async write() {
      const options = { signal: context.signal, context: foreseen.context };
      const done = await made(call, sent, options);
      await takeBackOutside(call, done.ids);
      return done;
    },
    after,
  };
  return {
    ...change,
    sent,
    warnings,
    touched: [...touched, ...foreseen.touched],
    sends: foreseen.recipients,
    ...making,
    write: () => withLinksExplained(links, context, making.write),
  };
}

/** New records; of one alone its name, where that is read along with its creation. */
async function made(
  { model, context: { client } }: ModelCall,
  sent: readonly RawValues[],
  options: CallOptions,
): Promise<Done> {
  const [values = {}] = sent;
  if (sent.length > 1) return { ids: await client.create(model.name, sent, options) };
  const { id, ...held } = await client.createAndRead(model.name, values, ["display_name"], options);
  return { ids: [id], ...held };
}

/** One record, made once for its key. What cannot be carried with one is refused before anything is sent. */
async function creationOnce(
  call: ModelCall,
  {
    key,
    filled,
    given,
    after,
    switches,
  }: {
    key: string;
    filled: FilledIn;
    given: RawValues;
    after: Change<Made, Done>["after"];
    /** Of the context. */
    switches: RawValues;
  },
): Promise<Pick<Change<Made, Done>, "write" | "after" | "foreseen">> {
  const table = await tableOnce(call, key, filled, given);
  const checkMade = async (id: number) => {
    if ((await idsInside(call, [id])).length === 0) throw outsideNow(call);
    await checkRepeated(call, id, given);
  };
  return {
    async write() {
      const { id, isRepeated } = await createOnce(call, table, switches);
      if (isRepeated) {
        await checkMade(id).catch((error) => {
          throw asNotApplied(error);
        });
      }
      return { ids: [id], ...(isRepeated ? { repeated: true } : {}) };
    },
    async after(done) {
      await checkInside(call, done.ids);
      return after(done);
    },
    async foreseen() {
      const id = await madeBefore(call, key);
      if (id === undefined) return undefined;
      await checkMade(id);
      return { repeated: true, records: [{ id, name: (await toldOf(call, id)).display_name }] };
    },
  };
}

function outsideNow({ model, context }: ModelCall): OdooError {
  const rule = context.policy.domain(model.name)?.rule ?? "";
  const message =
    "idempotency_key: it made a record that is outside what this server may work with. Nothing was written.";
  return forbidden(rule, message, { model: model.name });
}

/** New records by name, which shows that the right thing was made. Empty where it cannot be read: the record is there. */
async function allTold({ model, context }: ModelCall, ids: readonly number[]): Promise<Told[]> {
  const reading = context.client.read(model.name, ids, ["display_name"], { signal: context.signal });
  const names = new Map((await reading.catch((): RawRecord[] => [])).map((record) => [record.id, record]));
  return ids.map((id) => told({ model, context }, id, names.get(id)));
}

/** `held`: what was read back of it already. */
const toldOf = async (call: ModelCall, id: number, held?: RawRecord) =>
  held ? told(call, id, held) : ((await allTold(call, [id]))[0] as Told);

const told = ({ model, context }: ModelCall, id: number, held: RawRecord | undefined): Told => ({
  id,
  display_name: String(held?.display_name ?? ""),
  link: recordLink(context.client, model.name, id),
});
