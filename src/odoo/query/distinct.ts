import type { Client } from "../client.js";
import { OdooError } from "../errors/errors.js";
import type { CallOptions, Domain } from "../schema/raw.js";

/**
 * Which values some columns have together among the records of a domain, as Odoo groups them: at most `limit`. Up to 18 Odoo
 * refuses functions in groups of attachments, their count too, so nothing is aggregated.
 */
export async function distinctValues(
  client: Client,
  model: string,
  { domain, names, limit }: { domain: Domain; names: readonly string[]; limit: number },
  options: CallOptions,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const groups =
    client.series.major >= 19
      ? await client.callModel(
          model,
          "formatted_read_group",
          { domain, groupby: names, aggregates: [], having: [], offset: 0, limit, order: null },
          options,
        )
      : await client.callModel(
          model,
          "read_group",
          { domain, fields: names, groupby: names, offset: 0, limit, orderby: false, lazy: false },
          options,
        );
  if (Array.isArray(groups)) return groups;
  throw new OdooError("server_error", "Odoo answered with something else than groups.");
}
