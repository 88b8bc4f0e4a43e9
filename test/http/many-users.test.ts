import { expect, it } from "vitest";
import { bearer } from "../support/http-clients.js";
import { type FakeUser, fakeOdoo19, serving } from "./support.js";

const USERS = 40;
const CALLS_OF_EACH = 10;

const userOf = (uid: number): FakeUser => ({
  uid,
  login: `user${uid}@example.com`,
  closed: uid % 2 ? ["account.move"] : [],
  readOnly: uid % 3 ? [] : ["res.partner"],
});
const keyOf = (uid: number) => String(uid).padStart(40, "k");

/** What a request of 2025 is answered. */
async function ask(origin: string, uid: number, method: string, params: object): Promise<Record<string, unknown>> {
  const response = await fetch(`${origin}/mcp`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      ...bearer(keyOf(uid)),
    },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
  const [, data = "{}"] = /^data: (\{.*)$/m.exec(await response.text()) ?? [];
  return (JSON.parse(data) as { result: Record<string, unknown> }).result;
}

it("many users at a time see what is their own, and nothing else", async () => {
  const odoo = await fakeOdoo19();
  const users = Array.from({ length: USERS }, (_, at) => userOf(at + 100));
  for (const user of users) odoo.keys.set(keyOf(user.uid), user);
  const { origin } = await serving(odoo);
  const asked = Array.from({ length: CALLS_OF_EACH }, (_, round) =>
    users.map(async ({ uid, login, closed = [], readOnly = [] }) => {
      if (round === 0) {
        const { tools } = (await ask(origin, uid, "tools/list", {})) as { tools: { name: string }[] };
        const names = tools.map(({ name }) => name);
        expect([uid, names.includes("account_move_search"), names.includes("res_partner_create")]).toEqual([
          uid,
          closed.length === 0,
          readOnly.length === 0,
        ]);
      } else if (round % 2) {
        const result = await ask(origin, uid, "tools/call", {
          name: "search_count",
          arguments: { model: "res.partner" },
        });
        expect(result.structuredContent).toEqual({ count: uid });
      } else {
        const result = await ask(origin, uid, "tools/call", { name: "who_am_i", arguments: {} });
        const told = JSON.stringify(result);
        expect(told).toContain(login);
        expect(users.filter((other) => told.includes(other.login))).toHaveLength(1);
      }
    }),
  ).flat();
  expect(await Promise.all(asked)).toHaveLength(USERS * CALLS_OF_EACH);
  // Each was signed in once, whatever came at the same time.
  expect(odoo.called().filter((method) => method === "res.users.context_get")).toHaveLength(USERS);
});
