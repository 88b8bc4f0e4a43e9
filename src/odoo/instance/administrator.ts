import type { Client } from "../client.js";
import type { CallOptions } from "../schema/raw.js";

const POWERS: readonly [group: string, power: string][] = [
  ["base.group_system", "an administrator of Odoo (Settings)"],
  ["base.group_erp_manager", "one who may change users and rights (Access Rights)"],
];

/**
 * A sentence about a user whose rights have no bounds that matter: it may give itself any other. Undefined for all others.
 * Throws `OdooError`.
 */
export async function administratorText(client: Client, options: CallOptions = {}): Promise<string | undefined> {
  for (const [group, power] of POWERS) {
    if (await client.hasGroup(group, options)) return `The user is ${power}, and so is the assistant.`;
  }
  return undefined;
}

/** What to do about it. */
export const LEAST_PRIVILEGE =
  "Use a user with the rights that it needs and no more; SECURITY.md tells how to make one.";
