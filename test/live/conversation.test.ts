import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Client, createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import type { Json } from "../support/mcp.js";
import { openTools, type Tools } from "./in-process.js";
import { describeSandbox } from "./odoos.js";
import { generatedFolder } from "./shared.js";
import { dayFromNow } from "./tasks/desk.js";

// Notes, messages and follow-ups as the ordinary user, and what they leave in the tables of mails, which only an administrator sees.

interface Row {
  id: number;
  [field: string]: unknown;
}

describeSandbox("leaves messages behind", "conversation", (instance) => {
  const { series, admin } = instance;
  const demo = { ...instance.demo, ODOO_WIRE: "jsonrpc" };
  let odoo: Client;
  let tools: Tools;
  const asked: string[] = [];
  let lead: number;
  let customer: number;
  let colleague: Row;
  let self: Row;

  const rows = (model: string, domain: unknown[], fields: string[]) =>
    odoo.searchRead(model, domain as never, fields, { limit: 500, order: "id" }, { context: { active_test: false } });
  const made = async (model: string, values: Json) => (await odoo.create(model, [values]))[0] ?? 0;
  /** What Odoo would send, or did. */
  const sent = async () => {
    const [mails, notices] = await Promise.all([
      odoo.searchCount("mail.mail", []),
      odoo.searchCount("mail.notification", []),
    ]);
    return { mails, notices };
  };
  const noticesOf = async (message: unknown) =>
    (await rows("mail.notification", [["mail_message_id", "=", message]], ["res_partner_id"])).map(
      ({ res_partner_id }) => (res_partner_id as [number])[0],
    );
  const follow = async (model: string, res_id: number, partner: number, subtypes: string[]) => {
    const found = await Promise.all(
      subtypes.map((name) =>
        odoo.callModel("ir.model.data", "check_object_reference", { module: "mail", xml_id: name }),
      ),
    );
    const ids = (found as [string, number][]).map(([, id]) => id);
    await odoo.create("mail.followers", [
      { res_model: model, res_id, partner_id: partner, subtype_ids: [[6, 0, ids]] },
    ]);
  };

  beforeAll(async () => {
    odoo = createClient(await connect(readSettings({ ...admin, ODOO_WIRE: "jsonrpc" })));
    const folder = await generatedFolder(instance, '{"models": {"crm.lead": {}, "res.partner": {}}}');
    tools = await openTools(folder, demo, {
      ask: async (question) => {
        asked.push(question);
        return "accept";
      },
    });
    const users = await rows("res.users", [["login", "in", ["admin", "demo"]]], ["login", "partner_id", "name"]);
    const user = (login: string) => users.find((one) => one.login === login) as Row;
    [colleague, self] = [user("admin"), user("demo")];
    customer = await made("res.partner", { name: "Conversation Inn", email: "inn@conversation.example" });
    lead = await made("crm.lead", { name: "Conversation", user_id: self.id, partner_id: customer });
  });
  afterAll(async () => {
    await closeConnections();
  });

  it("explores", async () => {
    await follow("crm.lead", lead, (colleague.partner_id as [number])[0], ["mt_comment", "mt_note", "mt_activities"]);
    const before = await sent();
    const note = await tools.call("post_message", {
      model: "crm.lead",
      id: lead,
      kind: "note",
      text: "Hello <b>you</b> {{ 7*7 }} <t t-out='7*7'/> R&D",
    });
    console.log(note, before, await sent(), await rows("mail.message", [["id", "=", note.id]], ["body", "author_id", "email_from", "subtype_id", "message_type", "model", "res_id", "reply_to", "is_internal"]));
    const preview = await tools.call("post_message", {
      model: "crm.lead",
      id: lead,
      kind: "comment",
      text: "We come <on> Monday.\n\nYours",
      partner_ids: [customer],
      dry_run: true,
    });
    console.log(JSON.stringify(preview));
    const comment = await tools.call("post_message", {
      model: "crm.lead",
      id: lead,
      kind: "comment",
      text: "We come <on> Monday.\n\nYours",
      partner_ids: [customer],
    });
    console.log(comment, asked, await sent(), await noticesOf(comment.id), await rows("mail.message", [["id", "=", comment.id]], ["body", "partner_ids"]));
    const s0 = await sent();
    const mine = await tools.call("schedule_activity", { model: "crm.lead", id: lead, type: "call", date: dayFromNow(2), summary: "Ring", note: "a\nb" });
    const theirs = await tools.call("schedule_activity", { model: "crm.lead", id: lead, type: "To-Do", date: dayFromNow(2), user: String(colleague.name) });
    console.log(mine, theirs, s0, await sent(), await rows("mail.activity", [["id", "in", [mine.id, theirs.id]]], ["res_model", "res_id", "res_model_id", "user_id", "note", "activity_type_id", "create_uid"]));
    console.log(JSON.stringify(await tools.call("complete_activity", { id: mine.id, feedback: "They agree.", dry_run: true })));
    const done = await tools.call("complete_activity", { id: mine.id, feedback: "They agree." });
    console.log(JSON.stringify(done), await sent(), asked.at(-1));
    await odoo.write("crm.lead", [lead], { name: "Conversation 2", user_id: colleague.id });
    console.log(JSON.stringify(await tools.call("read_messages", { model: "crm.lead", id: lead, changes: true }), null, 1));
    const asAdmin = await openTools(await generatedFolder(instance, '{"models": {"crm.lead": {}, "res.partner": {}}}'), admin);
    console.log(JSON.stringify(await asAdmin.call("read_messages", { model: "crm.lead", id: lead, changes: true, limit: 3 }), null, 1));
    console.log(JSON.stringify(await tools.call("search_records", { model: "mail.activity", domain: [["user_id", "=", self.id]], limit: 3 })));
  });
});
