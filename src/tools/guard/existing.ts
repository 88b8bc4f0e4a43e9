import type { Client } from "../../odoo/client.js";
import { OdooError } from "../../odoo/errors/errors.js";
import type { Domain } from "../../odoo/schema/raw.js";
import type { ModelCall } from "../call/model-call.js";
import { ALL, userClient } from "./domain-context.js";
import { checkOwners } from "./owners.js";
import { recordDomain } from "./record-domain.js";

// Whether records are there, as far as the user may see and the policy lets tools see.

/**
 * Those of the ids that are records in `domain`, archived ones too; all of them to a user who may not read the model, unless
 * there is a domain.
 */
export async function existingIds(
  client: Client,
  model: string,
  ids: readonly number[],
  { domain = [], signal }: { domain?: Domain | undefined; signal?: AbortSignal | undefined } = {},
) {
  try {
    const options = { context: ALL, signal };
    return await client.search(model, [["id", "in", ids], ...domain], { limit: ids.length }, options);
  } catch (error) {
    // Who may not read a model may still write to its records, or link to them.
    if (error instanceof OdooError && error.category === "forbidden" && domain.length === 0) return ids;
    throw error;
  }
}

/**
 * Throws `OdooError` "not_found" for ids that are no records of the model, as far as the user may see and the policy lets
 * tools see. Odoo 14 deletes such ids, and 19 writes to them and deletes them, with the answer `true`, where no rule
 * stands on the model.
 */
export async function checkExisting(call: ModelCall, ids: readonly number[]): Promise<void> {
  const { model, context } = call;
  const { signal } = context;
  context.policy.checkCount(model.name, ids.length);
  const limit = await recordDomain(call);
  const client = limit ? userClient(context) : context.client;
  const found = new Set(await existingIds(client, model.name, [...new Set(ids)], { signal, domain: limit?.value }));
  const missing = ids.filter((id) => !found.has(id));
  if (missing.length === 0) return checkOwners(call, ids);
  const named = `${missing.slice(0, 5).join(", ")}${missing.length > 5 ? ` and ${missing.length - 5} more` : ""}`;
  const why = limit ? `this user may not see it, or ${limit.rule} leaves it out` : "this user may not see it";
  throw new OdooError("not_found", `ids: there is no ${model.name} ${named}, or ${why}.`, {
    model: model.name,
    record: missing[0],
    rule: limit?.rule,
  });
}
