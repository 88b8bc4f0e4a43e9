import { OdooError } from "../errors/errors.js";
import { shown } from "../notation/checks.js";
import type { Wire } from "../wires/wire.js";
import type { Settings } from "./settings.js";

/** What every call is made in. Without `lang` Odoo answers in any language it likes: 19 in the first it finds. */
export interface UserContext {
  lang: string;
  /** IANA name. */
  tz: string;
  /** The first is the company that new records belong to; records of the others can be read. */
  allowed_company_ids: readonly number[];
}

export interface User {
  uid: number;
  /** Absent where Odoo does not tell. */
  login?: string | undefined;
  context: UserContext;
  /** The companies the user may work in. */
  companies: readonly number[];
}

/** The signed-in user, with the settings' language, time zone and companies over those that Odoo has for it. */
export async function readUser(wire: Wire, uid: number, settings: Settings): Promise<User> {
  refuseSuperuser(uid);
  const params = { fields: ["login", "lang", "tz", "company_id", "company_ids"] };
  const answer = await wire.call({ model: "res.users", method: "read", ids: [uid], params });
  const user = Array.isArray(answer) ? (answer[0] as Record<string, unknown> | undefined) : undefined;
  const companies = ids(user?.company_ids);
  const own = idOf(user?.company_id);
  // The user's default company first: Odoo takes the first for its current one.
  const usual = own === undefined ? companies : [own, ...companies.filter((id) => id !== own)];
  const context = {
    lang: settings.language ?? (text(user?.lang) || "en_US"),
    tz: settings.timeZone ?? (text(user?.tz) || "UTC"),
    allowed_company_ids: settings.companyIds ?? usual,
  };
  if (settings.language) checkLanguage(settings.language, await languagesOf(wire), "ODOO_LANG");
  for (const id of settings.companyIds ?? []) checkCompany(id, companies, "ODOO_COMPANY_IDS");
  return { uid, login: text(user?.login) || undefined, context, companies };
}

/** Odoo checks neither rights nor rules for the user 1, OdooBot: throws `OdooError` for it. */
export function refuseSuperuser(uid: number): void {
  if (uid !== 1) return;
  throw new OdooError(
    "settings",
    "The credential is the superuser's (OdooBot, uid 1), for whom Odoo checks no rights.",
    {
      hint: "Use the API key of a user with the rights that the assistant needs; SECURITY.md tells how to make one.",
    },
  );
}

/** The installed languages' codes. */
export async function languagesOf(wire: Wire): Promise<string[]> {
  const installed = await wire.call({ model: "res.lang", method: "get_installed" });
  return Array.isArray(installed) ? installed.map(([code]: [unknown]) => String(code)) : [];
}

/** Odoo 14 to 16 ignore a language that is not installed, and 18 refuses it: throws `OdooError` on all of them. */
export function checkLanguage(language: string, installed: readonly string[], at: string): void {
  if (installed.includes(language)) return;
  throw new OdooError(
    "validation",
    `${at}: the language ${shown(language)} is not installed; these are: ${installed.join(", ")}.`,
  );
}

/** Odoo 14 to 18 take another company's id in some places in silence: throws `OdooError` on all of them. */
export function checkCompany(id: number, companies: readonly number[], at: string): void {
  if (companies.includes(id)) return;
  const which =
    companies.length > 0 ? `the user's companies have the ids ${companies.join(", ")}` : "the user has none";
  throw new OdooError("forbidden", `${at}: the user may not work in the company ${id}; ${which}.`);
}

/** JSON-2 signs in with a key alone, and tells the uid only here; XML-RPC cannot carry its answer (a frozendict) in 14. */
export async function ownId(wire: Wire): Promise<number> {
  const context = (await wire.call({ model: "res.users", method: "context_get" })) as { uid?: unknown } | null;
  if (typeof context?.uid === "number") return context.uid;
  throw new OdooError("server_error", "Odoo does not tell which user the key belongs to.");
}

const text = (value: unknown) => (typeof value === "string" ? value : "");
const ids = (value: unknown) => (Array.isArray(value) ? value.filter((id) => typeof id === "number") : []);
const idOf = (value: unknown) => (Array.isArray(value) && typeof value[0] === "number" ? value[0] : undefined);
