import { OdooError, PASSING } from "../../odoo/errors/errors.js";
import { isId } from "../../odoo/notation/checks.js";
import type { RawValues } from "../../odoo/schema/raw.js";
import type { OpensDialogue } from "../../odoo/schema/schema.js";
import type { ToolContext } from "../call/tool.js";

/**
 * The ids of the records that an action's context names by external ids. Throws `OdooError` "not_found": a dialogue without
 * its e-mail template is another one.
 */
export async function namedRecords(records: OpensDialogue["records"] = {}, context: ToolContext): Promise<RawValues> {
  const entries = Object.entries(records).map(async ([key, xmlids]) => {
    const isOne = typeof xmlids === "string";
    const ids = await Promise.all((isOne ? [xmlids] : xmlids).map((xmlid) => idOf(xmlid, context)));
    return [key, isOne ? ids[0] : ids] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

async function idOf(xmlid: string, { master }: ToolContext): Promise<number> {
  const found = await master.named(xmlid).catch((error) => {
    if (error instanceof OdooError && !PASSING.has(error.category)) return undefined;
    throw error;
  });
  const id = Array.isArray(found) ? (found as unknown[])[1] : undefined;
  if (isId(id)) return id;
  throw new OdooError(
    "not_found",
    `The step needs the record ${xmlid}, which is not in this Odoo, or not for this user.`,
  );
}
