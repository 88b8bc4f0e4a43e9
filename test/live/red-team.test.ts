import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Client, createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import type { Attempt, Target } from "../red-team/attempt.js";
import { ATTEMPTS } from "../red-team/attempts.js";
import { CONFIG, POLICY } from "../red-team/config.js";
import { targetIn, WATCHED } from "../red-team/target.js";
import { notReading, openTools, picture, type Tools } from "./in-process.js";
import { describeSandbox } from "./odoos.js";
import { generatedFolder } from "./shared.js";

// Every attempt of the table against a real Odoo, as its administrator: nothing but the policy is in the way.

describeSandbox("leaves what it attacks", "the red team", (instance) => {
  const { series, admin } = instance;
  let odoo: Client;
  let tools: Tools;
  let target: Target;
  let before: Record<string, string>;
  const asked: string[] = [];
  const outcomes: string[] = [];

  beforeAll(async () => {
    odoo = createClient(await connect(readSettings(admin)));
    target = await targetIn(odoo);
    tools = await openTools(await generatedFolder(instance, CONFIG), admin, {
      policy: POLICY,
      ask: async (question) => {
        asked.push(question);
        return "accept";
      },
    });
    before = await picture(odoo, WATCHED);
  });
  afterAll(async () => {
    console.log(outcomes.join("\n"));
    console.log(`Odoo ${series}: ${outcomes.length} attempts, all refused`);
    await closeConnections();
  });

  const attempts = Object.entries(ATTEMPTS).map(
    ([theme, list]) => [theme, list.filter((one) => !one.series || one.series === series)] as const,
  );

  it("makes at least 120 attempts", () => {
    expect(attempts.flatMap(([, list]) => list).length).toBeGreaterThanOrEqual(120);
  });

  describe.each(attempts)("%s", (_, list) => {
    it.each(list.map((attempt) => [attempt.what, attempt] as const))("%s", async (what, attempt) => {
      const calls = tools.asked.length;
      const { category, rule, message, outcome } = await refusalOf(attempt);
      expect({ rule: rule ?? category, message }).toEqual({
        rule: attempt.rule,
        message: expect.stringContaining(attempt.says ?? ""),
      });
      expect(outcome).toBe("not_applied");
      const sent = tools.asked.slice(calls);
      expect(attempt.asks === "reads" ? notReading(sent) : sent).toEqual([]);
      outcomes.push(`  ${what}: ${rule ?? category}`);
    });
  });

  it("changed nothing, and nobody was asked about any of it", async () => {
    expect(await picture(odoo, WATCHED)).toEqual(before);
    expect(asked).toEqual([]);
  });

  async function refusalOf({ tool, args }: Attempt) {
    const result = await tools.call(tool, args(target)).then(
      (answer) => ({ answer }),
      (error: unknown) => ({ error }),
    );
    if ("answer" in result) throw new Error(`${tool} was not refused: ${JSON.stringify(result.answer).slice(0, 400)}`);
    expect(result.error).toMatchObject({ name: "OdooError" });
    return result.error as { category: string; rule?: string; message: string; outcome: string };
  }
});
