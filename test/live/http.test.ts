import { readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { CONFIG_FILE } from "../support/fixtures.js";
import { credentialOf, legacyClient, modernClient, type Reply } from "../support/http-clients.js";
import type { Json } from "../support/mcp.js";
import { type Replicas, startReplicas } from "../support/replicas.js";
import { describeSandbox } from "./odoos.js";
import { generatedFolder } from "./shared.js";
import { only } from "./tasks/desk.js";

// Two servers over HTTP that share a secret and a store, behind a balancer that sends every request to the other one.

describeSandbox("has a second user", "servers over HTTP", (instance) => {
  const { series, admin, demo } = instance;
  let replicas: Replicas;
  let front: Replicas["front"];
  /** How many requests each server had got when the test began. */
  let before: number[];

  const headersOf = (user: Record<string, string>) => credentialOf(series, user);
  const clientOf = (version: string) =>
    (version === "2025-11-25" ? legacyClient : modernClient)(front.origin, headersOf(admin));
  type Caller = Awaited<ReturnType<typeof legacyClient>> | Awaited<ReturnType<typeof modernClient>>;
  const called = async (client: Caller, name: string, given: Json = {}) =>
    (await client.callTool({ name, arguments: given })).structuredContent as Json;
  /** How many requests each server got for what was done. */
  const sentFor = async <Done>(work: () => Promise<Done>): Promise<[Done, number[]]> => {
    const sent = [...front.sent];
    const done = await work();
    return [done, front.sent.map((count, at) => count - (sent[at] ?? 0))];
  };
  /** The one server that got a request. */
  const one = (counts: number[]) => only(counts.flatMap((count, at) => Array<number>(count).fill(at)));

  beforeAll(async () => {
    const generated = await generatedFolder(instance, readFileSync(CONFIG_FILE, "utf8"));
    replicas = await startReplicas({ odoo: admin, generated });
    front = replicas.front;
  });
  beforeEach(() => {
    before = [...front.sent];
  });
  afterAll(async () => {
    expect(await replicas?.end()).toEqual([0, 0]);
  });

  it.each(["2025-11-25", "2026-07-28"])("list, call and refuse in %s", async (version) => {
    const client = await clientOf(version);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(expect.arrayContaining(["res_partner_search", "who_am_i"]));
    expect(await called(client, "who_am_i")).toMatchObject({ user: { login: admin.ODOO_USERNAME } });
    expect(await called(client, "res_partner_search", { fields: ["nmae"] })).toMatchObject({
      error: { category: "validation", outcome: "not_applied" },
    });
    await expect(client.callTool({ name: "no_such_tool", arguments: {} })).rejects.toMatchObject({ code: -32602 });
    const [template] = (await client.listResourceTemplates()).resourceTemplates;
    expect(template?.uriTemplate).toBe("odoo://attachment/{id}{?offset}");
    await expect(client.readResource({ uri: "odoo://res.partner/999999" })).rejects.toThrow("There is no record");
    await client.close();
    expect(front.sent.every((count, at) => count - (before[at] ?? 0) > 2)).toBe(true);
  });

  it("give each user their own tools and records", async () => {
    const [all, some] = await Promise.all([
      modernClient(front.origin, headersOf(admin)),
      modernClient(front.origin, headersOf(demo)),
    ]);
    const names = async (client: typeof all) => (await client.listTools()).tools.map(({ name }) => name);
    const [adminNames, demoNames] = [await names(all), await names(some)];
    const hidden = adminNames.filter((name) => !demoNames.includes(name));
    console.log(`Odoo ${series}: ${adminNames.length} tools, not the demo user's: ${hidden.join(", ")}`);
    expect(hidden).not.toEqual([]);
    expect(demoNames.filter((name) => !adminNames.includes(name))).toEqual([]);
    expect(await called(some, "who_am_i")).toMatchObject({ user: { login: demo.ODOO_USERNAME } });
    const scheduled = { model: "ir.cron", domain: [] };
    expect(await called(all, "search_count", scheduled)).toHaveProperty("count");
    expect(await called(some, "search_count", scheduled)).toMatchObject({ error: { category: "forbidden" } });
    await Promise.all([all.close(), some.close()]);
  });

  describe("ask a person", () => {
    const asking = (reply: Reply) => modernClient(front.origin, headersOf(admin), () => reply);
    const made = async (client: Caller) =>
      (await called(client, "create_record", { model: "res.partner", values: { name: "Asked over HTTP" } })).id;

    it.each<[what: string, reply: Reply, deleted: boolean]>([
      ["a yes", { action: "accept", content: { confirm: true } }, true],
      ["no tick", { action: "accept", content: { confirm: false } }, false],
      ["a no", { action: "decline" }, false],
    ])("and take %s for what it is", async (_, reply, deleted) => {
      const client = await asking(reply);
      const id = await made(client);
      const answer = await called(client, "delete_records", { model: "res.partner", ids: [id] });
      if (deleted) expect(answer).toEqual({ ids: [id] });
      else expect(answer).toMatchObject({ error: { rule: "confirmation", outcome: "not_applied" } });
      const left = { model: "res.partner", domain: [["id", "=", id]] };
      expect(await called(client, "search_count", left)).toMatchObject({ count: deleted ? 0 : 1 });
      await client.close();
    });

    it("by a server, and take the answer at the other one, once", async () => {
      const client = await asking({ action: "cancel" });
      const partner = { name: "Written to over HTTP", email: "reader@http.example" };
      const { id } = await called(client, "create_record", { model: "res.partner", values: partner });
      const message = { model: "res.partner", id, kind: "comment", text: "Once", partner_ids: [id] };
      const call = { name: "post_message", arguments: message };
      const [asked, opener] = await sentFor(
        () => client.callTool(call, { allowInputRequired: true }) as Promise<object>,
      );
      expect(asked).toMatchObject({ resultType: "input_required" });
      const { requestState } = asked as { requestState: string };
      const inputResponses = { confirm: { action: "accept", content: { confirm: true } } };
      const again = () =>
        sentFor(
          () =>
            client.request(
              { method: "tools/call", params: { ...call, inputResponses, requestState } } as never,
              { allowInputRequired: true } as never,
            ) as Promise<{ structuredContent?: Json }>,
        );
      const [answered, completer] = await again();
      expect(answered.structuredContent).toMatchObject({ id: expect.any(Number) });
      const [replayed, first] = await again();
      const [replayedAgain, second] = await again();
      for (const { structuredContent } of [replayed, replayedAgain]) {
        expect(structuredContent).toMatchObject({
          error: { category: "conflict", message: expect.stringContaining("used already") },
        });
      }
      expect([opener, completer, first, second].map(one)).toEqual(turnsFrom(one(opener)));
      const domain = [
        ["model", "=", "res.partner"],
        ["res_id", "=", id],
        ["body", "like", "Once"],
      ];
      expect(await called(client, "search_count", { model: "mail.message", domain })).toEqual({ count: 1 });
      await client.close();
    });

    it("whom a client of 2025 cannot ask: each server refuses, changes nothing and says how to go on", async () => {
      const client = await legacyClient(front.origin, headersOf(admin));
      const id = await made(client);
      const deletion = { model: "res.partner", ids: [id] };
      for (const _ of front.sent) {
        expect(await called(client, "delete_records", deletion)).toMatchObject({
          error: {
            rule: "confirmation",
            outcome: "not_applied",
            message: expect.stringContaining("This client cannot ask one."),
            hint: expect.stringContaining("in Odoo itself, or with a client that supports elicitation"),
          },
        });
      }
      const left = { model: "res.partner", domain: [["id", "=", id]] };
      expect(await called(client, "search_count", left)).toEqual({ count: 1 });
      const other = await asking({ action: "accept", content: { confirm: true } });
      expect(await called(other, "delete_records", deletion)).toEqual({ ids: [id] });
      await Promise.all([client.close(), other.close()]);
    });
  });

  it.each(["2025-11-25", "2026-07-28"])(
    "go on with a wizard that the other one opened, once, in %s",
    async (version) => {
      const client = await clientOf(version);
      const values = { name: `Asked for ${version}`, type: "opportunity" };
      const { id } = await called(client, "create_record", { model: "crm.lead", values });
      const step = { model: "crm.lead", ids: [id], signal: "action_sale_quotations_new" };
      const [opened, opener] = await sentFor(() => called(client, "execute_workflow", step));
      expect(opened).toHaveProperty("next.wizard");
      const { wizard, buttons } = opened.next as { wizard: string; buttons: { signal: string }[] };
      const fill = () => sentFor(() => called(client, "execute_workflow", { wizard, signal: buttons[0]?.signal }));
      const [filled, completer] = await fill();
      expect(filled).toHaveProperty("next.model", "sale.order");
      const [replayed, first] = await fill();
      const [replayedAgain, second] = await fill();
      for (const refused of [replayed, replayedAgain]) expect(refused).toHaveProperty("error.category", "not_found");
      expect([opener, completer, first, second].map(one)).toEqual(turnsFrom(one(opener)));
      console.log(`Odoo ${series}: a handle of ${wizard.length} characters`);
      await client.close();
    },
  );

  it("write no key to their logs", () => {
    const { ODOO_API_KEY = "", ODOO_PASSWORD = "" } = admin;
    for (const server of replicas.servers) {
      expect(server.stderr()).toContain('"uid":');
      for (const secret of [ODOO_API_KEY, ODOO_PASSWORD].filter(Boolean)) expect(server.stderr()).not.toContain(secret);
    }
  });
});

/** Which of two servers got each of four requests, the first of which went to `first`. */
const turnsFrom = (first: number) => [first, 1 - first, first, 1 - first];
