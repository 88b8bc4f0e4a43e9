import type { Client } from "../client.js";
import { OdooError } from "../errors/errors.js";
import type { CallOptions, Domain, RawRecord } from "../schema/raw.js";
import type { Instance } from "../schema/schema.js";

/** What explains a snapshot, as far as the user may see it; undefined where that is nothing. Throws `OdooError`. */
export async function readInstance(client: Client, options: CallOptions): Promise<Instance | undefined> {
  const groups = await seen(() => groupNames(client, options));
  // Before 19, only administrators may list the modules.
  const modules = await seen(() => namesOf(client, INSTALLED, options));
  if (!groups && !modules) return undefined;
  return { ...(groups ? { groups } : {}), ...(modules ? { modules } : {}) };
}

/** With those that others imply. Their external ids would not pass XML-RPC, which wants texts for keys. */
async function groupNames(client: Client, options: CallOptions): Promise<string[]> {
  const field = client.series.major < 19 ? "groups_id" : "all_group_ids";
  const [user] = await client.read("res.users", [client.user.uid], [field], options);
  const groups = { model: "res.groups", domain: [["id", "in", user?.[field]]], field: "full_name" };
  return namesOf(client, groups, options);
}

/** Records, and the field that names them. */
interface Named {
  model: string;
  domain: Domain;
  field: string;
}

const INSTALLED: Named = { model: "ir.module.module", domain: [["state", "=", "installed"]], field: "name" };

const MAX = 10_000;

async function namesOf(client: Client, { model, domain, field }: Named, options: CallOptions): Promise<string[]> {
  const rows: RawRecord[] = await client.searchRead(model, domain, [field], { limit: MAX }, options);
  return [...new Set(rows.map((row) => String(row[field])))].sort();
}

/** What is refused is left out. */
async function seen<T>(asking: () => Promise<T>): Promise<T | undefined> {
  try {
    return await asking();
  } catch (error) {
    if (error instanceof OdooError && error.outcome === "not_applied" && !PASSING.has(error.category)) return undefined;
    throw error;
  }
}

const PASSING: ReadonlySet<string> = new Set(["unavailable", "timeout", "cancelled", "auth", "rate_limited"]);
