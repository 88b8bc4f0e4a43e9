import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "@redis/client";
import { OdooError } from "../odoo/errors/errors.js";
import { hideSecret } from "../odoo/errors/secrets.js";
import type { SharedStore } from "./shared-store.js";

/** A store that is to be closed at the end. */
export interface RemoteStore extends SharedStore {
  close(): void;
}

const LONGEST_MS = 3_000;

/**
 * The store in a Valkey or Redis, such as `rediss://user:password@valkey.example:6379`. While it cannot be reached each call fails
 * with `OdooError` "unavailable", after three seconds at most; it is connected to again and again by itself, and `onFault` hears
 * why not. It must not push entries out: `maxmemory-policy noeviction`, which is the default.
 */
export async function redisStore(url: string, onFault: (error: unknown) => void): Promise<RemoteStore> {
  hideSecret(decodeURIComponent(new URL(url).password));
  const client = createClient({
    url,
    // Beside what others keep there.
    keyPrefix: "odoo-mcp:",
    disableOfflineQueue: true,
    socket: { connectTimeout: LONGEST_MS },
  });
  client.on("error", onFault);
  // Where it is not there yet, the server starts without it.
  await inTime(client.connect()).catch(() => {});
  const asked = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
    try {
      return await inTime(ask());
    } catch (cause) {
      throw new OdooError("unavailable", "What the replicas share cannot be asked at the moment.", { cause });
    }
  };
  const until = (lifetimeMs: number) => ({ type: "PX", value: Math.max(1, Math.ceil(lifetimeMs)) }) as const;
  return {
    get: async (key) => (await asked(() => client.get(key))) ?? undefined,
    async set(key, value, lifetimeMs) {
      await asked(() => client.set(key, value, { expiration: until(lifetimeMs) }));
    },
    async add(key, value, lifetimeMs) {
      const answer = await asked(() => client.set(key, value, { expiration: until(lifetimeMs), condition: "NX" }));
      return answer === "OK";
    },
    async delete(key) {
      await asked(() => client.del(key));
    },
    close: () => client.destroy(),
  };
}

/** What is late is not waited for: it may have been done. */
async function inTime<Answer>(asked: Promise<Answer>): Promise<Answer> {
  const answered = new AbortController();
  const late = sleep(LONGEST_MS, undefined, { signal: answered.signal }).then(() => {
    throw new Error(`no answer within ${LONGEST_MS} ms`);
  });
  late.catch(() => {});
  try {
    return await Promise.race([asked, late]);
  } finally {
    answered.abort();
  }
}
