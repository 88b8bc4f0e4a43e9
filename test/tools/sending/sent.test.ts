import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import type { RawRecord } from "../../../src/odoo/schema/raw.js";
import type { PolicyConfig } from "../../../src/tools/policy/policy.js";
import {
  lastMessage,
  lastMessageNow,
  lastNotice,
  lookingUpLastMessage,
  namesOf,
  sentSince,
  withSent,
} from "../../../src/tools/sending/sent.js";
import { contextWith } from "../../support/context.js";
import { fieldWith, schemaWith } from "../../support/fixtures.js";

const schema = schemaWith({ "res.partner": { email: fieldWith() } });

const LAST = { notice: 41, message: 70 };

const notice = (id: number, message: number, partner: number, notification_type = "email"): RawRecord => ({
  id,
  mail_message_id: [message, "m"],
  res_partner_id: partner ? [partner, "p"] : false,
  notification_type,
});
const message = (id: number, more: object = {}): RawRecord => ({
  id,
  subject: "You have been assigned",
  record_name: "Task",
  model: "project.task",
  res_id: 7,
  create_uid: [2, "me"],
  ...more,
});
const partner = (id: number): RawRecord => ({ id, display_name: `P${id}`, email: `p${id}@example.com` });

function contextOf(rows: Readonly<Record<string, readonly RawRecord[]>>, policy: PolicyConfig = {}) {
  const searchRead = vi.fn<Client["searchRead"]>(async (model) => [...(rows[model] ?? [])]);
  const context = contextWith({ schema, policy });
  return { ...context, client: { ...context.client, searchRead } };
}

describe("what there was before a change", () => {
  it.each<[what: string, search: Client["search"], last: number | undefined]>([
    ["is known by its id", async () => [41], 41],
    ["is none where there are none", async () => [], 0],
    ["is unknown where they cannot be read", () => Promise.reject(new OdooError("not_found", "No model.")), undefined],
  ])("%s", async (_, search, last) => {
    const context = contextWith({ schema });
    const asked = { ...context, client: { ...context.client, search } };
    expect(await lastMessage(asked)).toBe(last);
    expect(await lastNotice(asked)).toBe(last);
  });

  const looking = (search: Client["search"]) => {
    const context = contextWith({ schema });
    return lookingUpLastMessage({ ...context, client: { ...context.client, search } });
  };

  it("is looked up as it is first asked for, and once a call", async () => {
    const search = vi.fn<Client["search"]>(async () => [41]);
    const context = looking(search);
    expect(search).not.toHaveBeenCalled();
    const begun = context.lastMessage?.();
    expect(search).toHaveBeenCalledOnce();
    expect([await lastMessage(context), await begun]).toEqual([41, 41]);
    expect(search).toHaveBeenCalledOnce();
    const [, domain] = search.mock.calls[0] ?? [];
    expect(domain).toEqual([["create_uid", "=", 2]]);
  });

  it("is looked up anew where it has to be known how it is now", async () => {
    const search = vi.fn<Client["search"]>(async () => [41]);
    const context = looking(search);
    await lastMessage(context);
    search.mockResolvedValue([50]);
    expect(await lastMessageNow(context)).toBe(50);
  });

  it("fails where it is waited for, and nowhere else", async () => {
    const context = looking(() => Promise.reject(new OdooError("unavailable", "No.")));
    context.lastMessage?.();
    await new Promise((resolve) => setImmediate(resolve));
    await expect(lastMessage(context)).rejects.toMatchObject({ category: "unavailable" });
  });
});

describe("what was sent since, in the user's own messages", () => {
  const OWN = { message: 70, notice: undefined };
  const own = (id: number, more: object = {}): RawRecord => ({
    ...message(id),
    message_type: "notification",
    notification_ids: [],
    ...more,
  });

  /** What is told, and what was asked for. */
  async function told(messages: readonly RawRecord[], more: Readonly<Record<string, readonly RawRecord[]>> = {}) {
    const context = contextOf({ "mail.message": messages, "res.partner": [partner(11)], ...more });
    const sent = await sentSince(context, OWN, []);
    return { sent, asked: vi.mocked(context.client.searchRead).mock.calls.map(([model, domain]) => [model, domain]) };
  }
  const SINCE = [
    "mail.message",
    [
      ["id", ">", 70],
      ["create_uid", "=", 2],
    ],
  ];

  it("is nothing of those that go to nobody, which one question tells", async () => {
    expect(await told([])).toEqual({ sent: [], asked: [SINCE] });
    expect(await told([own(71), own(72)])).toEqual({ sent: [], asked: [SINCE] });
  });

  it("is told of those that have notices", async () => {
    const { sent, asked } = await told([own(71, { notification_ids: [42] }), own(72)], {
      "mail.notification": [notice(42, 71, 11)],
    });
    const of = { subject: "You have been assigned", model: "project.task", id: 7 };
    expect(sent).toEqual([{ kind: "email", ...of, to: ["P11 <p11@example.com>"] }]);
    expect(asked).toContainEqual(["mail.notification", [["mail_message_id", "in", [71]]]]);
  });

  it("is told of those that are e-mails", async () => {
    const mails = [{ id: 5, mail_message_id: [71, "m"], recipient_ids: [11] }];
    const { sent } = await told([own(71, { message_type: "email_outgoing" })], { "mail.mail": mails });
    expect(sent).toMatchObject([{ kind: "email", to: ["P11 <p11@example.com>"] }]);
  });

  it("is told of e-mails where notices cannot be read", async () => {
    const context = contextWith({ schema });
    const searchRead: Client["searchRead"] = async (model, _domain, fields) => {
      if (fields.includes("notification_ids")) throw new OdooError("forbidden", "No.");
      return model === "mail.message" ? [message(71)] : [];
    };
    const sent = await sentSince({ ...context, client: { ...context.client, searchRead } }, OWN, []);
    expect(sent).toMatchObject([{ kind: "email", model: "project.task", id: 7 }]);
  });
});

