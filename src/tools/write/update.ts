import { asApplied, asNotApplied, OdooError } from "../../odoo/errors/errors.js";
import type { RawValues } from "../../odoo/schema/raw.js";
import { fieldOf, type Model } from "../../odoo/schema/schema.js";
import { mergeProperties } from "../../odoo/values/properties.js";
import { meantValues } from "../call/meant-values.js";
import type { ModelCall } from "../call/model-call.js";
import { type Change, type Emptied, type Warned, withWarnings } from "../change/change.js";
import { checkExisting } from "../guard/existing.js";
import { checkLinks, linksIn, withLinksExplained } from "../guard/links.js";
import { checkOnScreen } from "../guard/on-screen.js";
import { checkInside, checkStays } from "../guard/record-domain.js";
import { touchedBy } from "../guard/touched.js";
import { foreseeUpdate } from "../sending/foreseen.js";
import { checkDemands, linesAsForm } from "./as-form.js";
import { parseValues } from "./checked-values.js";
import { emptiedBy } from "./emptied.js";
import { checkDetails, readingOf, withoutUnchanged } from "./given-back.js";
import { leftToDefaults } from "./left-to-defaults.js";
import { type NotKept, notKept, withNotKept } from "./not-kept.js";

// Changes of records, by typed and generic tools alike: checked here, made by `carryOut`.

export type Updated = Emptied & NotKept & Warned & { ids: readonly number[] };

/** The same values for all of the records. */
export async function updateRecords(
  call: ModelCall,
  args: { ids: readonly number[]; values: RawValues },
): Promise<Change<Updated>> {
  const { ids } = args;
  const { model, context } = call;
  const asked = await meantValues(model, args.values, "update", context);
  const touched = await touchedBy(call, "update", [{ given: asked, at: "values", ids }], { records: ids.length });
  // What is unchanged tells what a record holds.
  const isLimited = context.policy.domain(model.name) !== undefined;
  if (isLimited) await checkExisting(call, ids);
  const mayRead = context.policy.operations(model.name).value.includes("read");
  const changed = mayRead ? await withoutUnchanged(model, ids, asked, readingOf(context)) : asked;
  const [given = changed] = await leftToDefaults(call, [changed], "update");
  const change = { call, effect: "update" as const, ids, rows: [given] };
  if (Object.keys(asked).length > 0 && Object.keys(given).length === 0) {
    return { ...change, touched: [], write: async () => ({ ids }), after: async () => ({ ids }) };
  }
  touched.push(...(await checkOnScreen(call, [{ given, at: "values" }], "update")));
  const values = await parseValues(call, "update", given, "values");
  checkMergeable(model, ids, values);
  context.lastMessage?.();
  if (!isLimited) await checkExisting(call, ids);
  const links = await linksIn({ model, values: given, at: "values", isNew: false, ids }, context.models);
  await checkDetails(model, given, "values", readingOf(context));
  await checkStays(call, ids, [values]);
  await checkLinks(links, context);
  const {
    values: sent,
    warnings,
    unmet,
  } = await withLinksExplained(links, context, () => linesAsForm(call, ids[0] ?? 0, values));
  checkDemands(call, unmet, "values");
  const [foreseen, emptied] = await Promise.all([
    foreseeUpdate(call, { ids, rows: [sent] }),
    emptiedBy(call, ids, [values]),
  ]);
  // Which properties a record has, it tells itself; it is asked again when they are written.
  await context.client.checkSendable({ ...sent, ...withMerged(await mergedProperties(call, ids, sent)) });
  return {
    ...change,
    emptied,
    warnings,
    touched: [...touched, ...foreseen.touched],
    sends: foreseen.recipients,
    async write() {
      await withLinksExplained(links, context, () => writeMerged(call, ids, sent));
      return { ids };
    },
    async after() {
      await checkInside(call, ids);
      const lost = await notKept(
        call,
        ids,
        ids.map(() => values),
      );
      const written = Object.keys(values);
      const isLost = (id: number) =>
        written.every((name) => lost.some((record) => record.id === id && Object.hasOwn(record, name)));
      if (written.length > 0 && ids.every(isLost)) throw nothingKept(model, written);
      return { ids, ...emptied, ...withNotKept(lost), ...withWarnings(warnings) };
    },
  };
}

function nothingKept(model: Model, fields: readonly string[]): OdooError {
  const names = fields.map((name) => `"${name}"`).join(", ");
  const message = `Odoo computes ${names} of ${model.name}, and did not keep what was written.`;
  return new OdooError("validation", message, { model: model.name, field: fields[0] });
}

const mergedFields = (model: Model, values: RawValues) =>
  Object.keys(values).filter((name) => fieldOf(model, name)?.type === "properties" && values[name] !== false);

/** Throws `OdooError` "validation" for properties of several records: each holds others. */
function checkMergeable(model: Model, ids: readonly number[], values: RawValues): void {
  const [field] = mergedFields(model, values);
  if (field === undefined || ids.length === 1) return;
  const message = `values.${field}: properties are merged with what a record holds; update one record at a time.`;
  throw new OdooError("validation", message, { model: model.name, field });
}

/**
 * Odoo replaces all properties of a record by those that are written: what is not mentioned is written again. A 0 that it
 * would not write over an empty property (see `mergeProperties`) takes a second write, after all the rest.
 */
async function writeMerged(call: ModelCall, ids: readonly number[], values: RawValues): Promise<void> {
  const { model, context } = call;
  const { client, signal } = context;
  const merging = await mergedProperties(call, ids, values).catch((error) => {
    throw asNotApplied(error);
  });
  if (merging.length === 0) return client.write(model.name, ids, values, { signal });
  const first = Object.fromEntries(merging.map(({ name, merged, cleared }) => [name, cleared ?? merged]));
  await client.write(model.name, ids, { ...values, ...first }, { signal });
  const zeros = merging.filter(({ cleared }) => cleared);
  if (zeros.length === 0) return;
  await client.write(model.name, ids, withMerged(zeros), { signal }).catch((error) => {
    const names = zeros.map(({ name }) => name).join(", ");
    throw asApplied(error, model.name, ids, `all but the zeros in ${names} was written`);
  });
}

/** The properties among the values with those that the record holds. Throws `OdooError` "validation" for what it has not. */
async function mergedProperties({ model, context }: ModelCall, ids: readonly number[], values: RawValues) {
  const fields = mergedFields(model, values);
  if (fields.length === 0) return [];
  const [record] = await context.client.read(model.name, ids, fields, { signal: context.signal });
  return fields.map((name) => ({
    name,
    ...mergeProperties(record?.[name], values[name] as Record<string, unknown>, `values.${name}`),
  }));
}

const withMerged = (merging: Awaited<ReturnType<typeof mergedProperties>>) =>
  Object.fromEntries(merging.map(({ name, merged }) => [name, merged]));
