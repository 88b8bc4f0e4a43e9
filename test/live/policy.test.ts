import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeConnections } from "../../src/odoo/wires/http.js";
import { answerRequest, approvalFolder, waitingIn } from "../../src/tools/session/approval-folder.js";
import { type Json, type Session, startServer } from "../support/mcp.js";
import { openTools, type Tools } from "./in-process.js";
import { describeEachOdoo } from "./odoos.js";
import { generatedFolder } from "./shared.js";

// A person's yes, previews and the audit, over real stdio and a real Odoo; a mandatory domain, by the tools of the same folders.

const CONFIG = {
  models: {
    "sale.order": { operations: ["search", "read", "aggregate", "create", "update", "delete"] },
    "res.partner": {},
  },
  policy: { "res.partner": { denyFields: ["comment"], confirmAbove: 2 } },
};

describeEachOdoo("policy", (instance) => {
  const { admin } = instance;
  let folder: string;
  let audit: string;
  let asking: Session;
  let silent: Session;
  const questions: string[] = [];
  let answer: "accept" | "decline" = "accept";
  let partner: number;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "odoo-typed-mcp-policy-"));
    audit = join(folder, "audit.jsonl");
    const generated = await generatedFolder(instance, JSON.stringify(CONFIG));
    const settings = { ...admin, ODOO_MCP_AUDIT: audit, HOME: folder };
    asking = await startServer(settings, ["--generated", generated], (question) => {
      questions.push(question);
      return { action: answer, ...(answer === "accept" ? { content: { confirm: true } } : {}) };
    });
    silent = await startServer(settings, ["--generated", generated], "cannot ask");
    partner = (
      await asking.call("res_partner_create", { values: { name: "Policy Test", email: "old@policy.example" } })
    ).id as number;
  });
  afterAll(async () => {
    await asking?.call("delete_records", { model: "res.partner", ids: [partner] });
    await Promise.all([asking?.close(), silent?.close()]);
    await closeConnections();
    await rm(folder, { recursive: true, force: true });
  });

  const email = async () => {
    const { records } = await silent.call("res_partner_read", { ids: [partner], fields: ["email"] });
    return (records as Json[])[0]?.email;
  };

  it("previews an update with names, old and new values, and writes nothing", async () => {
    const country = (await silent.call("search_records", { model: "res.country", domain: [["code", "=", "BE"]] }))
      .records;
    const [{ id } = { id: 0 }] = country as { id: number }[];
    const values = { email: "new@policy.example", country_id: id };
    const { preview } = await silent.call("res_partner_update", { ids: [partner], values, dry_run: true });
    expect(preview).toMatchObject({
      effect: "update",
      records: [
        {
          id: partner,
          name: "Policy Test",
          values: {
            email: { old: "old@policy.example", new: "new@policy.example" },
            country_id: { old: null, new: { id, name: "Belgium" } },
          },
        },
      ],
      not_known: expect.any(String),
    });
    expect(await email()).toBe("old@policy.example");
  });

  it("previews a new record with what Odoo would fill in", async () => {
    const { preview } = await silent.call("sale_order_create", { values: { partner_id: partner }, dry_run: true });
    const { records, computed } = preview as { records: Json[]; computed: Json };
    expect(records).toEqual([{ values: { partner_id: { new: { id: partner, name: "Policy Test" } } } }]);
    // What the user's form shows, or has a default.
    expect(computed).toMatchObject({ company_id: { id: 1 }, date_order: expect.any(String) });
    const { count } = await silent.call("search_count", {
      model: "sale.order",
      domain: [["partner_id", "=", partner]],
    });
    expect(count).toBe(0);
  });

  it("previews what is refused as the refusal, and buttons without pressing them", async () => {
    const wrong = { ids: [partner], values: { e_mail: "x" }, dry_run: true };
    expect(await silent.refused("res_partner_update", wrong)).toMatchObject({ category: "validation" });
    const order = (await asking.call("sale_order_create", { values: { partner_id: partner } })).id as number;
    const { preview } = await silent.call("sale_order_action_confirm", { ids: [order], dry_run: true });
    expect(preview).toMatchObject({ effect: "act", method: "action_confirm", records: [{ id: order }] });
    const { preview: deletion } = await silent.call("sale_order_delete", { ids: [order], dry_run: true });
    expect(deletion).toMatchObject({ effect: "delete", asks: ["it deletes records of sale.order"] });
    expect((await silent.call("sale_order_read", { ids: [order], fields: ["state"] })).records).toEqual([
      { id: order, state: "draft" },
    ]);
    await asking.call("sale_order_delete", { ids: [order] });
  });

  it("deletes after a person's yes only, and says what it asks for", async () => {
    const id = (await silent.call("res_partner_create", { values: { name: "Policy Victim" } })).id as number;
    const deletion = { model: "res.partner", ids: [id] };
    expect(await silent.refused("delete_records", deletion)).toMatchObject({
      category: "forbidden",
      rule: "confirmation",
      outcome: "not_applied",
      hint: expect.stringContaining("`odoo-mcp approve "),
    });
    answer = "decline";
    expect(await asking.refused("delete_records", deletion)).toMatchObject({ rule: "confirmation" });
    answer = "accept";
    await asking.call("delete_records", deletion);
    expect(questions.at(-1)).toContain(`delete 1 record of res.partner in ${admin.ODOO_URL}`);
    expect(questions.at(-1)).toContain(`- "Policy Victim", id ${id}`);
    expect((await silent.call("res_partner_read", { ids: [id] })).missing).toEqual([id]);
  });

  it("deletes after a yes that is given outside of the client, once", async () => {
    const home = approvalFolder({ HOME: folder }) ?? "";
    const made = async (name: string) => (await silent.call("res_partner_create", { values: { name } })).id as number;
    const [first, second] = [await made("Approved"), await made("Not approved")];
    const deletion = { model: "res.partner", ids: [first] };
    await silent.refused("delete_records", deletion);
    const waits = waitingIn(home).find(({ question }) => question.includes(`- "Approved", id ${first}`));
    expect(waits?.question).toContain(`delete 1 record of res.partner in ${admin.ODOO_URL}`);
    expect(answerRequest(home, waits?.digest ?? "", "accept")).toBe(true);
    // Neither another call, nor the same about a record that has changed meanwhile.
    const other = { model: "res.partner", ids: [second] };
    expect(await silent.refused("delete_records", other)).toMatchObject({ rule: "confirmation" });
    await silent.call("res_partner_update", { ids: [first], values: { name: "Renamed" } });
    expect(await silent.refused("delete_records", deletion)).toMatchObject({ rule: "confirmation" });
    await silent.call("res_partner_update", { ids: [first], values: { name: "Approved" } });
    await silent.call("delete_records", deletion);
    expect((await silent.call("res_partner_read", { ids: [first, second] })).missing).toEqual([first]);
    expect(await readFile(audit, "utf8")).toContain(`"approved":"${waits?.digest.slice(0, 8)}"`);
    await asking.call("delete_records", other);
  });

  it("asks about many records, and about each call anew", async () => {
    const records = ["a", "b", "c"].map((name) => ({ name: `Policy ${name}` }));
    expect(await silent.refused("create_records", { model: "res.partner", records })).toMatchObject({
      rule: "confirmation",
    });
    const before = questions.length;
    const { ids } = await asking.call("create_records", { model: "res.partner", records });
    await asking.call("res_partner_update", { ids, values: { email: "same@policy.example" } });
    expect(questions.slice(before)).toEqual([
      expect.stringContaining("create 3 records of res.partner"),
      expect.stringContaining('email: null -> "same@policy.example"'),
    ]);
    await asking.call("delete_records", { model: "res.partner", ids });
  });

  it("writes down each change before and after, refusals too", async () => {
    const lines = (await readFile(audit, "utf8"))
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Json);
    const created = lines.find(({ event, tool }) => event === "begin" && tool === "res_partner_create");
    expect(created).toMatchObject({
      client: "test 1",
      model: "res.partner",
      operation: "create",
      values: [{ name: "Policy Test", email: "old@policy.example" }],
    });
    expect(lines.find(({ event, id }) => event === "end" && id === created?.id)).toMatchObject({
      outcome: "applied",
      ids: [partner],
    });
    const refused = lines.filter(({ event }) => event === "refused");
    expect(refused.length).toBeGreaterThanOrEqual(3);
    expect(refused.every(({ rule, model }) => rule === "confirmation" && model === "res.partner")).toBe(true);
    const begun = lines.filter(({ event }) => event === "begin").map(({ id }) => id);
    const ended = lines.filter(({ event }) => event === "end").map(({ id }) => id);
    expect([...ended].sort()).toEqual([...begun].sort());
  });

  it("shows no closed field, and takes none", async () => {
    const read = { ids: [partner], fields: ["comment"] };
    const rule = 'policy["res.partner"].denyFields';
    expect(await silent.refused("res_partner_read", read)).toMatchObject({ category: "forbidden", rule });
    const { records } = await silent.call("read_records", { model: "res.partner", ids: [partner] });
    expect(Object.keys((records as Json[])[0] ?? {})).not.toContain("comment");
  });

  describe("with a mandatory domain", () => {
    let limited: Tools;
    let inside: number;
    let outside: number;
    const RULE = 'policy["sale.order"].domain';

    beforeAll(async () => {
      const values = (client_order_ref: string) => ({ values: { partner_id: partner, client_order_ref } });
      outside = (await asking.call("sale_order_create", values("OTHER"))).id as number;
      const domain = [["client_order_ref", "in", ["POLICY 1", "POLICY 2"]]];
      const config = { ...CONFIG, policy: { "sale.order": { domain } } };
      const generated = await generatedFolder(instance, JSON.stringify(config));
      limited = await openTools(generated, admin);
      inside = (await limited.call("sale_order_create", values("POLICY 1"))).id as number;
    });
    afterAll(async () => {
      await asking.call("sale_order_delete", { ids: [inside, outside] });
    });

    it("sees the records inside it alone", async () => {
      const domain = [["partner_id", "=", partner]];
      expect((await limited.call("sale_order_search", { domain })).records).toMatchObject([{ id: inside }]);
      expect(await limited.call("search_count", { model: "sale.order", domain })).toEqual({ count: 1 });
      expect(await limited.call("sale_order_read", { ids: [inside, outside], fields: ["name"] })).toMatchObject({
        records: [{ id: inside }],
        missing: [outside],
      });
      const { groups } = await limited.call("sale_order_aggregate", { domain });
      expect(groups).toMatchObject([{ count: 1 }]);
    });

    it("changes none outside, and moves none there", async () => {
      const update = (id: number, client_order_ref: string) => ({ ids: [id], values: { client_order_ref } });
      await expect(limited.call("sale_order_update", update(outside, "POLICY 1"))).rejects.toMatchObject({
        rule: RULE,
      });
      await expect(limited.call("sale_order_update", update(inside, "OTHER"))).rejects.toMatchObject({ rule: RULE });
      await expect(limited.call("sale_order_action_confirm", { ids: [outside] })).rejects.toMatchObject({ rule: RULE });
      await expect(limited.call("sale_order_delete", { ids: [outside] })).rejects.toMatchObject({ rule: RULE });
      await limited.call("sale_order_update", update(inside, "POLICY 2"));
      const values = { partner_id: partner, client_order_ref: "OTHER" };
      await expect(limited.call("sale_order_create", { values })).rejects.toMatchObject({ rule: RULE });
      const path = {
        model: "mail.activity",
        domain: [
          ["res_model", "=", "sale.order"],
          ["calendar_event_id.name", "=", "x"],
        ],
      };
      await expect(limited.call("search_records", { model: "crm.lead", domain: [] })).rejects.toMatchObject({
        rule: expect.stringContaining(RULE),
      });
      await expect(limited.call("search_records", path)).rejects.toMatchObject({ rule: expect.stringContaining(RULE) });
    });
  });

  describe("with a domain on a translated name, in another language", () => {
    const limitedTo = async (name: string) => {
      const config = { ...CONFIG, policy: { "res.country": { domain: [["name", "=", name]] } } };
      const generated = await generatedFolder(instance, JSON.stringify(config));
      return openTools(generated, admin);
    };

    it("reaches what it reaches in the user's own", async ({ skip }) => {
      const languages = { model: "res.lang", domain: [["code", "=", "fr_FR"]] };
      if ((await asking.call("search_count", languages)).count === 0) skip();
      const [german, french] = [await limitedTo("Germany"), await limitedTo("Allemagne")];
      const country = { model: "res.country", fields: ["name"], lang: "fr_FR" };
      const { records } = await german.call("search_records", { ...country, domain: [] });
      expect(records).toMatchObject([{ name: "Allemagne" }]);
      expect(await french.call("search_records", { ...country, domain: [] })).toMatchObject({ records: [] });
      const ids = (records as Json[]).map(({ id }) => id);
      expect(await german.call("read_records", { ...country, ids })).toMatchObject({ missing: [] });
      expect(await french.call("read_records", { ...country, ids })).toMatchObject({ records: [], missing: ids });
    });
  });
});
