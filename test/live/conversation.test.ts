import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Client, createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import type { RawRecord } from "../../src/odoo/schema/raw.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import type { PolicyConfig } from "../../src/tools/policy/policy.js";
import type { Json } from "../support/mcp.js";
import { askingOnce, openTools, type Tools } from "./in-process.js";
import { describeSandbox, wiresOf } from "./odoos.js";
import { generatedFolder } from "./shared.js";
import { dayFromNow, idOf, only } from "./tasks/desk.js";

// Notes, messages and activities as the ordinary user, and what they leave in the tables of mails, as an administrator sees it.

const MODELS = '{"models": {"crm.lead": {}, "res.partner": {}}}';
const READ_ONLY = "Conversation, closed";

describeSandbox("leaves messages behind", "conversation", (instance) => {
  const { series, admin } = instance;
  const demo = { ...instance.demo, ODOO_API_KEY: "", ODOO_WIRE: "jsonrpc" };
  let odoo: Client;
  let tools: Tools;
  const asked: string[] = [];
  const people: Record<"self" | "colleague" | "customer" | "archived", { id: number; name: string; user?: number }> =
    Object.create(null);
  let lead: number;
  let closed: number;
  let closedActivity: number;
  let rule: number;
  const [toDemo, toAdmin] = [askingOnce(), askingOnce()];

  const open = async (
    policy?: PolicyConfig,
    answer: "accept" | "decline" = "accept",
    settings: Record<string, string> = demo,
  ) =>
    openTools(await generatedFolder(instance, MODELS), settings, {
      ...(policy ? { policy } : {}),
      over: settings === demo ? toDemo : toAdmin,
      ask: async (question) => {
        asked.push(question);
        return answer;
      },
    });
  const rows = (model: string, domain: unknown[], fields: string[]): Promise<RawRecord[]> =>
    odoo.searchRead(model, domain, fields, { limit: 500, order: "id" }, { context: { active_test: false } });
  const made = async (model: string, values: Json) => (await odoo.create(model, [values]))[0] ?? 0;
  const leadCalled = (name: string) =>
    made("crm.lead", { name, type: "opportunity", user_id: people.self.user, partner_id: people.customer.id });

  /** How much there is of what reaches people. */
  const sent = async () => ({
    mails: await odoo.searchCount("mail.mail", []),
    notices: await odoo.searchCount("mail.notification", []),
  });
  const noticesOf = async (message: unknown) =>
    (await rows("mail.notification", [["mail_message_id", "=", message]], ["res_partner_id"]))
      .map(({ res_partner_id }) => idOf(res_partner_id))
      .sort();
  const subtype = async (xml_id: string) =>
    (await odoo.callModel("ir.model.data", "check_object_reference", { module: "mail", xml_id })) as [string, number];
  /** Makes a partner follow a record for messages of these kinds alone. */
  async function follow(res_id: number, partner_id: number, kinds: readonly string[], res_model = "crm.lead") {
    const ids = (await Promise.all(kinds.map(subtype))).map(([, id]) => id);
    const subtype_ids = [[6, 0, ids]];
    const own = [
      ["res_model", "=", res_model],
      ["res_id", "=", res_id],
      ["partner_id", "=", partner_id],
    ];
    const [there] = await rows("mail.followers", own, ["id"]);
    if (there) await odoo.write("mail.followers", [there.id], { subtype_ids });
    else await made("mail.followers", { res_model, res_id, partner_id, subtype_ids });
  }
  const failure = (call: Promise<unknown>) =>
    call.then(
      () => expect.fail("was not refused"),
      (error: unknown) => error,
    );
  const post = (values: Json, by = tools) => by.call("post_message", { model: "crm.lead", id: lead, ...values });

  beforeAll(async () => {
    odoo = createClient(await connect(readSettings({ ...admin, ODOO_WIRE: "jsonrpc" })));
    tools = await open();
    const users = await rows("res.users", [["login", "in", ["admin", "demo"]]], ["login", "partner_id", "name"]);
    for (const { id, login, partner_id, name } of users) {
      people[login === "demo" ? "self" : "colleague"] = { id: idOf(partner_id) ?? 0, name: String(name), user: id };
    }
    const partner = async (name: string, values: Json) => ({
      id: await made("res.partner", { name, ...values }),
      name,
    });
    people.customer = await partner("Conversation Inn", { email: "inn@conversation.example" });
    people.archived = await partner("Conversation Past", { email: "past@conversation.example", active: false });
    lead = await leadCalled("Conversation");
    closed = await leadCalled(READ_ONLY);
    for (const id of [lead, closed]) await follow(id, people.colleague.id, ["mt_comment", "mt_note", "mt_activities"]);
    const [model] = await rows("ir.model", [["model", "=", "crm.lead"]], ["id"]);
    const [type] = await rows("mail.activity.type", [["name", "=", "Call"]], ["id"]);
    const owner = { res_model_id: model?.id, res_id: closed, activity_type_id: type?.id };
    const due = { user_id: people.colleague.user, date_deadline: dayFromNow(1) };
    closedActivity = await made("mail.activity", { ...owner, ...due });
    const domain_force = `[('name', '!=', '${READ_ONLY}')]`;
    const rights = { perm_read: false, perm_write: true, perm_create: false, perm_unlink: false };
    rule = await made("ir.rule", { name: READ_ONLY, model_id: model?.id, domain_force, ...rights });
  });
  beforeEach(() => void asked.splice(0));
  afterAll(async () => {
    if (rule) await odoo.unlink("ir.rule", [rule]);
    await closeConnections();
  });

  describe("a note", () => {
    it("is on the record, and reaches nobody, though a colleague follows it for notes", async () => {
      const before = await sent();
      const text = "Call <b>twice</b>.";
      const { id, notified } = await post({ kind: "note", text });
      expect({ notified, asked, sent: await sent() }).toEqual({ notified: [], asked: [], sent: before });
      const fields = ["body", "author_id", "subtype_id", "message_type", "model", "res_id"];
      const note = only(await rows("mail.message", [["id", "=", id]], fields));
      expect(note).toMatchObject({ body: "<p>Call <b>twice</b>.</p>", message_type: "comment", res_id: lead });
      expect([idOf(note.author_id), idOf(note.subtype_id)]).toEqual([people.self.id, (await subtype("mt_note"))[1]]);
      expect(await noticesOf(id)).toEqual([]);
    });

    it.each([
      ["{{ 7 * 7 }} \u0024{7 * 7} %(x)s", "{{ 7 * 7 }} \u0024{7 * 7} %(x)s"],
      ["<t t-out='7 * 7'/>, <b t-esc='7 * 7'>x</b>", ", x"],
      ["<script>alert(1)</script>after", "after"],
      ["R&D says a < b\nand Joe <joe@example.com>", "R&D says a < b\nand Joe <joe@example.com>"],
    ])("is rendered once, and nothing in it is computed: %s", async (text, shown) => {
      await post({ kind: "note", text });
      const { messages } = await tools.call("read_messages", { model: "crm.lead", id: lead, limit: 1 });
      expect((messages as Json[])[0]).toMatchObject({ kind: "note", text: shown });
    });
  });

  describe("a comment", () => {
    it.each([
      ["its followers", [] as const],
      ["the customer too", ["customer"] as const],
      ["nor its author, nor who is archived", ["customer", "self", "archived"] as const],
    ])("goes to those that the person was shown, and to nobody else: %s", async (_, named) => {
      const text = `First line.\n\n${"Long. ".repeat(60)}`;
      const partners = named.map((who) => people[who].id);
      const comment = { kind: "comment", text, ...(partners.length > 0 ? { partner_ids: partners } : {}) };
      const before = await sent();
      const { preview } = await post({ ...comment, dry_run: true });
      expect(await sent()).toEqual(before);
      const { to } = (preview as { message: { to: { id: number; email: string }[] } }).message;
      const { id, notified } = await post(comment);

      const really = await noticesOf(id);
      expect(to.map((one) => one.id).sort()).toEqual(really);
      expect((notified as { id: number }[]).map((one) => one.id).sort()).toEqual(really);
      expect(really).toEqual([people.colleague.id, ...(named.length > 0 ? [people.customer.id] : [])].sort());
      const [question = ""] = asked;
      expect(asked).toHaveLength(1);
      for (const { email } of to) expect(question).toContain(email);
      for (const line of text.split("\n")) expect(question).toContain(`    | ${line}`);
      const { body } = only(await rows("mail.message", [["id", "=", id]], ["body"]));
      expect(body).toMatch(/^<p>First line.<\/p><p>Long\. /);
    });

    it("carries files of the record, and no other's", async () => {
      const file = (res_id: number) =>
        made("ir.attachment", { name: "a.txt", datas: "YQ==", res_model: "crm.lead", res_id });
      const own = await file(lead);
      const { id } = await post({ kind: "comment", text: "See the file.", attachment_ids: [own] });
      expect(asked[0]).toContain('With the file "a.txt"');
      const { messages } = await tools.call("read_messages", { model: "crm.lead", id: lead, limit: 1 });
      expect((messages as Json[])[0]).toMatchObject({
        id,
        kind: "comment",
        attachments: [{ id: own, name: "a.txt", mimetype: "text/plain", bytes: 1 }],
        to: [{ id: people.colleague.id }],
      });
      const foreign = await file(await leadCalled("Conversation, other"));
      const error = await failure(post({ kind: "note", text: "x", attachment_ids: [foreign] }));
      expect(error).toMatchObject({ category: "not_found", message: expect.stringContaining("attachment_ids") });
    });

    it("is not sent after a no", async () => {
      const before = [await sent(), await odoo.searchCount("mail.message", [])];
      const error = await failure(post({ kind: "comment", text: "x" }, await open(undefined, "decline")));
      expect(error).toMatchObject({ rule: "confirmation", outcome: "not_applied" });
      expect([await sent(), await odoo.searchCount("mail.message", [])]).toEqual(before);
    });
  });

  it("writes nothing on a record that the user may only read", async () => {
    const count = async () => [
      await odoo.searchCount("mail.message", []),
      await odoo.searchCount("mail.activity", []),
      await sent(),
    ];
    const theirs = { model: "crm.lead", id: closed };
    const before = await count();
    for (const [tool, args] of [
      ["post_message", { ...theirs, kind: "note", text: "x" }],
      ["post_message", { ...theirs, kind: "comment", text: "x" }],
      ["schedule_activity", { ...theirs, type: "Call", date: dayFromNow(1) }],
      ["complete_activity", { id: closedActivity }],
    ] as const) {
      const refused = await failure(tools.call(tool, args));
      // 19 shows a colleague's activity to those alone who may change its record.
      const category = tool === "complete_activity" && series === "19" ? "not_found" : "forbidden";
      expect([tool, refused]).toMatchObject([tool, { category, outcome: "not_applied" }]);
    }
    expect({ asked, count: await count() }).toEqual({ asked: [], count: before });
    const { messages } = await tools.call("read_messages", theirs);
    expect(messages).not.toEqual([]);
  });

  describe("an activity", () => {
    it("is scheduled for oneself and for a colleague, without a question and without a mail", async () => {
      const before = await sent();
      const base = { model: "crm.lead", id: lead, date: dayFromNow(3) };
      const own = await tools.call("schedule_activity", { ...base, type: "call", summary: "Ring", note: "At\nnine" });
      const login = await tools.call("schedule_activity", { ...base, type: "To-Do", user: "admin" });
      const name = await tools.call("schedule_activity", { ...base, type: "Meeting", user: people.colleague.name });
      const id = await tools.call("schedule_activity", { ...base, type: "email", user: String(people.colleague.user) });
      expect({ asked, sent: await sent() }).toEqual({ asked: [], sent: before });
      expect(own).toMatchObject({ summary: "Ring", user_id: { id: people.self.user } });
      const fields = ["res_model", "res_id", "user_id", "note", "date_deadline"];
      const there = await rows("mail.activity", [["id", "in", [own.id, login.id, name.id, id.id]]], fields);
      expect(there.map(({ user_id }) => idOf(user_id))).toEqual(
        [people.self, ...Array(3).fill(people.colleague)].map(({ user }) => user),
      );
      for (const one of there)
        expect(one).toMatchObject({ res_model: "crm.lead", res_id: lead, date_deadline: dayFromNow(3) });
      expect(there[0]?.note).toBe("<p>At<br>nine</p>");
    });

    it("is found by a search that names no fields", async () => {
      const domain = [
        ["user_id", "=", people.self.user],
        ["summary", "=", "Ring"],
      ];
      const { records } = await tools.call("search_records", { model: "mail.activity", domain });
      expect(only(records as Json[])).toMatchObject({
        activity_type_id: { name: "Call" },
        res_model: "crm.lead",
        res_id: lead,
        res_name: "Conversation",
        date_deadline: dayFromNow(3),
        state: "planned",
      });
    });

    it.each([
      ["a type", { type: "Visit" }, "there are "],
      ["a user", { user: "Mitchel Admn" }, "Mitchell Admin"],
      ["a user by id", { user: "999999" }, "there is no res.users"],
      ["a date", { date: "tomorrow" }, "expected a date"],
    ])("is refused with what would be right: %s", async (_, wrong, says) => {
      const args = { model: "crm.lead", id: lead, type: "Call", date: dayFromNow(1), ...wrong };
      expect(await failure(tools.call("schedule_activity", args))).toMatchObject({
        category: expect.stringMatching(/validation|not_found/),
        message: expect.stringContaining(says),
        outcome: "not_applied",
      });
    });

    it("is completed with a message, and mails nobody where nobody follows the record for activities", async () => {
      const quiet = await leadCalled("Conversation, quiet");
      const { id } = await tools.call("schedule_activity", {
        model: "crm.lead",
        id: quiet,
        type: "Call",
        date: dayFromNow(0),
      });
      const before = await sent();
      const done = await tools.call("complete_activity", { id, feedback: "They agree." });
      expect({ asked, sent: await sent() }).toEqual({ asked: [], sent: before });
      expect(done).toMatchObject({ ids: [id], done: true, posted: { text: expect.stringContaining("They agree.") } });
      expect(await odoo.search("mail.activity", [["id", "=", id]], { limit: 1 })).toEqual([]);
      expect(await failure(tools.call("complete_activity", { id }))).toMatchObject({ category: "not_found" });
    });

    it("is asked for where a colleague follows the record for activities, who is shown", async () => {
      const { id } = await tools.call("schedule_activity", {
        model: "crm.lead",
        id: lead,
        type: "Call",
        date: dayFromNow(0),
      });
      const done = await tools.call("complete_activity", { id, feedback: "Fine." });
      expect(asked).toEqual([expect.stringContaining(people.colleague.name)]);
      const { id: message } = done.posted as { id: number };
      expect(await noticesOf(message)).toEqual([people.colleague.id]);
    });
  });

  describe("messages", () => {
    it("are read a page at a time, the newest first, and all of them once", async () => {
      const ids: number[] = [];
      let before: unknown;
      do {
        const page = await tools.call("read_messages", {
          model: "crm.lead",
          id: lead,
          limit: 3,
          ...(before ? { before } : {}),
        });
        ids.push(...(page.messages as { id: number }[]).map(({ id }) => id));
        before = page.next_before;
      } while (before);
      expect(ids).toEqual([...new Set(ids)].sort((a, b) => b - a));
      const own = [
        ["model", "=", "crm.lead"],
        ["res_id", "=", lead],
        ["message_type", "!=", "user_notification"],
      ];
      const there = await rows("mail.message", own, ["body"]);
      for (const { id, body } of there) if (body) expect(ids).toContain(id);
    });

    it("tell what came by e-mail from nobody known", async () => {
      const mail = {
        model: "crm.lead",
        res_id: lead,
        message_type: "email",
        subject: "Hello",
        body: "<p>One</p><p>Two</p>",
      };
      await made("mail.message", { ...mail, author_id: false, email_from: '"Eve" <eve@conversation.example>' });
      const reading = { model: "crm.lead", id: lead, limit: 1 };
      const { messages } = await tools.call("read_messages", reading);
      const author = { name: "Eve", email: "eve@conversation.example" };
      expect(messages).toMatchObject([{ kind: "email", subject: "Hello", text: "One\nTwo", author }]);
      const hidden = await open({ "res.partner": { denyFields: ["email"] } });
      const [told] = (await hidden.call("read_messages", reading)).messages as Json[];
      // Where addresses of contacts are closed, those of messages are, and with them the name.
      expect(told?.author).toBeNull();
    });

    it("tell changed fields on request, but for those that the policy closes", async () => {
      const changed = await leadCalled("Conversation, changed");
      await odoo.write("crm.lead", [changed], { priority: "2", probability: 33, expected_revenue: 500, type: "lead" });
      const stages = await rows("crm.stage", [], ["name"]);
      await odoo.write("crm.lead", [changed], { stage_id: stages.at(-2)?.id });
      const changesBy = async (by: Tools) => {
        const read = await by.call("read_messages", { model: "crm.lead", id: changed, changes: true });
        const changes = (read.messages as { changes?: { field: string }[] }[]).flatMap((one) => one.changes ?? []);
        return { note: read.note, changes };
      };
      const asAdmin = await changesBy(await open(undefined, "accept", admin));
      expect(asAdmin.changes).toContainEqual({ field: "stage_id", old: stages[0]?.name, new: stages.at(-2)?.name });
      expect(asAdmin.changes).toContainEqual({ field: "expected_revenue", old: 0, new: 500 });
      const limited = await changesBy(await open({ "crm.lead": { denyFields: ["stage_id"] } }, "accept", admin));
      expect(limited.changes.map(({ field }) => field)).toContain("expected_revenue");
      expect(limited.changes.map(({ field }) => field)).not.toContain("stage_id");
      const ordinary = await changesBy(tools);
      if (series === "14") expect(ordinary).toEqual(asAdmin);
      else expect(ordinary).toEqual({ changes: [], note: expect.stringContaining("administrators alone") });
    });
  });

  it.each(wiresOf(instance))("is the same over %s", async (ODOO_WIRE) => {
    const by = await open(undefined, "accept", { ...admin, ODOO_WIRE });
    const record = { model: "crm.lead", id: lead };
    const { id: note } = await by.call("post_message", { ...record, kind: "note", text: `A note over ${ODOO_WIRE}` });
    const comment = await by.call("post_message", {
      ...record,
      kind: "comment",
      text: "x",
      partner_ids: [people.customer.id],
    });
    expect(comment).toMatchObject({
      id: expect.any(Number),
      notified: expect.arrayContaining([expect.objectContaining({ id: people.customer.id })]),
    });
    const { id } = await by.call("schedule_activity", { ...record, type: "To Do", date: dayFromNow(1) });
    const { posted } = await by.call("complete_activity", { id });
    const { messages } = await by.call("read_messages", { ...record, limit: 3, changes: true });
    expect((messages as Json[]).map((one) => one.id)).toEqual([(posted as Json).id, comment.id, note]);
  });
});