describe("what was sent since", () => {
  it("is asked for side by side", async () => {
    const asked: string[] = [];
    const context = contextWith({ schema });
    const searchRead: Client["searchRead"] = async (model) => {
      asked.push(model);
      await new Promise((resolve) => setImmediate(resolve));
      // Had one waited for the other, it would not be asked for yet.
      expect(asked).toEqual(["mail.notification", "mail.message"]);
      return [];
    };
    expect(await sentSince({ ...context, client: { ...context.client, searchRead } }, LAST, [])).toEqual([]);
  });

  it("is told by message and kind, with the names and addresses of who got it", async () => {
    const context = contextOf({
      "mail.notification": [notice(42, 1, 11), notice(43, 1, 12), notice(44, 1, 13, "inbox"), notice(45, 2, 11, "sms")],
      "mail.message": [message(1), message(2, { subject: false, model: false, res_id: 0 })],
      "res.partner": [partner(11), partner(12), partner(13)],
    });
    const of = { subject: "You have been assigned", model: "project.task", id: 7 };
    expect(await sentSince(context, LAST, [])).toEqual([
      { kind: "email", ...of, to: ["P11 <p11@example.com>", "P12 <p12@example.com>"] },
      { kind: "inbox", ...of, to: ["P13 <p13@example.com>"] },
      { kind: "sms", subject: "Task", to: ["P11 <p11@example.com>"] },
    ]);
  });

  it("is not what others send at the same time, nor what cannot be read", async () => {
    const context = contextOf({
      "mail.notification": [notice(42, 1, 11), notice(43, 9, 12)],
      "mail.message": [message(1, { create_uid: [8, "another"] })],
      "res.partner": [partner(11)],
    });
    expect(await sentSince(context, LAST, [])).toEqual([]);
  });

  it("that the user may not read is told where it goes to who was expected", async () => {
    const rows = {
      "mail.notification": [notice(42, 1, 11), notice(43, 9, 12)],
      "res.partner": [partner(11), partner(12)],
    };
    const to = ["P11 <p11@example.com>"];
    expect(await sentSince(contextOf(rows), LAST, to)).toEqual([{ kind: "email", subject: "", to }]);
  });

  it.each<[what: string, mails: RawRecord[], to: string[]]>([
    ["to an administrator", [{ id: 5, mail_message_id: [1, "m"], recipient_ids: [12] }], ["P12 <p12@example.com>"]],
    ["as it was expected", [], ["Cleo"]],
  ])("as an e-mail without a notice is told %s", async (_, mails, to) => {
    const rows = { "mail.message": [message(1)], "mail.mail": mails, "res.partner": [partner(12)] };
    const of = { subject: "You have been assigned", model: "project.task", id: 7 };
    expect(await sentSince(contextOf(rows), LAST, ["Cleo"])).toEqual([{ kind: "email", ...of, to }]);
  });

  it("is nothing, and not asked for, where what was sent last is unknown", async () => {
    const context = contextOf({});
    expect(await sentSince(context, { notice: undefined, message: undefined }, [])).toEqual([]);
    expect(context.client.searchRead).not.toHaveBeenCalled();
  });

  it("stands in a result only where there is any", () => {
    expect(withSent([])).toEqual({});
    expect(withSent([{ kind: "email", subject: "s", to: [] }])).toHaveProperty("sent");
  });
});

describe("names of partners", () => {
  it.each<[policy: PolicyConfig, names: string[]]>([
    [{}, ["P11 <p11@example.com>"]],
    [{ "res.partner": { operations: [] } }, []],
  ])("as far as the policy lets them be read: %j", async (policy, names) => {
    const context = contextOf({ "res.partner": [partner(11)] }, policy);
    expect([...(await namesOf(context, [11])).values()]).toEqual(names);
  });

  it.each([
    ["it is closed", { denyFields: ["email"] }],
    ["some contacts are outside", { domain: [["id", "=", 12]] }],
  ])("without the address where %s", async (_, entry) => {
    const context = contextOf({ "res.partner": [partner(11)] }, { "res.partner": entry });
    await namesOf(context, [11]);
    const [, , fields] = vi.mocked(context.client.searchRead).mock.calls[0] ?? [];
    expect(fields).toEqual(["display_name"]);
  });
});
