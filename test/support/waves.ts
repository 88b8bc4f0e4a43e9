import type { Client } from "../../src/odoo/client.js";

const ASKING = [
  ...["search", "searchRead", "searchCount", "webSearchRead", "nameSearch", "read", "webRead", "callModel"],
  ...["hasAccess", "getMetadata"],
] as const satisfies readonly (keyof Client)[];

/**
 * The client, whose reads are answered in waves: all that were asked by then at once. `waves` tells how many there were, which is
 * how many round trips are waited for one after another.
 */
export function inWaves(client: Client): { client: Client; waves(): number } {
  let count = 0;
  let waiting: (() => void)[] = [];
  const turn = () =>
    new Promise<void>((resolve) => {
      if (waiting.length === 0) {
        setImmediate(() => {
          count++;
          const answered = waiting;
          waiting = [];
          for (const answer of answered) answer();
        });
      }
      waiting.push(resolve);
    });
  const own = { ...client };
  for (const name of ASKING) {
    const ask = client[name] as (...args: unknown[]) => Promise<unknown>;
    Object.assign(own, {
      async [name](...args: unknown[]) {
        await turn();
        return ask(...args);
      },
    });
  }
  return { client: own, waves: () => count };
}
