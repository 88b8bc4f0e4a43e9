import { OdooError } from "../../odoo/errors/errors.js";
import type { RawValues } from "../../odoo/schema/raw.js";
import type { Model } from "../../odoo/schema/schema.js";
import { NotLoadable, updateTable } from "../../odoo/values/load-table.js";
import { meantValues } from "../call/meant-values.js";
import type { ModelCall } from "../call/model-call.js";
import type { Change } from "../change/change.js";
import { checkExisting } from "../guard/existing.js";
import { allLinks, checkLinks, linksIn } from "../guard/links.js";
import { checkOnScreen } from "../guard/on-screen.js";
import { checkInside, checkStays } from "../guard/record-domain.js";
import { touchedBy } from "../guard/touched.js";
import { foreseeUpdate } from "../sending/foreseen.js";
import { parseValues } from "./checked-values.js";
import { emptiedBy } from "./emptied.js";
import { notKept, withNotKept } from "./not-kept.js";
import type { Updated } from "./update.js";

/**
 * Every record its own values, of the same fields. One transaction, by Odoo's `load`: calls of `write` would each be their
 * own. All values are checked before any is sent.
 */
export async function updateEach(
  call: ModelCall,
  asked: { updates: readonly { id: number; values: RawValues }[] },
): Promise<Change<Updated>> {
  const { model, context } = call;
  const updates = await Promise.all(
    asked.updates.map(async ({ id, values }) => ({
      id,
      values: await meantValues(model, values, "update", context),
    })),
  );
  const given = updates.map(({ id, values }, index) => ({ given: values, at: `updates[${index}].values`, ids: [id] }));
  const touched = await touchedBy(call, "update", given);
  touched.push(...(await checkOnScreen(call, given, "update")));
  const parsed: { id: number; values: RawValues }[] = [];
  for (const [index, { id, values }] of updates.entries()) {
    parsed.push({ id, values: await parseValues(call, "update", values, `updates[${index}].values`) });
  }
  const ids = updates.map(({ id }) => id);
  if (new Set(ids).size < ids.length) throw new OdooError("validation", "updates: each record may be named once.");
  const table = inTable(model, () => updateTable(model, parsed, context.client.user.context.tz));
  context.lastMessage?.();
  await checkExisting(call, ids);
  for (const { id, values } of parsed) await checkStays(call, [id], [values]);
  const links = updates.map(({ id, values }, index) =>
    linksIn({ model, values, at: `updates[${index}].values`, isNew: false, ids: [id] }, context.models),
  );
  await checkLinks(allLinks(await Promise.all(links)), context);
  for (const { values } of parsed) await context.client.checkSendable(values);
  const rows = parsed.map(({ values }) => values);
  const [foreseen, emptied] = await Promise.all([foreseeUpdate(call, { ids, rows }), emptiedBy(call, ids, rows)]);
  return {
    call,
    emptied,
    effect: "update",
    ids,
    rows: updates.map(({ values }) => values),
    touched: [...touched, ...foreseen.touched],
    sends: foreseen.recipients,
    async write() {
      await context.client.load(model.name, table, { signal: context.signal });
      return { ids };
    },
    async after() {
      await checkInside(call, ids);
      return { ids, ...emptied, ...withNotKept(await notKept(call, ids, rows)) };
    },
  };
}

function inTable<Table>(model: Model, make: () => Table): Table {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof NotLoadable)) throw error;
    const { at, field, message } = error;
    throw new OdooError("validation", `updates[${at}].values.${field}: ${message}.`, {
      model: model.name,
      field,
      hint: "Use update_record for this one.",
    });
  }
}
