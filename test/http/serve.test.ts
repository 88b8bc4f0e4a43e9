import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { bearer, legacyClient, modernClient } from "../support/http-clients.js";
import { ANNA, ANNAS_KEY, BEN, BENS_KEY, fakeOdoo19, SECRET, serving } from "./support.js";

type Listed = { tools: { name: string }[] };
const names = ({ tools }: Listed) => tools.map(({ name }) => name);
const structured = (result: object) => (result as { structuredContent: Record<string, unknown> }).structuredContent;

describe("a server over HTTP", () => {
  it("answers clients of both eras alike, each in the name of its own user", async () => {
    const odoo = await fakeOdoo19();
    const { origin } = await serving(odoo);
    const clients = [
      await legacyClient(origin, bearer(ANNAS_KEY)),
      await modernClient(origin, bearer(ANNAS_KEY)),
      await legacyClient(origin, bearer(BENS_KEY)),
      await modernClient(origin, bearer(BENS_KEY)),
    ];
    const counted = [];
    for (const client of clients) {
      const result = await client.callTool({ name: "search_count", arguments: { model: "res.partner" } });
      counted.push(structured(result).count);
    }
    expect(counted).toEqual([ANNA.uid, ANNA.uid, BEN.uid, BEN.uid]);
    expect(clients.map((client) => client.getInstructions()?.slice(0, 30))).toEqual(
      Array(4).fill("Tools for one Odoo instance. W"),
    );
  });

  it("lists and calls the tools that the user has a right to, and no others", async () => {
    const odoo = await fakeOdoo19();
    const { origin } = await serving(odoo);
    const anna = await modernClient(origin, bearer(ANNAS_KEY));
    const ben = await modernClient(origin, bearer(BENS_KEY));
    const all = await anna.listTools();
    const some = names(await ben.listTools());
    expect(all).toMatchObject({ ttlMs: 60_000, cacheScope: "private" });
    const hidden = names(all).filter((name) => !some.includes(name));
    expect(hidden).toContain("account_move_search");
    expect(hidden).toContain("res_partner_create");
    expect(hidden.filter((name) => !/^(account_move|res_partner)_/.test(name))).toEqual([]);
    expect(some).toContain("res_partner_search");
    await expect(ben.callTool({ name: "account_move_search", arguments: {} })).rejects.toMatchObject({ code: -32602 });
    expect(odoo.called(BEN.login).filter((method) => method.startsWith("account.move."))).not.toContain(
      "account.move.search",
    );
  });

  it("tells the user in the audit, and their key nowhere", async () => {
    const odoo = await fakeOdoo19();
    const { origin, folder } = await serving(odoo);
    const anna = await modernClient(origin, bearer(ANNAS_KEY));
    await anna.callTool({
      name: "update_record",
      arguments: { model: "res.partner", id: 3, values: { name: "New" } },
    });
    const audit = readFileSync(`${folder}/audit.log`, "utf8");
    expect(audit).toContain(`"client":"two 1","uid":7,"login":"${ANNA.login}"`);
    expect(audit).not.toContain(ANNAS_KEY);
  });
});

describe("a credential", () => {
  const post = (origin: string, headers: Record<string, string>) =>
    fetch(`${origin}/mcp`, { method: "POST", headers: { "content-type": "application/json", ...headers }, body: "{}" });

  it("that is none, or that Odoo refuses, is answered 401 with a challenge, and is asked of Odoo once", async () => {
    const odoo = await fakeOdoo19();
    const { origin } = await serving(odoo);
    const none = await post(origin, {});
    expect([none.status, none.headers.get("www-authenticate")]).toEqual([401, 'Bearer realm="odoo"']);
    const wrong = "c".repeat(40);
    const before = odoo.requests.length;
    for (const _ of [1, 2, 3]) {
      const refused = await post(origin, bearer(wrong));
      expect(refused.headers.get("www-authenticate")).toBe('Bearer realm="odoo", error="invalid_token"');
      expect(await refused.text()).not.toContain(wrong);
    }
    const asked = odoo.requests.slice(before).filter(({ path }) => path.startsWith("/json/2/"));
    expect(asked.length).toBe(1);
  });

  it("that is revoked in Odoo stops with the first call that Odoo refuses", async () => {
    const odoo = await fakeOdoo19();
    const { origin } = await serving(odoo);
    const anna = await modernClient(origin, bearer(ANNAS_KEY));
    await anna.listTools();
    odoo.keys.delete(ANNAS_KEY);
    const refused = await anna.callTool({ name: "search_count", arguments: { model: "res.partner" } });
    expect(structured(refused).error).toMatchObject({ category: "auth" });
    expect((await post(origin, bearer(ANNAS_KEY))).status).toBe(401);
  });

  it("of another user than the login beside it is refused", async () => {
    const odoo = await fakeOdoo19();
    const { origin } = await serving(odoo);
    const headers = { ...bearer(ANNAS_KEY), "x-odoo-login": BEN.login };
    expect((await post(origin, headers)).status).toBe(401);
    const own = await legacyClient(origin, { ...bearer(ANNAS_KEY), "x-odoo-login": ANNA.login });
    expect(names(await own.listTools())).toContain("search_count");
  });

  it("is not refused where Odoo cannot be asked, which is told as such", async () => {
    const { origin } = await serving({ url: "http://127.0.0.1:9" });
    const answer = await post(origin, bearer(ANNAS_KEY));
    expect([answer.status, Number(answer.headers.get("retry-after"))]).toEqual([503, 5]);
  });
});

