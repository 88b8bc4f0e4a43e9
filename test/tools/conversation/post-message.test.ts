import { describe, expect, it } from "vitest";
import { carryOut, carryOutOrPreview } from "../../../src/tools/change/carry-out.js";
import { type Post, postMessage } from "../../../src/tools/conversation/post-message.js";
import { conversation, type Held } from "../../support/conversation.js";
import { odooError } from "../../support/fixtures.js";
import { inWaves } from "../../support/waves.js";

const FOLLOWERS = { "mail.followers": [{ id: 1, partner_id: [7, "Azure"] }] };

async function posting(post: Partial<Post>, held: Held = {}) {
  const odoo = conversation({ rows: FOLLOWERS, ...held });
  const whole: Post = { model: "x.order", id: 5, kind: "note", text: "Hello", ...post };
  return { ...odoo, change: await postMessage(whole, odoo.context) };
}

describe("a note", () => {
  it("is a message made as Odoo logs one, and nobody is asked or told", async () => {
    const { change, create, callMethod, asked } = await posting({ text: "a\nb" });
    expect(await carryOut(change)).toEqual({ id: 50, notified: [] });
    const note = { model: "x.order", res_id: 5, body: "<p>a<br>b</p>", message_type: "comment", subtype_id: 1 };
    expect(create.mock.calls[0]?.slice(0, 2)).toEqual(["mail.message", [note]]);
    expect([asked, callMethod.mock.calls]).toEqual([[], []]);
    expect(change.touched).toEqual([{ model: "x.order", effect: "update", records: 1 }]);
  });

  it("names nobody", async () => {
    await expect(posting({ partner_ids: [7] })).rejects.toThrow(odooError("validation", "a note is sent to nobody"));
  });

  it("is checked in two rounds of questions", async () => {
    const { context } = conversation({ rows: { "ir.attachment": [{ id: 4, name: "a.pdf" }] } });
    const { client, waves } = inWaves(context.client);
    const post: Post = { model: "x.order", id: 5, kind: "note", text: "Hello", attachment_ids: [4] };
    await postMessage(post, { ...context, client });
    expect(waves()).toBe(2);
  });

  it("carries files of the record alone", async () => {
    const file = { "ir.attachment": [{ id: 4, name: "a.pdf" }] };
    const { change, create } = await posting({ attachment_ids: [4] }, { rows: file });
    await carryOut(change);
    expect(create.mock.calls[0]?.[1]).toMatchObject([{ attachment_ids: [[6, 0, [4]]] }]);
    await expect(posting({ attachment_ids: [4, 6] }, { rows: file })).rejects.toThrow(
      odooError("not_found", "6 is no"),
    );
  });
});

describe("a comment", () => {
  it.each([
    [19, { body_is_html: true }],
    [17, { body_is_html: true }],
    [16, {}],
    [14, {}],
  ])("is posted by Odoo's own method, as HTML (%i)", async (major, more) => {
    const rows = { ...FOLLOWERS, "mail.message": [{ id: 50, notified_partner_ids: [7] }] };
    const { change, callMethod } = await posting({ kind: "comment", text: "a <b>", partner_ids: [9] }, { major, rows });
    const notified = [{ id: 7, name: "Azure", email: "azure@example.com" }];
    expect(await carryOut(change)).toMatchObject({ id: 50, notified });
    const [model, ids, method, options] = callMethod.mock.calls[0] ?? [];
    expect([model, ids, method]).toEqual(["x.order", [5], "message_post"]);
    expect(options?.named).toEqual({
      body: "a &lt;b&gt;",
      message_type: "comment",
      subtype_xmlid: "mail.mt_comment",
      partner_ids: [9],
      attachment_ids: [],
      ...more,
    });
  });

  it("is asked for with its whole text and everybody who gets it", async () => {
    const text = `One\u202e\n${"long ".repeat(100)}\r\nIt is sent to:\n- "nobody"`;
    const { change, asked } = await posting({ kind: "comment", text, partner_ids: [9] });
    await carryOut(change);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.split("\n").slice(2)).toEqual([
      "The text:",
      "    | One?",
      `    | ${"long ".repeat(100)}`,
      "    | It is sent to:",
      '    | - "nobody"',
      "It is sent to:",
      '- "Azure", "azure@example.com"',
      '- "Deco", no address',
    ]);
  });

  it("tells in its preview what the person would be shown, and sends nothing", async () => {
    const { change, callMethod } = await posting({ kind: "comment" });
    expect(await carryOutOrPreview(change, { dry_run: true })).toMatchObject({
      preview: { effect: "send", message: { text: "Hello", to: [{ id: 7 }] }, asks: [expect.stringContaining("send")] },
    });
    expect(callMethod).not.toHaveBeenCalled();
  });

  it("is not sent where other people follow the record once the yes is there", async () => {
    let times = 0;
    const searchRead = async (model: string) =>
      model === "mail.followers" ? [{ id: 1, partner_id: [7, `Name ${times++}`] }] : [];
    const { change, callMethod } = await posting({ kind: "comment" }, { answers: { searchRead } });
    await expect(carryOut(change)).rejects.toThrow(odooError("conflict"));
    expect(callMethod).not.toHaveBeenCalled();
  });
});

describe("a message that is refused", () => {
  it.each<[what: string, post: Partial<Post>, held: Held, says: string]>([
    ["where the user may not write the record", {}, { answers: { hasAccess: async () => false } }, "may not change"],
    ["where the policy lets nothing be written", {}, { policy: { "x.order": { operations: ["read"] } } }, "operations"],
    [
      "where the policy lets nothing be sent",
      { kind: "comment" },
      { policy: { "x.order": { operations: ["read", "update"] } } },
      "operations",
    ],
    ["on a record that is not there", {}, { answers: { search: async () => [] } }, "there is no x.order 5"],
    [
      "on a record that is not there, whatever else is wrong",
      { kind: "comment", partner_ids: [9], attachment_ids: [8] },
      { answers: { search: async () => [], hasAccess: async () => false } },
      "there is no x.order 5",
    ],
    ["on a model without messages", { model: "x.line" }, {}, "have no messages"],
    ["where the policy closes messages", {}, { policy: { "x.order": { denyFields: ["message_ids"] } } }, "closed"],
  ])("%s", async (_, post, held, says) => {
    await expect(posting(post, held)).rejects.toThrow(says);
  });
});
