import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { OdooError } from "../odoo/errors/errors.js";

/** Begins to listen, and answers where: host and port, of which 0 is any. Throws `OdooError` "settings" with the hint where it cannot. */
export async function listen(
  listener: Server,
  { host, port }: { host: string; port: number },
  hint: string,
): Promise<string> {
  listener.listen(port, host);
  try {
    await once(listener, "listening");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new OdooError("settings", `Cannot listen at ${host}, port ${port} (${code}).`, { hint });
  }
  const { address, port: chosen, family } = listener.address() as AddressInfo;
  return `${family === "IPv6" ? `[${address}]` : address}:${chosen}`;
}
