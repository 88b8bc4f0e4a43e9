import type { RawValues } from "../../odoo/schema/raw.js";
import type { ModelCall } from "../call/model-call.js";
import { type Change, type Warned, withWarnings } from "../change/change.js";
import { allLinks, checkLinks, linksIn, withLinksExplained } from "../guard/links.js";
import { checkInside, checkStays, takeBackOutside } from "../guard/record-domain.js";
import { touchedBy } from "../guard/touched.js";
import { checkDemands, newAsForm } from "./as-form.js";
import { parseValues } from "./checked-values.js";
import { createOnce, hasUnevenLines } from "./create-once.js";
import { checkDetails, readingOf } from "./given-back.js";
import { type NotKept, notKept, withNotKept } from "./not-kept.js";

// New records, by typed and generic tools alike: checked here, made by `carryOut`.

export type Created = NotKept & Warned & { id: number; display_name: string };
type CreatedMany = NotKept & Warned & { ids: readonly number[] };

export async function createRecord(
  call: ModelCall,
  { values, idempotency_key: key }: { values: RawValues; idempotency_key?: string | undefined },
): Promise<Change<Created>> {
  const change = await creation(call, [{ given: values, at: "values" }], key);
  return {
    ...change,
    async after(done) {
      const { ids, ...lost } = await change.after(done);
      const [id = 0] = ids;
      return { id, display_name: await displayName(call, id), ...lost };
    },
  };
}

/** One transaction: all are created, or none. */
export async function createRecords(
  call: ModelCall,
  { records }: { records: readonly RawValues[] },
): Promise<Change<CreatedMany>> {
  return creation(
    call,
    records.map((given, index) => ({ given, at: `records[${index}]` })),
  );
}

/** `key`: of one record, which is then created once for it. */
async function creation(
  call: ModelCall,
  rows: readonly { given: RawValues; at: string }[],
  key?: string,
): Promise<Change<CreatedMany>> {
  const { model, context } = call;
  const touched = await touchedBy(call, "create", rows);
  const parsed: RawValues[] = [];
  for (const { given, at } of rows) parsed.push(await parseValues(call, "create", given, at));
  for (const { given, at } of rows) await checkDetails(model, given, at, readingOf(context));
  const links = allLinks(
    await Promise.all(
      rows.map(({ given, at }) => linksIn({ model, values: given, at, isNew: true, ids: [] }, context.models)),
    ),
  );
  await checkLinks(links, context);
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
  return {
    call,
    effect: "create",
    ids: [],
    rows: rows.map(({ given }) => given),
    sent,
    warnings,
    touched,
    async write() {
      return withLinksExplained(links, context, async () => {
        const [only] = filled;
        if (key !== undefined && only) return { ids: [await createOnce(call, key, only, parsed[0])] };
        const ids = await context.client.create(model.name, sent, { signal: context.signal });
        await takeBackOutside(call, ids);
        return { ids };
      });
    },
    async after({ ids }) {
      // What a key stands for may have been there before.
      if (key !== undefined) await checkInside(call, ids);
      return { ids, ...withNotKept(await notKept(call, ids, parsed)), ...withWarnings(warnings) };
    },
  };
}

/** The new record's name, which shows that the right thing was made. Empty where it cannot be read: the record is there. */
async function displayName({ model, context }: ModelCall, id: number): Promise<string> {
  const reading = context.client.read(model.name, [id], ["display_name"], { signal: context.signal });
  const [record] = await reading.catch(() => []);
  return String(record?.display_name ?? "");
}
