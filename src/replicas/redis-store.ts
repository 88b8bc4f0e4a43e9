import { OdooError } from "../odoo/errors/errors.js";
import { log } from "../odoo/errors/tell.js";
import type { SharedStore } from "./shared-store.js";

/** Before each key: others may keep something in the same place. */
const PREFIX = "odoo-typed-mcp:";

/** How long an answer of the store may take. */
const WITHIN_MS = 2_000;

/**
 * The store of several replicas, in Redis or Valkey at an address such as `redis://127.0.0.1:6379/0`. It is connected to in the
 * background, and again where the connection breaks off; meanwhile it throws `OdooError` "unavailable". What it keeps must not be
 * pushed out: `maxmemory-policy noeviction`.
 */
export async function redisStore(url: string): Promise<SharedStore> {
  const { createClient } = await import("@redis/client");
  const client = createClient({
    url,
    disableOfflineQueue: true,
    socket: { connectTimeout: WITHIN_MS, reconnectStrategy: (attempts) => Math.min(100 * 2 ** attempts, 5_000) },
  });
  let told = "";
  client.on("error", ({ message }: Error) => {
    if (message !== told) log(`odoo-mcp: The store cannot be asked (${message}).`);
    told = message;
  });
  client.on("ready", () => {
    told = "";
  });
  client.connect().catch(() => {});
  const ask = async <Answer>(command: (asked: typeof client) => Promise<Answer>): Promise<Answer> => {
    try {
      return await command(client.withAbortSignal(AbortSignal.timeout(WITHIN_MS)) as typeof client);
    } catch (error) {
      throw new OdooError("unavailable", "What replicas share cannot be looked up, so nothing is done.", {
        cause: error,
      });
    }
  };
  return {
    get: async (key) => (await ask((store) => store.get(PREFIX + key))) ?? undefined,
    async set(key, value, lifetimeMs) {
      await ask((store) =>
        store.set(PREFIX + key, value, { expiration: { type: "PX", value: Math.ceil(lifetimeMs) } }),
      );
    },
    async add(key, value, lifetimeMs) {
      const expiration = { type: "PX", value: Math.ceil(lifetimeMs) } as const;
      return (await ask((store) => store.set(PREFIX + key, value, { expiration, condition: "NX" }))) === "OK";
    },
    async delete(key) {
      await ask((store) => store.del(PREFIX + key));
    },
    close: async () => client.destroy(),
  };
}
