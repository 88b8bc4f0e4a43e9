import type { Client } from "../../odoo/client.js";
import type { CallOptions, RawRecord } from "../../odoo/schema/raw.js";
import type { ToolContext } from "../call/tool.js";
import type { PolicyInShort } from "../policy/in-short.js";

/** A company that the user may work in. */
interface OwnCompany {
  id: number;
  /** Name and currency are left out where the policy refuses companies. */
  name?: string;
  currency?: string;
  /** Its records are seen in this call; new records belong to the first. */
  applies: boolean;
}

export interface WhoAmI {
  user: { id: number; name?: string; login?: string };
  companies: readonly OwnCompany[];
  language: string;
  time_zone: string;
  /** In the user's time zone. */
  today: string;
  odoo: { version: string; url: string };
  policy: PolicyInShort & { person_can_be_asked: boolean };
}

/** The signed-in user, as this call is made, and what the server lets it do. */
export async function whoAmI(context: ToolContext): Promise<WhoAmI> {
  const { client, policy, ask, signal } = context;
  const { uid, companies, context: own } = client.user;
  const mayRead = (model: string) => policy.operations(model).value.includes("read");
  const [user, rows] = await Promise.all([
    mayRead("res.users") ? readOne(client, uid, { signal }) : undefined,
    mayRead("res.company") && companies.length > 0
      ? client.read("res.company", companies, ["name", "currency_id"], {
          signal,
          context: { allowed_company_ids: companies },
        })
      : [],
  ]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const applying = own.allowed_company_ids;
  const inOrder = [...applying, ...companies.filter((id) => !applying.includes(id))];
  return {
    user: { id: uid, ...(user ? { name: String(user.name), login: String(user.login) } : {}) },
    companies: inOrder.map((id) => companyOf(id, byId.get(id), applying.includes(id))),
    language: own.lang,
    time_zone: own.tz,
    today: dayIn(own.tz),
    odoo: { version: client.series.name, url: client.url },
    policy: { ...policy.inShort, person_can_be_asked: ask !== undefined },
  };
}

const readOne = async (client: Client, uid: number, options: CallOptions): Promise<RawRecord | undefined> =>
  (await client.read("res.users", [uid], ["name", "login"], options))[0];

function companyOf(id: number, row: RawRecord | undefined, applies: boolean): OwnCompany {
  if (!row) return { id, applies };
  const currency = Array.isArray(row.currency_id) ? { currency: String(row.currency_id[1]) } : {};
  return { id, name: String(row.name), ...currency, applies };
}

/** As `2026-03-01`. */
const dayIn = (timeZone: string): string =>
  new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date());
