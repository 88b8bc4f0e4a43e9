import { OdooError } from "../../odoo/errors/errors.js";
import { type ModelCall, modelCall } from "../call/model-call.js";
import { withinRecordDomain } from "../guard/record-domain.js";

/** An attachment that goes with a message. */
export interface MessageFile {
  id: number;
  name: string;
}

/**
 * The attachments that a message on the record may carry: its own, and those that this user made and that are of no record
 * yet. Throws `OdooError` "not_found" for all others: a message would show them to whoever reads the record.
 */
export async function filesOf(
  { model, context }: ModelCall,
  id: number,
  attachments: readonly number[],
): Promise<MessageFile[]> {
  if (attachments.length === 0) return [];
  const { client, signal } = context;
  const call = await modelCall("ir.attachment", "read", context);
  const domain = await withinRecordDomain(call, [
    ["id", "in", attachments],
    // Beside files of fields, which Odoo leaves out by itself.
    ["res_field", "=", false],
    "|",
    "&",
    ["res_model", "=", model.name],
    ["res_id", "=", id],
    "&",
    ["create_uid", "=", client.user.uid],
    "&",
    ["res_model", "in", [false, "mail.compose.message"]],
    ["res_id", "in", [false, 0]],
  ]);
  const rows = await client.searchRead("ir.attachment", domain, ["name"], { limit: attachments.length }, { signal });
  const byId = new Map(rows.map((row) => [row.id, String(row.name || "")]));
  const missing = attachments.find((one) => !byId.has(one));
  if (missing === undefined) return attachments.map((one) => ({ id: one, name: byId.get(one) ?? "" }));
  throw new OdooError("not_found", `attachment_ids: ${missing} is no file of ${model.name} ${id}.`, {
    model: "ir.attachment",
    record: missing,
    hint: "Attach the file to the record first.",
  });
}
