import { afterAll, beforeAll, expect, it } from "vitest";
import { proposedApps } from "../../codegen/setup/apps.js";
import { configText } from "../../codegen/setup/own-files.js";
import { type Client, createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import type { Json } from "../support/mcp.js";
import { openTools, type Tools } from "./in-process.js";
import { describeSandbox } from "./odoos.js";
import { type Delivery, type Outbox, openOutbox } from "./sending.js";
import { sendingCalls } from "./sending-calls.js";
import { type SendingCall, sendingWorld, type World } from "./sending-kinds.js";
import { generatedFolder } from "./shared.js";

// What Odoo sends of each call, with `notify` and without: nothing that was not told before and after.

/** Beside those that `init` proposes: their steps are not known otherwise. */
const MORE = ["account.payment", "mail.activity"];

/** What came of a call. */
interface Tried {
  call: SendingCall;
  notify: boolean;
  left: Delivery[];
  /** What a person was asked; nothing if nobody was. */
  asked: string;
  /** Who got something, as the answer says. */
  told: string[];
  failed?: string;
}

describeSandbox("leaves records behind", "what Odoo sends of a change", ({ series, admin, demo }) => {
  let world: World;
  let odoo: Client;
  const questions: string[] = [];
  const tools = new Map<string, Tools>();
  const table: Tried[] = [];
  let names: Map<number, string>;
  let outbox: Outbox;

  beforeAll(async () => {
    outbox = openOutbox(series);
    odoo = createClient(await connect(readSettings({ ...admin, ODOO_WIRE: "jsonrpc" })));
    world = await sendingWorld(odoo, series);
    const apps = await proposedApps(odoo);
    const folder = await generatedFolder(
      { series, admin, demo },
      configText([...apps.flatMap(({ models }) => models), ...MORE]),
    );
    const ask = async (question: string) => {
      questions.push(question);
      return "accept" as const;
    };
    const policy = { "res.users": { operations: ["read", "create", "update", "send"] as const } };
    for (const [who, settings] of Object.entries({ admin, demo })) {
      tools.set(who, await openTools(folder, settings, { ask, policy }));
    }
    const partners = await odoo.searchRead("res.partner", [], ["name"], { limit: 5000 });
    names = new Map(partners.map(({ id, name }) => [id, String(name)]));
  });

  afterAll(async () => {
    console.log(`Odoo ${series}\n${[...table].map(line).join("\n")}`);
    outbox?.close();
    await closeConnections();
  });

  const nameOf = async (to: Delivery["to"]): Promise<string> => {
    if (typeof to === "string") return to;
    if (!names.has(to)) names.set(to, String((await odoo.read("res.partner", [to], ["name"]))[0]?.name));
    return names.get(to) ?? "";
  };

  const tried = async (call: SendingCall, notify: boolean, who = "admin"): Promise<Tried> => {
    const user = tools.get(who)?.client.user.uid ?? 0;
    const args = await call.args(user);
    await outbox.mark();
    questions.length = 0;
    const asked: Json = call.tool === "delete_records" || !notify ? args : { ...args, notify };
    const failing = (error: unknown): Json => ({ failed: String(error) });
    const answer = await tools.get(who)?.call(call.tool, asked).catch(failing);
    const left = await outbox.deliveries([user, 1]);
    const told = ((answer?.sent ?? []) as { to: string[] }[]).flatMap(({ to }) => to);
    const done: Tried = {
      call,
      notify,
      left,
      asked: questions.join("\n"),
      told,
      ...(answer && "failed" in answer ? { failed: String(answer.failed) } : {}),
    };
    table.push(done);
    return done;
  };

  const line = ({ call, notify, left, asked, told, failed }: Tried) =>
    `${call.what} | ${notify ? "notify" : "quiet"} | ${left.map(({ kind, to }) => `${kind}:${typeof to === "number" ? (names.get(to) ?? to) : to}`).join(", ")} | ${asked ? (/sends an e-mail/.test(asked) ? "asked, named" : "asked") : ""} | ${told.length} told${failed ? ` | FAILED ${failed}` : ""}`;

  const checkTold = async ({ left, asked, told, failed }: Tried) => {
    expect(failed).toBeUndefined();
    for (const { to } of left) {
      const name = await nameOf(to);
      expect(told.join("\n")).toContain(name);
      expect(asked).toContain(name);
    }
  };

  const calls = sendingCalls(() => world);

  it("are at least 60 calls", () => expect(calls.length).toBeGreaterThanOrEqual(60));

  it.each(calls)("$what", async (call) => {
    const quiet = await tried(call, false);
    const loud = call.tool === "delete_records" ? undefined : await tried(call, true);
    await checkTold(quiet);
    if (!call.unswitched) {
      expect(quiet.left).toEqual([]);
      expect(quiet.asked).not.toMatch(/may send something/);
    }
    if (!loud) return;
    await checkTold(loud);
    expect(loud.asked).toMatch(/may send something/);
  });

  // Who may not read what was e-mailed is told all the same.
  it.each(calls.filter(({ ordinary }) => ordinary))("as an ordinary user: $what", async (call) => {
    const quiet = await tried(call, false, "demo");
    const loud = await tried(call, true, "demo");
    await checkTold(quiet);
    await checkTold(loud);
    expect(quiet.left.length > 0).toBe(call.unswitched === true);
    expect(loud.left.length).toBeGreaterThan(0);
  });

  // Without a mail server, Odoo takes the invitation back as it fails: its number alone is left.
  it.each([
    [false, 0],
    [true, 1],
  ])("a new user's invitation, with notify %s: %i e-mails", async (notify, mails) => {
    const next = () => world.made("mail.mail", { subject: "Quiet mark" });
    const login = `quiet-${notify}@quiet.example`;
    const first = await next();
    await tools.get("admin")?.call("create_record", {
      model: "res.users",
      values: { name: "Quiet user", login, email: login },
      ...(notify ? { notify } : {}),
    });
    expect((await next()) - first - 1).toBe(mails);
  });
});
