import type { CallOptions, RawRecord } from "../../odoo/schema/raw.js";
import type { Field, Model } from "../../odoo/schema/schema.js";
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
  const read = async (model: Model, ids: readonly number[], options: CallOptions) => {
    if (!policy.operations(model.name).value.includes("read") || ids.length === 0) return [];
    const { fields } = policy.view(model);
    const open = Object.keys(fields).filter((name) => name !== LINK && !fields[name]?.closed);
    return client.read(model.name, ids, open, { signal, ...options });
  };
  const [[user], rows] = await Promise.all([
    read(USER, [uid], {}),
    read(COMPANY, companies, { context: { allowed_company_ids: companies } }),
  ]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const applying = own.allowed_company_ids;
  const inOrder = [...applying, ...companies.filter((id) => !applying.includes(id))];
  return {
    user: { id: uid, ...textsOf(user, ["name", "login"]) },
    companies: inOrder.map((id) => companyOf(id, byId.get(id), applying.includes(id))),
    language: own.lang,
    time_zone: own.tz,
    today: dayIn(own.tz),
    odoo: { version: client.series.name, url: client.url },
    policy: { ...policy.inShort, person_can_be_asked: ask !== undefined },
  };
}

/** The contact of a user or company, whose name is theirs. */
const LINK = "partner_id";

const CONTACT: Model["fields"] = { [LINK]: { type: "many2one", string: "", relation: "res.partner" } };
const NAME: Field = { type: "char", string: "", related: `${LINK}.name` };

/** As far as they are told: the policy may close any of it. */
const USER: Model = {
  name: "res.users",
  label: "User",
  fields: { ...CONTACT, name: NAME, login: { type: "char", string: "" } },
};
const COMPANY: Model = {
  name: "res.company",
  label: "Company",
  fields: { ...CONTACT, name: NAME, currency_id: { type: "many2one", string: "", relation: "res.currency" } },
};

/** What was read of a record. */
const textsOf = (row: RawRecord | undefined, names: readonly string[]) =>
  Object.fromEntries(names.flatMap((name) => (typeof row?.[name] === "string" ? [[name, row[name]]] : [])));

function companyOf(id: number, row: RawRecord | undefined, applies: boolean): OwnCompany {
  if (!row) return { id, applies };
  const currency = Array.isArray(row.currency_id) ? { currency: String(row.currency_id[1]) } : {};
  return { id, ...textsOf(row, ["name"]), ...currency, applies };
}

/** As `2026-03-01`. */
const dayIn = (timeZone: string): string =>
  new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date());
