import { afterAll, beforeAll, expect, it } from "vitest";
import { closeConnections } from "../../src/odoo/wires/http.js";
import { EFFECTS } from "../../src/tools/policy/effects.js";
import { openTools, type Tools, writesAmong } from "./in-process.js";
import { describeSandbox } from "./odoos.js";
import { generatedFolder } from "./shared.js";

// What Odoo's forms warn of in boxes: told in a preview and with what was made, and asked for with the form itself.

const OPEN = { models: { "res.partner": {} }, policy: { "*": { operations: EFFECTS } } };
const REF = "ALERTS/2031/07";
const BILL = { move_type: "in_invoice", ref: REF, invoice_date: "2031-05-06" };

describeSandbox("changes a company's settings, and back", "boxes of Odoo's forms", ({ series, admin }) => {
  let tools: Tools;
  const made: [model: string, id: number][] = [];
  const is14 = series === "14";

  beforeAll(async () => {
    tools = await openTools(await generatedFolder({ series, admin, demo: {} }, JSON.stringify(OPEN)), admin);
  });
  afterAll(async () => {
    for (const [model, id] of made.reverse()) await tools.client.unlink(model, [id]).catch(() => {});
    await closeConnections();
  });

  async function create(model: string, values: Record<string, unknown>) {
    const result = await tools.call("create_record", { model, values });
    made.push([model, Number(result.id)]);
    return { id: Number(result.id), warnings: result.warnings };
  }
  const previewOf = async (model: string, values: Record<string, unknown>) => {
    const { preview } = await tools.call("create_record", { model, values, dry_run: true });
    return (preview as { warnings?: unknown }).warnings;
  };
  const newPartner = async (values: Record<string, unknown>) => (await create("res.partner", values)).id;

  // 14 has no such box: it refuses to make the second bill.
  it(`tell ${is14 ? "nothing" : "of the first"} where a vendor's bill is made twice`, async () => {
    const partner_id = await newPartner({ name: "Vendor of one bill", is_company: true });
    const values = {
      ...BILL,
      partner_id,
      invoice_line_ids: { create: [{ name: "Paper", quantity: 2, price_unit: 5 }] },
    };
    const first = await create("account.move", values);
    expect(first.warnings).toBeUndefined();
    const told = is14
      ? undefined
      : [expect.stringMatching(new RegExp(`might be a duplicate of .*${REF}.*\\(account\\.move ${first.id}\\)$`))];
    const before = tools.asked.length;
    expect(await previewOf("account.move", values)).toEqual(told);
    expect(writesAmong(tools.asked.slice(before))).toEqual([]);
    const second = create("account.move", values);
    if (is14) await expect(second).rejects.toThrow("Duplicated vendor reference detected");
    else expect((await second).warnings).toEqual(told);
  });

  it("tell of a contact with the same tax number", async () => {
    const vat = "BE0477472701";
    const id = await newPartner({ name: "Known to the tax office", vat });
    const told = await previewOf("res.partner", { name: "A second time", vat });
    expect(told).toEqual([expect.stringContaining(`Known to the tax office (res.partner ${id})`)]);
    expect((await create("res.partner", { name: "A second time", vat })).warnings).toEqual(told);
  });

  it("tell nothing of it where the policy closes the field that it looks at", async () => {
    const vat = "BE0428759497";
    await newPartner({ name: "Known to some", vat });
    const folder = await generatedFolder({ series, admin, demo: {} }, JSON.stringify(OPEN));
    const policy = { ...OPEN.policy, "res.partner": { denyFields: ["same_vat_partner_id"] } };
    const closed = await openTools(folder, admin, { policy });
    const { preview } = await closed.call("create_record", {
      model: "res.partner",
      values: { name: "A second time", vat },
      dry_run: true,
    });
    expect((preview as { warnings?: unknown }).warnings).toBeUndefined();
  });

  it.skipIf(is14)("tell that a customer is over its credit limit", async () => {
    const { client } = tools;
    const [company = 0] = client.user.context.allowed_company_ids;
    const [before] = await client.read("res.company", [company], ["account_use_credit_limit"]);
    await client.write("res.company", [company], { account_use_credit_limit: true });
    try {
      const partner_id = await newPartner({ name: "Owes a lot" });
      await client.write("res.partner", [partner_id], { use_partner_credit_limit: true, credit_limit: 10 });
      expect(await previewOf("sale.order", { partner_id })).toBeUndefined();
      const product = (
        await create("product.product", { name: "Sold at once", type: "service", invoice_policy: "order" })
      ).id;
      const line = { product_id: product, product_uom_qty: 1, price_unit: 500, tax_ids: [] };
      const order = await create("sale.order", { partner_id, order_line: { create: [line] } });
      await client.callMethod("sale.order", [order.id], "action_confirm");
      expect(await previewOf("sale.order", { partner_id })).toEqual([
        expect.stringMatching(/^Owes a lot has reached its credit limit of: .*10\.00/),
      ]);
      await client.callMethod("sale.order", [order.id], "action_cancel");
    } finally {
      await client.write("res.company", [company], { account_use_credit_limit: before?.account_use_credit_limit });
    }
  });

  it("ask Odoo nothing more than the form itself does", async () => {
    await previewOf("res.partner", { name: "Of no special kind" });
    const before = tools.asked.length;
    await previewOf("res.partner", { name: "Of no special kind" });
    const methods = tools.asked.slice(before).map(({ method }) => method);
    expect(methods.filter((method) => /onchange|views/.test(method))).toEqual(["onchange"]);
  });
});
