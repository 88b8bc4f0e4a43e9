import { median } from "./report.js";

// What a call costs without us.

/** Calls of a model over `/json/2` by `fetch`, and nothing else. Throws for a call that Odoo refuses. */
export function bareCall(settings: Readonly<Record<string, string>>, model: string, context: object) {
  return async (method: string, params: object): Promise<unknown> => {
    const response = await fetch(`${settings.ODOO_URL}/json/2/${model}/${method}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        authorization: `bearer ${settings.ODOO_API_KEY}`,
        "x-odoo-database": settings.ODOO_DB ?? "",
      },
      body: JSON.stringify({ ...params, context }),
    });
    if (!response.ok) throw new Error(`Odoo answered ${method} with HTTP ${response.status}.`);
    return response.json();
  };
}

/** How long it takes. */
export async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** Medians of both, in turns, so that neither is favoured. */
export async function inTurns(
  times: number,
  ours: () => Promise<unknown>,
  bare: () => Promise<unknown>,
): Promise<[ours: number, bare: number]> {
  const took: [number[], number[]] = [[], []];
  for (let turn = 0; turn < times; turn++) {
    took[0].push(await milliseconds(ours));
    took[1].push(await milliseconds(bare));
  }
  return [median(took[0]), median(took[1])];
}
