import { describe, expect, it } from "vitest";
import type { RawRecord } from "../../../src/odoo/schema/raw.js";
import { type Reading, readMessage, readMessages } from "../../../src/tools/conversation/read-messages.js";
import { conversation, type Held } from "../../support/conversation.js";
import { odooError } from "../../support/fixtures.js";
import { inWaves } from "../../support/waves.js";

const message = (id: number, values: Partial<RawRecord> = {}): RawRecord => ({
  id,
  date: "2026-03-01 09:30:00",
  message_type: "comment",
  subtype_id: [1, "Discussions"],
  author_id: [7, "Azure"],
  email_from: '"Azure" <azure@example.com>',
  subject: false,
  record_name: "SO1",
  body: "<p>Hello</p>",
  attachment_ids: [],
  notified_partner_ids: [],
  ...values,
});
const SUBTYPES = [
  { id: 1, internal: false, description: false },
  { id: 2, internal: true, description: false },
  { id: 4, internal: false, description: "Stage changed" },
];

async function reading(messages: readonly RawRecord[], args: Partial<Reading> = {}, held: Held = {}) {
  const files = [{ id: 4, name: "a.pdf", mimetype: "application/pdf", file_size: 12 }];
  const rows = { "mail.message": messages, "mail.message.subtype": SUBTYPES, "ir.attachment": files, ...held.rows };
  const odoo = conversation({ ...held, rows });
  const told = await readMessages({ model: "x.order", id: 5, limit: 50, ...args }, odoo.context);
  return { ...odoo, ...told };
}

describe("a message", () => {
  it("is told as plain text, with author, files and who was notified", async () => {
    const body = "<p>Hello <b>you</b>,</p><ul><li>one</li><li>two &amp; three</li></ul>last<br/>";
    const { messages } = await reading([message(9, { body, attachment_ids: [4], notified_partner_ids: [9, 8] })]);
    expect(messages).toEqual([
      {
        id: 9,
        date: "2026-03-01T09:30:00Z",
        kind: "comment",
        author: { id: 7, name: "Azure", email: "azure@example.com" },
        text: "Hello you,\none\ntwo & three\nlast",
        to: [
          { id: 9, name: "Deco", email: null },
          { id: 8, name: "Gone", email: "gone@example.com" },
        ],
        attachments: [{ id: 4, name: "a.pdf", mimetype: "application/pdf", bytes: 12 }],
      },
    ]);
  });

  it.each([
    ["comment", { subtype_id: [1, ""] }],
    ["note", { subtype_id: [2, ""] }],
    ["note", { subtype_id: false }],
    ["email", { message_type: "email", subtype_id: [1, ""] }],
    ["notification", { message_type: "notification", subtype_id: [2, ""] }],
    ["notification", { message_type: "auto_comment" }],
  ])("is a %s where Odoo has %j", async (kind, values) => {
    expect((await reading([message(9, values)])).messages).toMatchObject([{ kind }]);
  });

  it.each([
    [
      { author_id: false, email_from: '"Eve B." <eve@example.com>' },
      { name: "Eve B.", email: "eve@example.com" },
    ],
    [
      { author_id: false, email_from: "eve@example.com" },
      { name: "", email: "eve@example.com" },
    ],
    [{ author_id: false, email_from: false }, null],
  ])("of nobody known: %j", async (values, author) => {
    expect((await reading([message(9, values)])).messages).toMatchObject([{ author }]);
  });

  it("has no address where the policy closes those of partners", async () => {
    const policy = { "res.partner": { denyFields: ["email"] } };
    expect((await reading([message(9)], {}, { policy })).messages).toMatchObject([
      { author: { id: 7, name: "Azure" } },
    ]);
    const unknown = message(9, { author_id: false, email_from: "eve@example.com" });
    expect(JSON.stringify((await reading([unknown], {}, { policy })).messages)).not.toContain("eve@");
  });

  it("has its subject where it is not the record's name, and its kind's words where it has none", async () => {
    const subjects = [message(9, { subject: "Re: SO1" }), message(8, { subject: "Monday" })];
    const { messages } = await reading([...subjects, message(7, { body: "", subtype_id: [4, ""] })]);
    expect(messages.map(({ subject, text }) => [subject, text])).toEqual([
      [undefined, "Hello"],
      ["Monday", "Hello"],
      [undefined, "Stage changed"],
    ]);
  });

  it("is left out where it tells nothing", async () => {
    expect((await reading([message(9, { body: "<p><br></p>" }), message(8)])).messages).toMatchObject([{ id: 8 }]);
  });

  it("is read alone as in a page", async () => {
    const { context } = conversation({ rows: { "mail.message": [message(9)], "mail.message.subtype": SUBTYPES } });
    expect(await readMessage(9, context)).toMatchObject({ id: 9, text: "Hello" });
  });
});

