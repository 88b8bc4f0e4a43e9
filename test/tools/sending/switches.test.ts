import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import type { RawValues } from "../../../src/odoo/schema/raw.js";
import { modelCall } from "../../../src/tools/call/model-call.js";
import { quiet, SWITCHES, sendingAs, sendingIf } from "../../../src/tools/sending/switches.js";
import { contextWith } from "../../support/context.js";
import { fakeClient, fieldWith, odooError, schemaWith } from "../../support/fixtures.js";

const schema = schemaWith({ "x.task": { name: fieldWith() } });

/** A client that tells in which context its changes are made. */
const told = (made: RawValues[]): Client =>
  fakeClient({
    writingIn(context) {
      made.push(context);
      return fakeClient({});
    },
  });

describe("a session's changes", () => {
  it("are made with every switch on, and none of them takes the history of changes away", () => {
    const made: RawValues[] = [];
    quiet(told(made));
    expect(made).toEqual([Object.fromEntries(SWITCHES.map(({ key }) => [key, true]))]);
    for (const key of ["tracking_disable", "mail_notrack", "mail_create_nosubscribe"]) {
      expect(made[0]).not.toHaveProperty(key);
    }
  });
});

describe("a call", () => {
  const opened = async (writingIn: Client["writingIn"]) =>
    modelCall("x.task", "create", contextWith({ schema, answers: { writingIn } }));

  it("that asks for it is made without the switches, and is known to have asked", async () => {
    const writingIn = vi.fn<Client["writingIn"]>(() => fakeClient({}));
    const { context } = sendingAs(await opened(writingIn), { notify: true });
    expect(context.notify).toBe(true);
    expect(writingIn.mock.calls).toEqual([[{}]]);
  });

  it("is made without them too where its work is to send, and asks for no more than that", async () => {
    const writingIn = vi.fn<Client["writingIn"]>(() => fakeClient({}));
    const call = await opened(writingIn);
    expect(sendingIf(call, "send").context.notify).toBeUndefined();
    expect(writingIn.mock.calls).toEqual([[{}]]);
    expect(sendingIf(call, "act").context).toBe(call.context);
  });

  it("that asks for it is refused where the policy lets nothing be sent", async () => {
    const context = contextWith({ schema, policy: { "x.task": { operations: ["read", "create"] } } });
    const call = await modelCall("x.task", "create", context);
    expect(() => sendingAs(call, { notify: true })).toThrow(odooError("forbidden", "may not be sent"));
  });

  it.each([false, undefined])("that does not is left as it is: %s", async (notify) => {
    const writingIn = vi.fn<Client["writingIn"]>();
    const call = await opened(writingIn);
    expect(sendingAs(call, { notify, dry_run: true }).context).toBe(call.context);
    expect(sendingAs(call, { notify }).context).toEqual({ ...call.context, lastMessage: expect.any(Function) });
    expect(writingIn).not.toHaveBeenCalled();
  });
});
