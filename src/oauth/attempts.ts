import { createHash } from "node:crypto";
import type { SharedStore } from "./shared-store.js";

/** So many attempts in so long, counted by all replicas together. */
export interface Limit {
  name: string;
  most: number;
  windowMs: number;
}

/** Takes one of the attempts that `who` has; false where none is left. `who` is kept as a hash. */
export async function attempt(store: SharedStore, { name, most, windowMs }: Limit, who: string): Promise<boolean> {
  const of = createHash("sha256").update(who).digest("base64url");
  for (let place = 0; place < most; place++) {
    if (await store.add(`attempt:${name}:${of}:${place}`, "1", windowMs)) return true;
  }
  return false;
}