describe("a page", () => {
  it("is of the record's own messages, within the policy's domain of messages", async () => {
    const policy = { "mail.message": { domain: [["date", ">", "2026-01-01 00:00:00"]] } };
    const { searchRead } = await reading([], { before: 40, limit: 3 }, { policy });
    expect(searchRead.mock.calls[0]?.slice(1, 4)).toEqual([
      [
        ["date", ">", "2026-01-01 00:00:00"],
        ["model", "=", "x.order"],
        ["res_id", "=", 5],
        ["message_type", "!=", "user_notification"],
        ["id", "<", 40],
      ],
      expect.not.arrayContaining(["tracking_value_ids"]),
      { limit: 4, order: "id desc" },
    ]);
  });

  it("tells where the next one begins", async () => {
    const messages = [message(9), message(8), message(7)];
    expect(await reading(messages, { limit: 2 })).toMatchObject({ messages: [{ id: 9 }, { id: 8 }], next_before: 8 });
    expect((await reading(messages, { limit: 3 })).next_before).toBeNull();
  });

  it("ends where its texts are long, each of them cut", async () => {
    const long = Array.from({ length: 20 }, (_, index) => message(99 - index, { body: "x".repeat(5_000) }));
    const { messages, next_before } = await reading(long);
    expect(messages).toHaveLength(10);
    expect(messages[0]).toMatchObject({
      text: `${"x".repeat(4_000)}…[cut: 5000 characters in all; read_file reads them]`,
    });
    expect(next_before).toBe(90);
  });

  it("asks for no field that the policy closes", async () => {
    const { searchRead } = await reading([], {}, { policy: { "mail.message": { denyFields: ["body"] } } });
    expect(searchRead.mock.calls[0]?.[2]).not.toContain("body");
  });

  it.each<[string, Held, string]>([
    ["not there", { answers: { search: async () => [] } }, "there is no x.order 5"],
    ["of a closed model", { policy: { "x.order": { operations: [] } } }, "may not be read"],
    ["whose messages are closed", { policy: { "mail.message": { operations: [] } } }, "may not be read"],
  ])("is refused of a record %s", async (_, held, says) => {
    await expect(reading([], {}, held)).rejects.toThrow(says);
  });

  it("is refused of a model that has no messages", async () => {
    await expect(reading([], { model: "x.line" })).rejects.toThrow(odooError("validation", "have no messages"));
  });

  it("tells changes, or why there are none", async () => {
    const webRead = async () => {
      throw new (await import("../../../src/odoo/errors/errors.js")).OdooError("forbidden", "no");
    };
    const untold = await reading([message(9)], { changes: true }, { answers: { webRead } });
    expect(untold.note).toContain("administrators alone");
    const change = { changed_field: "Amount", old_value: 1, new_value: 2 };
    const callModel = async () => [{ id: 9, tracking_value_ids: [change] }];
    const told = await reading([message(9)], { changes: true }, { major: 14, answers: { callModel } });
    expect(told.messages).toMatchObject([{ changes: [{ field: "amount", old: 1, new: 2 }] }]);
    expect(told.note).toBeUndefined();
  });
});

it("a page with changes is read in three rounds: the record, the messages, and all about them", async () => {
  const rows = { "mail.message": [message(9, { attachment_ids: [4], notified_partner_ids: [7] })] };
  const { context } = conversation({ rows, answers: { webRead: async () => [{ id: 9, tracking_value_ids: [] }] } });
  const { client, waves } = inWaves(context.client);
  await readMessages({ model: "x.order", id: 5, limit: 50, changes: true }, { ...context, client });
  expect(waves()).toBe(3);
});
