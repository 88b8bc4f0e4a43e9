import { createHash } from "node:crypto";
import type { SharedStore } from "../replicas/shared-store.js";

/** So many attempts in so long, counted by all replicas together. */
export interface Limit {
  name: string;
  most: number;
  windowMs: number;
}

/**
 * Takes one of the attempts that `who` has, which is kept as a hash; false where none is left: until the last one that was taken is
 * as old as the window.
 */
export async function attempt(store: SharedStore, { name, most, windowMs }: Limit, who: string): Promise<boolean> {
  const of = createHash("sha256").update(who).digest("base64url");
  const place = (number: number) => `attempt:${name}:${of}:${number}`;
  // At once, where somebody goes on without end.
  if ((await store.get(place(most - 1))) !== undefined) return false;
  for (let number = 0; number < most; number++) {
    if (await store.add(place(number), "1", windowMs)) return true;
  }
  return false;
}
