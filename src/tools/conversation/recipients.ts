import type { ModelCall } from "../call/model-call.js";
import type { ToolContext } from "../call/tool.js";
import type { Recipient } from "../change/change.js";
import { showsAddresses } from "../sending/sent.js";

// Who gets a message: those who follow the record for messages of its kind, and those it names. Measured on 14 and 19 against
// what Odoo then notifies (test/live/conversation.test.ts).

/** What one follows a record for: messages of this subtype of Odoo's. */
export type Subtype = "mt_comment" | "mt_note" | "mt_activities";

/** The id of a subtype, which an ordinary user learns in no other way from 15 on. */
export async function subtypeId(subtype: Subtype, { master }: ToolContext): Promise<number> {
  const [, id] = (await master.named(`mail.${subtype}`)) as [string, number];
  return Number(id);
}

/** Those that Odoo will notify of a message on the record: its author is left out, and so is who is archived. */
export async function recipientsOf(
  { model, context }: ModelCall,
  id: number,
  { subtype, named = [] }: { subtype: Subtype; named?: readonly number[] },
): Promise<Recipient[]> {
  const { client, master, signal } = context;
  const channel = client.series.major < 15 ? ["channel_id"] : [];
  const [followers, own] = await Promise.all([
    client.searchRead(
      "mail.followers",
      [
        ["res_model", "=", model.name],
        ["res_id", "=", id],
        ["subtype_ids", "in", [await subtypeId(subtype, context)]],
      ],
      ["partner_id", ...channel],
      { limit: MOST },
      { signal },
    ),
    master.ownPartner(),
  ]);
  const following = followers.flatMap(({ partner_id }) => (Array.isArray(partner_id) ? [partner_id] : []));
  const names = new Map(following.map(([partner, name]) => [Number(partner), String(name)]));
  const ids = [...new Set([...names.keys(), ...named])].filter((partner) => partner !== own);
  const known = new Map((await partnersOf(ids, context)).map((partner) => [partner.id, partner]));
  return [
    ...ids.flatMap((partner): Recipient[] => {
      const told = known.get(partner);
      // Odoo notifies followers whom this user may not see, too.
      if (!told) return [{ id: partner, name: names.get(partner) ?? "" }];
      return told.isArchived ? [] : [recipientOf(told)];
    }),
    // A channel follows a record on 14.
    ...followers.flatMap(({ channel_id }) => (Array.isArray(channel_id) ? [{ name: `#${channel_id[1]}` }] : [])),
  ];
}

/** More followers than any record has. */
const MOST = 10_000;

/** Partners by name and, where the policy lets them be read, e-mail address. */
export const addressed = async (ids: readonly number[], context: ToolContext): Promise<Recipient[]> =>
  (await partnersOf(ids, context)).map(recipientOf);

type Partner = Recipient & { id: number; isArchived: boolean };

const recipientOf = ({ isArchived: _, ...recipient }: Partner): Recipient => recipient;

/** Those of them that the user may see. */
async function partnersOf(ids: readonly number[], context: ToolContext): Promise<Partner[]> {
  if (ids.length === 0) return [];
  const { client, signal } = context;
  const withAddress = await showsAddresses(context);
  const fields = ["display_name", "active", ...(withAddress ? ["email"] : [])];
  const options = { context: { active_test: false }, signal };
  const rows = await client.searchRead("res.partner", [["id", "in", ids]], fields, { limit: ids.length }, options);
  return rows.map(({ id, display_name, active, email }) => ({
    id,
    name: String(display_name || ""),
    ...(withAddress ? { email: typeof email === "string" ? email : null } : {}),
    isArchived: active === false,
  }));
}
