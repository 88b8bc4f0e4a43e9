import { OdooError } from "../../odoo/errors/errors.js";
import { shown } from "../../odoo/notation/checks.js";
import { modelCall } from "../call/model-call.js";
import type { ToolContext } from "../call/tool.js";
import { withinRecordDomain } from "../guard/record-domain.js";

/** Letters and digits alone: 14 says "To Do" and 19 "To-Do". */
const compared = (name: string) => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, "");

/**
 * The type of that name among those for records of the model, in the user's language or in English. Throws `OdooError`
 * "validation", which tells those there are.
 */
export async function activityType(name: string, model: string, context: ToolContext): Promise<number> {
  const call = await modelCall("mail.activity.type", "read", context);
  const { client, signal } = context;
  // 15 made a selection of it.
  const [owner, ownerName] =
    client.series.major < 15 ? ["res_model_id", "res_model_id.model"] : ["res_model", "res_model"];
  const domain = await withinRecordDomain(call, ["|", [owner, "=", false], [ownerName, "=", model]]);
  const languages = [...new Set([client.user.context.lang, "en_US"])];
  const found = await Promise.all(
    languages.map((lang) =>
      client.searchRead("mail.activity.type", domain, ["name"], { limit: MOST }, { signal, context: { lang } }),
    ),
  );
  const type = found.flat().find((one) => compared(String(one.name)) === compared(name));
  if (type) return type.id;
  const names = (found[0] ?? []).map((one) => String(one.name)).join(", ");
  throw new OdooError(
    "validation",
    `type: there is no activity type ${shown(name)} for ${model}; there are ${names}.`,
    {
      model: "mail.activity.type",
    },
  );
}

const MOST = 500;
