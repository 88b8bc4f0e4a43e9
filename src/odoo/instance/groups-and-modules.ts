import type { Client } from "../client.js";
import { OdooError, PASSING } from "../errors/errors.js";
import type { CallOptions, RawRecord } from "../schema/raw.js";
import type { Instance } from "../schema/schema.js";

/** What explains a snapshot, as far as the user may see it; undefined where that is nothing. Throws `OdooError`. */
export async function readInstance(client: Client, options: CallOptions): Promise<Instance | undefined> {
  const groups = await seen(() => groupNames(client, options));
  // Before 19, only administrators may list the modules.
  const modules = await seen(() => moduleNames(client, options));
  if (!groups && !modules) return undefined;
  return { ...(groups ? { groups } : {}), ...(modules ? { modules } : {}) };
}

/** With those that others imply. Their external ids would not pass XML-RPC, which wants texts for keys. */
async function groupNames(client: Client, options: CallOptions): Promise<string[]> {
  const field = client.series.major < 19 ? "groups_id" : "all_group_ids";
  const [user] = await client.read("res.users", [client.user.uid], [field], options);
  const domain = [["id", "in", user?.[field]]];
  return distinct(await client.searchRead("res.groups", domain, ["full_name"], ALL, options), "full_name");
}

async function moduleNames(client: Client, options: CallOptions): Promise<string[]> {
  const installed = [["state", "=", "installed"]];
  return distinct(await client.searchRead("ir.module.module", installed, ["name"], ALL, options), "name");
}

/** More than any instance has. */
const ALL = { limit: 10_000 };

const distinct = (rows: readonly RawRecord[], field: string) =>
  [...new Set(rows.map((row) => String(row[field])))].sort();

/** What is refused is left out. */
async function seen<T>(asking: () => Promise<T>): Promise<T | undefined> {
  try {
    return await asking();
  } catch (error) {
    if (error instanceof OdooError && error.outcome === "not_applied" && !PASSING.has(error.category)) return undefined;
    throw error;
  }
}
