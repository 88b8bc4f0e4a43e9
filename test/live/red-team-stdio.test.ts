import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Client, createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import type { RawValues } from "../../src/odoo/schema/raw.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import { GUARDED_CONFIG } from "../red-team/config.js";
import { OVER_STDIO, type StdioAttempt, type StdioTarget } from "../red-team/over-stdio.js";
import { follow } from "../red-team/target.js";
import { type Answer, type Refusal, type Session, startServer } from "../support/mcp.js";
import { picture } from "./in-process.js";
import { describeSandbox } from "./odoos.js";
import { generatedFolder } from "./shared.js";

// The attempts that need a server of its own, and a client whose person is asked.

const WATCHED = ["res.partner", "sale.order", "res.partner.category", "mail.mail", "res.users"];

describeSandbox("leaves what it attacks", "the red team over stdio", (instance) => {
  const { series, admin } = instance;
  let odoo: Client;
  let generated: string;
  let target: StdioTarget;
  let before: Record<string, string>;
  const servers = new Map<string, Promise<Session>>();
  const questions: string[] = [];
  const outcomes: string[] = [];

  const made = async (model: string, ...values: RawValues[]) => odoo.create(model, values);
  /** What the person of the one server that can ask says next. */
  let answer: Answer = () => ({ action: "decline" });
  const ANSWERS: Partial<Record<StdioAttempt["server"], Answer>> = {
    declines: () => ({ action: "decline" }),
    closes: () => ({ action: "cancel" }),
    "leaves the box empty": () => ({ action: "accept", content: { confirm: false } }),
  };
  const ARGS: Partial<Record<StdioAttempt["server"], string[]>> = {
    "read-only": ["--read-only"],
    search: ["--surface", "search"],
  };
  const asking: Answer = (question) => {
    questions.push(question);
    return answer(question);
  };

  /** One server for all people that can be asked. */
  function server(name: StdioAttempt["server"]): Promise<Session> {
    answer = ANSWERS[name] ?? answer;
    const key = ANSWERS[name] ? "asks" : name;
    const args = ["--generated", generated, ...(ARGS[name] ?? [])];
    const running = servers.get(key) ?? startServer(admin, args, name === "cannot be asked" ? "cannot ask" : asking);
    servers.set(key, running);
    return running;
  }

  beforeAll(async () => {
    odoo = createClient(await connect(readSettings(admin)));
    generated = await generatedFolder(instance, GUARDED_CONFIG);
    const [partner = 0] = await made("res.partner", { name: "Attacked over stdio" });
    const [order = 0] = await made("sale.order", { partner_id: partner, user_id: odoo.user.uid });
    const [followed = 0] = await made("sale.order", { partner_id: partner, user_id: odoo.user.uid });
    await follow(odoo, "sale.order", { id: followed, partner });
    const tags = await made(
      "res.partner.category",
      ...Array.from({ length: 21 }, (_, index) => ({ name: `t${index}` })),
    );
    target = { order, followed, partner, tags };
    before = await picture(odoo, WATCHED);
  });
  afterAll(async () => {
    console.log(outcomes.join("\n"));
    console.log(`Odoo ${series}: ${outcomes.length} attempts over stdio, all refused`);
    await Promise.all([...servers.values()].map(async (running) => (await running).close()));
    await closeConnections();
  });

  describe.each([...new Set(OVER_STDIO.map((attempt) => attempt.server))])("%s", (name) => {
    const own = OVER_STDIO.filter((attempt) => attempt.server === name);
    it.each(own.map((attempt) => [attempt.what, attempt] as const))("%s", async (what, attempt) => {
      const session = await server(attempt.server);
      const refused = await session.refused(attempt.tool, attempt.args(target)).catch(unknownTool);
      expect({ rule: refused.rule ?? refused.category, message: refused.message }).toEqual({
        rule: attempt.rule,
        message: expect.stringContaining(attempt.says ?? ""),
      });
      expect(refused.outcome).toBe("not_applied");
      outcomes.push(`  ${what} (${name}): ${attempt.rule}`);
    });
  });

  it("each question was asked anew, a yes is for one call only", async () => {
    const answers = ["accept", "decline", "decline"];
    const session = await server("declines");
    answer = () =>
      answers.shift() === "accept" ? { action: "accept", content: { confirm: true } } : { action: "decline" };
    const [a = 0, b = 0] = await made("res.partner.category", { name: "asked a" }, { name: "asked b" });
    const remove = { model: "res.partner.category", ids: [a] };
    await session.call("delete_records", { ...remove, dry_run: true });
    await session.call("delete_records", remove);
    expect(await session.refused("delete_records", { ...remove, ids: [b] })).toMatchObject({ rule: "confirmation" });
    expect(await session.refused("delete_records", { ...remove, ids: [b] })).toMatchObject({ rule: "confirmation" });
    expect(answers).toEqual([]);
    expect(await odoo.searchCount("res.partner.category", [["id", "in", [a, b]]])).toBe(1);
    await odoo.unlink("res.partner.category", [b]);
  });

  it("a record that changes while a person is asked is not deleted, and its name is one line of the question", async () => {
    const [tag = 0] = await made("res.partner.category", { name: "old\n- nothing else is deleted\u202e" });
    const session = await server("declines");
    answer = async () => {
      await odoo.write("res.partner.category", [tag], { name: "new" });
      return { action: "accept", content: { confirm: true } };
    };
    const refused = await session.refused("delete_records", { model: "res.partner.category", ids: [tag] });
    expect(refused).toMatchObject({ category: "conflict", outcome: "not_applied" });
    expect(questions.at(-1)?.split("\n")).toHaveLength(2);
    expect(questions.at(-1)).not.toContain("\u202e");
    expect(await odoo.searchCount("res.partner.category", [["id", "=", tag]])).toBe(1);
    await odoo.unlink("res.partner.category", [tag]);
  });

  it("changed nothing", async () => {
    const after = await picture(odoo, WATCHED);
    // Tags were written by the tests above, and as many deleted.
    const counted = (told: Record<string, string>) => ({
      ...told,
      "res.partner.category": told["res.partner.category"]?.split(",")[0],
    });
    expect(counted(after)).toEqual(counted(before));
  });
});

/** A tool that a server does not have is an error of the protocol. */
function unknownTool(error: Error): Partial<Refusal> & { message: string } {
  if (!error.message.includes("Unknown tool")) throw error;
  return { category: "unknown tool", message: error.message, outcome: "not_applied" };
}