describe("a question", () => {
  const DELETE = { name: "delete_records", arguments: { model: "res.partner", ids: [3] } };
  const isDeleted = (odoo: { called(): string[] }) => odoo.called().includes("res.partner.unlink");

  it("is asked by the result, and the change is made after a yes", async () => {
    const odoo = await fakeOdoo19();
    const { origin } = await serving(odoo);
    const questions: string[] = [];
    const anna = await modernClient(origin, bearer(ANNAS_KEY), (question) => {
      questions.push(question);
      expect(isDeleted(odoo)).toBe(false);
      return { action: "accept", content: { confirm: true } };
    });
    expect(structured(await anna.callTool(DELETE))).toEqual({ ids: [3] });
    expect(questions).toEqual([expect.stringContaining("delete 1 record of res.partner")]);
    expect(isDeleted(odoo)).toBe(true);
  });

  it.each([
    ["a no", { action: "decline" as const }, "The person said no."],
    ["a box left empty", { action: "accept" as const, content: { confirm: false } }, 'without its box "Do it" ticked'],
    ["a closed one", { action: "cancel" as const }, "closed without an answer"],
  ])("changes nothing after %s", async (_, reply, told) => {
    const odoo = await fakeOdoo19();
    const { origin } = await serving(odoo);
    const anna = await modernClient(origin, bearer(ANNAS_KEY), () => reply);
    expect(structured(await anna.callTool(DELETE)).error).toMatchObject({
      category: "forbidden",
      rule: "confirmation",
      message: expect.stringContaining(told),
    });
    expect(isDeleted(odoo)).toBe(false);
  });

  it("cannot be asked of a client of 2025, nor of one that has no questions: the refusal says what to do", async () => {
    const odoo = await fakeOdoo19();
    const { origin } = await serving(odoo);
    for (const client of [
      await legacyClient(origin, bearer(ANNAS_KEY)),
      await modernClient(origin, bearer(ANNAS_KEY)),
    ]) {
      expect(structured(await client.callTool(DELETE)).error).toMatchObject({
        rule: "confirmation",
        message: expect.stringContaining("This client cannot ask one."),
        hint: expect.stringContaining("in Odoo itself"),
      });
    }
    expect(isDeleted(odoo)).toBe(false);
  });

  describe("whose answer comes back", () => {
    /** The result that asks, and a call with the person's answer. */
    async function asking() {
      const odoo = await fakeOdoo19();
      const { origin } = await serving(odoo);
      const anna = await modernClient(origin, bearer(ANNAS_KEY), () => ({ action: "cancel" }));
      const first: object = await anna.callTool(DELETE, { allowInputRequired: true });
      const { requestState } = first as { requestState: string };
      expect(first).toMatchObject({ resultType: "input_required" });
      const inputResponses = { confirm: { action: "accept", content: { confirm: true } } };
      const again = (client: typeof anna, state: string, call: object = DELETE) =>
        client.request(
          { method: "tools/call", params: { ...call, inputResponses, requestState: state } } as never,
          { allowInputRequired: true } as never,
        ) as Promise<object>;
      return { odoo, origin, anna, state: requestState, again };
    }

    it("counts once", async () => {
      const { odoo, anna, state, again } = await asking();
      expect(structured(await again(anna, state))).toEqual({ ids: [3] });
      expect(structured(await again(anna, state)).error).toMatchObject({
        message: expect.stringContaining("used already"),
      });
      expect(odoo.called().filter((method) => method === "res.partner.unlink")).toHaveLength(1);
    });

    it("counts for no other arguments", async () => {
      const { odoo, anna, state, again } = await asking();
      const other = { ...DELETE, arguments: { ...DELETE.arguments, company_id: 1 } };
      expect(structured(await again(anna, state, other)).error).toMatchObject({
        message: expect.stringContaining("another call"),
      });
      expect(isDeleted(odoo)).toBe(false);
    });

    it("counts for no other user", async () => {
      const { odoo, origin, state, again } = await asking();
      const ben = await modernClient(origin, bearer(BENS_KEY), () => ({ action: "cancel" }));
      await expect(again(ben, state)).rejects.toMatchObject({ code: -32602 });
      expect(isDeleted(odoo)).toBe(false);
    });

    it("does not count where the state was changed, or made by nobody", async () => {
      const { odoo, anna, state, again } = await asking();
      for (const made of [`${state}x`, state.replace(/^v1\.../, "v1.AA"), "v1.e30.AAAA"]) {
        await expect(again(anna, made)).rejects.toMatchObject({ code: -32602 });
      }
      expect(isDeleted(odoo)).toBe(false);
    });

    it("counts at another process that shares the secret, and at none that does not", async () => {
      const { odoo, state, again } = await asking();
      const { origin } = await serving(odoo, { ODOO_MCP_HTTP_SECRET: "another-secret-of-another-server-9876543210" });
      const stranger = await modernClient(origin, bearer(ANNAS_KEY), () => ({ action: "cancel" }));
      await expect(again(stranger, state)).rejects.toMatchObject({ code: -32602 });
      // Whose secret is being replaced.
      const replica = await serving(odoo, {
        ODOO_MCP_HTTP_SECRET: `another-secret-of-another-server-9876543210,${SECRET}`,
      });
      const anna = await modernClient(replica.origin, bearer(ANNAS_KEY), () => ({ action: "cancel" }));
      await expect(again(anna, `${state}x`)).rejects.toMatchObject({ code: -32602 });
      expect(structured(await again(anna, state))).toEqual({ ids: [3] });
    });
  });
});
