import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Client, createClient, type RawValues } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connect.js";
import { closeConnections } from "../../src/odoo/http.js";
import { readSettings } from "../../src/odoo/settings.js";
import { ATTEMPTS, type Attempt, type Target } from "../red-team/attempts.js";
import { CONFIG, POLICY } from "../red-team/config.js";
import { type Generated, generateFrom, notReading, openTools, picture, type Tools } from "./in-process.js";
import { describeEachOdoo } from "./odoos.js";

// Every attempt of the table against a real Odoo, as its administrator: nothing but the policy is in the way.

/** Whose records an attempt would change. */
const WATCHED = [
  "res.partner res.users res.groups res.company res.currency ir.rule ir.cron ir.actions.server ir.ui.view ir.attachment",
  "ir.config_parameter sale.order sale.order.line product.template product.product crm.lead mail.message mail.followers",
  "mail.activity mail.mail ir.model.data",
].flatMap((names) => names.split(" "));

describeEachOdoo("the red team", ({ series, admin }) => {
  let odoo: Client;
  let generated: Generated;
  let tools: Tools;
  let target: Target;
  let before: Record<string, string>;
  const asked: string[] = [];
  const outcomes: string[] = [];

  const made = async (model: string, values: RawValues) => (await odoo.create(model, [values]))[0] as number;
  const first = async (model: string, domain: unknown[]) =>
    (await odoo.search(model, domain, { limit: 1 }))[0] as number;

  beforeAll(async () => {
    odoo = createClient(await connect(readSettings(admin)));
    generated = await generateFrom(odoo, CONFIG);
    const user = await first("res.users", [["login", "=", "demo"]]);
    const partner = await made("res.partner", { name: "Attacked", email: "john.b@tech.info" });
    const product = await made("product.product", { name: "Attacked", type: "service" });
    const [variant] = await odoo.read("product.product", [product], ["product_tmpl_id"]);
    const order = { partner_id: partner, order_line: [[0, 0, { product_id: product, name: "A line" }]] };
    const mine = await made("sale.order", { ...order, user_id: odoo.user.uid });
    const theirs = await made("sale.order", { ...order, user_id: user });
    const lineOf = (id: number) => first("sale.order.line", [["order_id", "=", id]]);
    const file = (res_model: string, res_id: number) =>
      made("ir.attachment", { name: "a.txt", datas: "eA==", res_model, res_id });
    target = {
      mine,
      theirs,
      myLine: await lineOf(mine),
      theirLine: await lineOf(theirs),
      partner,
      product,
      template: (variant as unknown as { product_tmpl_id: [number] }).product_tmpl_id[0],
      lead: await made("crm.lead", { name: "Attacked", user_id: odoo.user.uid }),
      user,
      theirFile: await file("sale.order", theirs),
      userFile: await file("res.users", user),
      orderModel: await first("ir.model", [["model", "=", "sale.order"]]),
      userModel: await first("ir.model", [["model", "=", "res.users"]]),
      company: await first("res.company", []),
      currency: await first("res.currency", []),
    };
    tools = await openTools(generated.folder, admin, {
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
    await generated.remove();
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
