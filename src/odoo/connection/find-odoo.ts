import { OdooError } from "../errors/errors.js";
import type { Series } from "../schema/series.js";
import type { Settings } from "./settings.js";
import { probe } from "./version.js";

/** Where an Odoo answers, without a slash at the end, and its version. */
export interface FoundOdoo {
  url: string;
  series: Series;
}

/**
 * Finds the Odoo of an address, which may have been copied from a browser: Odoo itself puts `/odoo` before its screens from
 * 18 on, and a proxy may have put it below that path. The longest that answers counts, and nothing but a clear "no Odoo
 * here" leads to the next, or an Odoo that restarts would be taken for another. Throws `OdooError` as `probe`.
 */
export async function findOdoo(
  { url: address, timeoutMs }: Pick<Settings, "url" | "timeoutMs">,
  signal?: AbortSignal,
): Promise<FoundOdoo> {
  let first: OdooError | undefined;
  for (const url of possibleAddresses(address)) {
    try {
      return { url, series: await probe({ url, timeoutMs }, signal) };
    } catch (error) {
      if (!(error instanceof OdooError) || !saysNoOdoo(error)) throw error;
      first ??= error;
    }
  }
  throw explained(address, first);
}

/** A gateway that wants a sign-in, or an Odoo that is busy, says nothing of the kind. */
const saysNoOdoo = ({ category, passes }: OdooError) =>
  !passes && (category === "unavailable" || category === "not_found" || category === "server_error");

/** The address, then what stands before each `/odoo` in it, with it and without. Pure. */
export function possibleAddresses(address: string): string[] {
  const parts = address.split("/");
  const cuts = parts.flatMap((part, index) => (index > 2 && part === "odoo" ? [index, index + 1] : []));
  const lengths = [...new Set([parts.length, ...cuts.reverse()])];
  return lengths.map((length) => parts.slice(0, length).join("/"));
}

function explained(address: string, error: OdooError | undefined): OdooError | undefined {
  const { pathname } = new URL(address);
  if (!error || pathname === "/") return error;
  const hint = `ODOO_URL has the path ${pathname}: leave out what does not belong to the address of your Odoo itself.`;
  return new OdooError(error.category, error.message, { ...error, hint });
}
