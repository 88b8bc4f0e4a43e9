import { OdooError } from "../errors/errors.js";
import type { Series } from "../schema/series.js";
import { send } from "../wires/http.js";
import { postJson } from "../wires/json-rpc.js";
import type { Settings } from "./settings.js";

/** Asks the server's version, which needs no sign-in. Throws `OdooError`, also for a server that is not Odoo. */
export async function probe(settings: Pick<Settings, "url" | "timeoutMs">, signal?: AbortSignal): Promise<Series> {
  const { url, timeoutMs } = settings;
  try {
    return parseSeries(await postJson(`${url}/web/webclient/version_info`, {}, { timeoutMs, signal }));
  } catch (error) {
    // A proxy may block what it does not know; 19 answers on a second address.
    const second = await send({ url: `${url}/web/version`, method: "GET", timeoutMs, signal }).catch(() => undefined);
    const version = second?.status === 200 ? parseVersion(second.text) : undefined;
    if (version === undefined) throw error;
    return parseSeries(version);
  }
}

function parseVersion(text: string): unknown {
  try {
    const { version_info } = JSON.parse(text) as { version_info?: unknown };
    return version_info === undefined ? undefined : { server_version_info: version_info };
  } catch {
    return undefined;
  }
}

/** `[19, 0, …]`, or `["saas~19", 4, …]` on Odoo Online. */
export function parseSeries(info: unknown): Series {
  const parts = (info as { server_version_info?: unknown } | null | undefined)?.server_version_info;
  const [first, second] = Array.isArray(parts) ? parts : [];
  const major = Number(String(first).replace(/^saas[~-]/, ""));
  const minor = Number(second);
  if (!Number.isInteger(major) || !Number.isInteger(minor)) {
    throw new OdooError("unavailable", "The server answered, but not with an Odoo version.", {
      hint: "Check that ODOO_URL is the address of your Odoo.",
      passes: false,
    });
  }
  return { major, minor, name: `${first}.${minor}` };
}
