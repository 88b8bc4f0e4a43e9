import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Client, createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import type { Attempt, Target } from "../red-team/attempt.js";
import { ATTEMPTS } from "../red-team/attempts.js";
import { CONFIG, POLICIES, type PolicyName } from "../red-team/config.js";
import { withheld } from "../red-team/rehearsals.js";
import { targetIn, WATCHED } from "../red-team/target.js";
import { askingOnce, notReading, openTools, picture, type Tools } from "./in-process.js";
import { describeSandbox } from "./odoos.js";
import { generatedFolder } from "./shared.js";

// Every attempt of the table against a real Odoo, as its administrator: nothing but the policy is in the way.

/** No refusal is longer, whatever it was given. */
const MAX_MESSAGE = 2000;

describeSandbox("leaves what it attacks", "the red team", (instance) => {
  const { series, admin } = instance;
  let odoo: Client;
  let target: Target;
  let before: Record<string, string>;
  const servers = new Map<PolicyName, Promise<Tools>>();
  const telling = askingOnce();
  const questions: string[] = [];
  const outcomes: string[] = [];

  /** Tools under a policy, whose person says no. */
  function toolsUnder(name: PolicyName): Promise<Tools> {
    const ask = async (question: string) => {
      questions.push(question);
      return "decline" as const;
    };
    const open = async () =>
      openTools(await generatedFolder(instance, CONFIG), admin, { policy: POLICIES[name], ask, over: telling });
    const running = servers.get(name) ?? open();
    servers.set(name, running);
    return running;
  }

  beforeAll(async () => {
    odoo = createClient(await connect(readSettings(admin)));
    target = await targetIn(odoo);
    before = await picture(odoo, WATCHED);
  });
  afterAll(async () => {
    console.log(outcomes.join("\n"));
    console.log(`Odoo ${series}: ${outcomes.length} attempts, refused or answered without what they were after`);
    await closeConnections();
  });

  const attempts = Object.entries(ATTEMPTS).map(
    ([theme, list]) => [theme, list.filter((one) => !one.series || one.series === series)] as const,
  );

  it("makes at least 600 attempts", () => {
    expect(attempts.flatMap(([, list]) => list).length).toBeGreaterThanOrEqual(600);
  });

  describe.each(attempts)("%s", (_, list) => {
    it.each(list.map((attempt) => [attempt.what, attempt] as const))("%s", async (what, attempt) => {
      const { asks, under = "sales" } = attempt;
      const tools = await toolsUnder(under);
      const [calls, before] = [tools.asked.length, questions.length];
      const { category, rule, message, outcome } = await refusalOf(tools, attempt);
      expect({ rule: rule ?? category, message }).toEqual({
        rule: attempt.rule,
        message: expect.stringContaining(attempt.says ?? ""),
      });
      expect(outcome).toBe("not_applied");
      const sent = tools.asked.slice(calls);
      expect(asks ? notReading(sent) : sent).toEqual([]);
      const isOfPerson = asks instanceof RegExp;
      expect(questions.slice(before)).toEqual(isOfPerson ? [expect.stringMatching(asks)] : []);
      expect(message.length).toBeLessThan(MAX_MESSAGE);
      outcomes.push(`  ${what}: ${rule ?? category}`);
    });
  });

  it.each(withheld.map((one) => [one.what, one] as const))("is answered without %s", async (what, one) => {
    const tools = await toolsUnder("sales");
    const calls = tools.asked.length;
    expect(JSON.stringify(await tools.call(one.tool, one.args(target)))).not.toMatch(one.withholds);
    expect(notReading(tools.asked.slice(calls))).toEqual([]);
    outcomes.push(`  ${what}: answered without it`);
  });

  it("changed nothing", async () => {
    expect(await picture(odoo, WATCHED)).toEqual(before);
  });

  async function refusalOf(tools: Tools, { tool, args }: Attempt) {
    const result = await tools.call(tool, args(target)).then(
      (answer) => ({ answer }),
      (error: unknown) => ({ error }),
    );
    if ("answer" in result) throw new Error(`${tool} was not refused: ${JSON.stringify(result.answer).slice(0, 400)}`);
    expect(result.error).toMatchObject({ name: "OdooError" });
    return result.error as { category: string; rule?: string; message: string; outcome: string };
  }
});
