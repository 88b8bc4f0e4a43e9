import type { ModelCall } from "../call/model-call.js";
import type { Change } from "../change/change.js";
import { checkExisting } from "../guard/existing.js";
import { checkHeirs } from "../guard/heirs.js";

/** Records to be deleted: all of them, or none. */
export async function deleteRecords(
  call: ModelCall,
  { ids }: { ids: readonly number[] },
): Promise<Change<{ ids: readonly number[] }>> {
  const { model, context } = call;
  await checkExisting(call, ids);
  await checkHeirs({ model: model.name, ids, at: "ids" }, "delete", context);
  return {
    call,
    effect: "delete",
    ids,
    rows: [],
    touched: [{ model: model.name, effect: "delete", records: ids.length }],
    async write() {
      await context.client.unlink(model.name, ids, { signal: context.signal });
      return { ids };
    },
    after: async () => ({ ids }),
  };
}
