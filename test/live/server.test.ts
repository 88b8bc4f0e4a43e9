import { readFileSync } from "node:fs";
import { ErrorCode } from "@modelcontextprotocol/sdk/types.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CONFIG_FILE } from "../support/fixtures.js";
import { type Json, type Session, startServer } from "../support/mcp.js";
import { describeEachOdoo } from "./odoos.js";
import { generatedFolder } from "./shared.js";

// The whole path over real stdio: an MCP client, the built server, the tools generated from that very Odoo.

describeEachOdoo("server", (instance) => {
  const { series, admin, demo } = instance;
  let odoo: Session;
  let customer: number;
  let product: number;

  const create = async (tool: string, values: Json) => (await odoo.call(tool, { values })).id as number;
  const records = async (tool: string, args: Json) => (await odoo.call(tool, args)).records as Json[];

  beforeAll(async () => {
    const generated = await generatedFolder(instance, readFileSync(CONFIG_FILE, "utf8"));
    odoo = await startServer(admin, ["--generated", generated]);
    customer = await create("res_partner_create", { name: "Server Test & Söhne", is_company: true });
    // What the form of 15 to 17 asks for, and computes the type from.
    const type = ["15", "16", "17"].includes(series) ? "detailed_type" : "type";
    product = await create("product_product_create", { name: "Tested service", [type]: "service", list_price: 12.5 });
  });
  afterAll(async () => {
    if (product) await odoo.call("delete_records", { model: "product.product", ids: [product] });
    if (customer) await odoo.call("delete_records", { model: "res.partner", ids: [customer] });
    await odoo?.close();
  });

  it("lists typed and generic tools, all of them at once", async () => {
    const { tools, nextCursor } = await odoo.client.listTools();
    const names = tools.map(({ name }) => name);
    const operations = ["search", "read", "create", "update"];
    for (const model of ["res_partner", "crm_lead", "product_product", "sale_order", "account_move", "project_task"]) {
      expect(names).toEqual(expect.arrayContaining(operations.map((operation) => `${model}_${operation}`)));
    }
    expect(names).toEqual(expect.arrayContaining(["sale_order_action_confirm", "account_move_action_post"]));
    const generic =
      "create_record create_records read_records update_record delete_records search_records search_count execute_workflow get_fields get_metadata list_models look_up";
    expect(names).toEqual(expect.arrayContaining(generic.split(" ")));
    expect(nextCursor).toBeUndefined();
    for (const { annotations } of tools) expect(Object.keys(annotations ?? {})).toHaveLength(4);
  });

  it("answers an unknown tool with a protocol error", async () => {
    await expect(odoo.client.callTool({ name: "res_partner_destroy" })).rejects.toMatchObject({
      code: ErrorCode.InvalidParams,
    });
  });

  describe("typed tools", () => {
    it("sell: a quotation with its lines in one call, confirmed, cancelled, deleted", async () => {
      const order_line = {
        create: [
          { product_id: product, product_uom_qty: 3 },
          { display_type: "line_note", name: "a note" },
        ],
      };
      const order = await create("sale_order_create", {
        partner_id: customer,
        order_line,
        date_order: "2026-03-01T11:30:00+02:00",
      });
      const fields = ["state", "partner_id", "order_line", "amount_untaxed", "date_order", "client_order_ref"];
      const [quotation] = await records("sale_order_read", { ids: [order], fields });
      expect(quotation).toMatchObject({
        id: order,
        state: "draft",
        partner_id: { id: customer, name: "Server Test & Söhne" },
        amount_untaxed: 37.5,
        date_order: "2026-03-01T09:30:00Z",
        client_order_ref: null,
      });
      expect(quotation?.order_line).toHaveLength(2);

      const [line] = (quotation?.order_line ?? []) as number[];
      await odoo.call("sale_order_update", {
        ids: [order],
        values: { order_line: { update: [{ id: line, product_uom_qty: 4 }] }, client_order_ref: "PO 7" },
      });
      const confirm = { model: "sale.order", id: order, signal: "action_confirm" };
      expect(await odoo.call("execute_workflow", confirm)).toMatchObject({
        ids: [order],
        done: true,
        records: [{ id: order, state: "sale" }],
      });
      const domain = [
        ["partner_id", "=", customer],
        ["state", "=", "sale"],
      ];
      expect(
        await odoo.call("sale_order_search", {
          domain,
          fields: ["amount_untaxed", "client_order_ref"],
          order: "date_order desc, id",
        }),
      ).toEqual({
        records: [
          {
            id: order,
            amount_untaxed: 50,
            currency_id: { id: expect.any(Number), name: "USD" },
            client_order_ref: "PO 7",
          },
        ],
        total: 1,
        limit: 50,
        offset: 0,
        next_offset: null,
      });

      const refusal = await odoo.refused("delete_records", { model: "sale.order", ids: [order] });
      expect(refusal).toMatchObject({ category: "business_rule", outcome: "not_applied" });
      expect(refusal.message).toMatch(/cancel it.* Nothing was written\.$/s);
      await odoo.call("execute_workflow", { model: "sale.order", id: order, signal: "action_cancel" });
      await odoo.call("delete_records", { model: "sale.order", ids: [order] });
      expect(await odoo.call("sale_order_read", { ids: [order], fields: ["name"] })).toEqual({
        records: [],
        missing: [order],
      });
    });

    it("make an invoice with its lines in one call; its type is chosen once", async () => {
      const invoice_line_ids = {
        create: [
          { product_id: product, quantity: 2, price_unit: 10 },
          { name: "by hand", price_unit: 5 },
        ],
      };
      const move = await create("account_move_create", {
        move_type: "out_invoice",
        partner_id: customer,
        invoice_line_ids,
      });
      const fields = ["move_type", "state", "partner_id", "amount_untaxed", "invoice_line_ids.price_unit"];
      const [invoice] = await records("account_move_read", { ids: [move], fields });
      expect(invoice).toMatchObject({
        move_type: "out_invoice",
        state: "draft",
        partner_id: { id: customer },
        amount_untaxed: 25,
        invoice_line_ids: [{ price_unit: 10 }, { price_unit: 5 }],
      });
      const changed = await odoo.refused("account_move_update", { ids: [move], values: { move_type: "entry" } });
      expect(changed.message).toContain('"move_type" on account.move is readonly');
      const posted = await odoo.refused("account_move_create", { values: { state: "posted", partner_id: customer } });
      expect(posted.message).toContain('"state" on account.move is readonly');
      await odoo.call("delete_records", { model: "account.move", ids: [move] });
    });

    it("write back what they read", async () => {
      const lead = await create("crm_lead_create", {
        name: "Round trip",
        partner_id: customer,
        date_deadline: "2026-12-24",
      });
      const writable = [
        "name",
        "partner_id",
        "date_deadline",
        "active",
        "type",
        "tag_ids",
        "description",
        "expected_revenue",
        "user_id",
        "priority",
      ];
      const [read] = await records("crm_lead_read", { ids: [lead], fields: writable });
      // The currency comes along with the amount, and is not the lead's to write.
      const { id: _, company_currency, ...values } = read ?? {};
      expect(company_currency).toMatchObject({ name: "USD" });
      await odoo.call("crm_lead_update", { ids: [lead], values });
      expect(await records("crm_lead_read", { ids: [lead], fields: writable })).toEqual([read]);
      await odoo.call("delete_records", { model: "crm.lead", ids: [lead] });
    });

    it("read with details of related records, the same on every series", async () => {
      const order_line = { create: [{ product_id: product, product_uom_qty: 2 }] };
      const order = await create("sale_order_create", { partner_id: customer, order_line });
      const fields = [
        "name",
        "amount_untaxed",
        "partner_id.name",
        "partner_id.country_id",
        "order_line.product_id.list_price",
        "order_line.product_uom_qty",
        "user_id",
      ];
      const [read] = await records("sale_order_read", { ids: [order], fields });
      expect(read).toMatchObject({
        id: order,
        amount_untaxed: 25,
        currency_id: { id: expect.any(Number), name: expect.stringMatching(/^[A-Z]{3}$/) },
        partner_id: { id: customer, name: "Server Test & Söhne", country_id: null },
        order_line: [
          {
            product_uom_qty: 2,
            product_id: { id: product, name: expect.stringContaining("Tested service"), list_price: 12.5 },
          },
        ],
        user_id: { id: expect.any(Number), name: expect.any(String) },
      });
      const [found] = await records("sale_order_search", { domain: [["id", "=", order]], fields });
      expect(found).toEqual(read);
      const refusal = await odoo.refused("sale_order_read", { ids: [order], fields: ["name.email"] });
      expect(refusal.message).toContain('"name" on sale.order is a char, so nothing can follow it');
      expect(
        (await odoo.refused("sale_order_read", { ids: [order], fields: ["partner_id.e_mail"] })).message,
      ).toContain('Did you mean "email"');
      await odoo.call("delete_records", { model: "sale.order", ids: [order] });
    });

    it("work in another language, and refuse one that is not installed", async ({ skip }) => {
      const french = { model: "res.lang", domain: [["code", "=", "fr_FR"]] };
      if (!demo && (await records("search_records", french)).length === 0) return skip("needs French");
      const country = { model: "res.country", domain: [["code", "=", "DE"]], fields: ["name"] };
      expect(await records("search_records", { ...country, lang: "fr_FR" })).toMatchObject([{ name: "Allemagne" }]);
      expect(await records("search_records", country)).toMatchObject([{ name: "Germany" }]);
      const refusal = await odoo.refused("res_partner_search", { domain: [], lang: "xx_XX" });
      expect(refusal.message).toMatch(/lang: the language "xx_XX" is not installed; these are: en_US, fr_FR\./);
    });

    it("work in one company, and refuse one that the user has no part in", async () => {
      const [company] = await records("search_records", {
        model: "res.company",
        domain: [],
        fields: ["name"],
        limit: 1,
        order: "id",
      });
      const order = (
        await odoo.call("sale_order_create", { values: { partner_id: customer }, company_id: company?.id })
      ).id;
      expect(await records("sale_order_read", { ids: [order], fields: ["company_id"] })).toMatchObject([
        { company_id: { id: company?.id } },
      ]);
      await odoo.call("delete_records", { model: "sale.order", ids: [order] });
      const refusal = await odoo.refused("sale_order_create", { values: { partner_id: customer }, company_id: 999 });
      expect(refusal).toMatchObject({ category: "forbidden", outcome: "not_applied" });
      expect(refusal.message).toMatch(
        /company_id: the user may not work in the company 999; the user's companies have the ids/,
      );
    });

    it("take a domain as JSON or Python text, and a day for the user's day", async () => {
      const domain = [
        ["partner_id", "=", customer],
        ["date_order", ">=", "2026-01-01"],
      ];
      const counted = await odoo.call("search_count", { model: "sale.order", domain });
      for (const text of [
        JSON.stringify(domain),
        `[('partner_id', '=', ${customer}), ('date_order', '>=', '2026-01-01')]`,
      ]) {
        expect(await odoo.call("search_count", { model: "sale.order", domain: text })).toEqual(counted);
      }
    });

    it("page through a search, with the total", async () => {
      const [first, second] = [
        await odoo.call("res_partner_search", { domain: [], order: "id", limit: 3 }),
        await odoo.call("res_partner_search", { domain: [], order: "id", limit: 3, offset: 3 }),
      ];
      expect(first).toMatchObject({ limit: 3, offset: 0, next_offset: 3, total: second.total });
      expect(await odoo.call("search_count", { model: "res.partner", domain: [] })).toEqual({ count: first.total });
      const ids = [first, second].flatMap(({ records }) => (records as Json[]).map(({ id }) => id));
      expect(new Set(ids).size).toBe(6);
      expect(await odoo.call("res_partner_search", { domain: [], order: "id", offset: 100_000 })).toMatchObject({
        records: [],
        next_offset: null,
      });
    });

    it.each(["crm.tag", "res.partner.category", "res.partner"])(
      "refuse to change or delete a %s that is not there, which Odoo answers with true for some",
      async (model) => {
        const id = 99_999_999;
        const changed = await odoo.refused("update_record", { model, id, values: { name: "x" } });
        const deleted = await odoo.refused("delete_records", { model, ids: [id] });
        for (const refusal of [changed, deleted]) {
          expect(refusal).toMatchObject({ category: "not_found", outcome: "not_applied" });
          expect(refusal.message).toContain(String(id));
        }
      },
    );

    it("read binaries as their size, never their content", async () => {
      const [partner] = await records("res_partner_search", {
        domain: [
          ["is_company", "=", true],
          ["image_1920", "!=", false],
        ],
        fields: ["image_1920"],
        limit: 1,
      });
      expect(partner?.image_1920).toEqual({
        size: expect.stringMatching(/^\d+\.\d\d [KM]b$/),
        // 14 hides the attachments behind fields.
        bytes: series === "14" ? null : expect.any(Number),
        mimetype: series === "14" ? null : expect.stringMatching(/^image\//),
        url: `${admin.ODOO_URL}/web/content/res.partner/${partner?.id}/image_1920`,
      });
    });

    it.each<[string, string, () => Json, RegExp]>([
      [
        "a misspelt field",
        "res_partner_create",
        () => ({ values: { name: "x", e_mail: "a" } }),
        /Unknown field "e_mail" on res\.partner\. Did you mean "email"/,
      ],
      [
        "a computed field",
        "sale_order_create",
        () => ({ values: { partner_id: customer, amount_total: 1 } }),
        /"amount_total" on sale\.order is readonly/,
      ],
      ["a missing required field", "sale_order_create", () => ({ values: {} }), /partner_id: is required/],
      [
        "a field needed unless another is given",
        "crm_lead_create",
        () => ({ values: {} }),
        /name: is required unless partner_id is given/,
      ],
      [
        "a name for a many2one",
        "sale_order_create",
        () => ({ values: { partner_id: "Azure" } }),
        /partner_id: expected the id of a res\.partner record, not "Azure"/,
      ],
      [
        "the pair that Odoo reads",
        "sale_order_create",
        () => ({ values: { partner_id: [customer, "x"] } }),
        /partner_id: expected the id/,
      ],
      [
        "a wrong selection value",
        "res_partner_update",
        () => ({ ids: [customer], values: { type: "zzz" } }),
        /type: expected one of "contact"/,
      ],
      [
        "a text for a boolean",
        "res_partner_update",
        () => ({ ids: [customer], values: { active: "no" } }),
        /active: expected true or false/,
      ],
      [
        "a bare date for a time",
        "sale_order_create",
        () => ({ values: { partner_id: customer, date_order: "2026-01-01" } }),
        /date_order: expected "2026-03-01T09:30:00Z"/,
      ],
      [
        "a wrong field in a line",
        "sale_order_create",
        () => ({ values: { partner_id: customer, order_line: { create: [{ product_idd: product }] } } }),
        /"product_idd" on sale\.order\.line.*order_line\.create\[0\]/,
      ],
      ["no ids", "res_partner_update", () => ({ ids: [], values: { name: "x" } }), /ids: expected at least one id/],
      [
        "nothing to change",
        "res_partner_update",
        () => ({ ids: [customer], values: {} }),
        /at least one field to change/,
      ],
    ])("refuse %s before Odoo is asked", async (_, tool, args, message) => {
      const refusal = await odoo.refused(tool, args());
      expect(refusal).toMatchObject({ category: "validation", outcome: "not_applied", retryable: false });
      expect(refusal.message).toMatch(message);
      expect(refusal.message).toMatch(/Nothing was written\.$/);
    });

    it.each<[string, Json, RegExp]>([
      [
        "an unknown field in the domain",
        { domain: [["stat", "=", "sale"]] },
        /domain\[0\]: unknown field "stat".*"state"/,
      ],
      [
        "a value that no order can have",
        { domain: [["state", "=", "sold"]] },
        /domain\[0\]: "state" = expected one of "draft"/,
      ],
      [
        "an operator Odoo does not know",
        { domain: [["name", "contains", "x"]] },
        /no operator "contains"\. Did you mean "ilike"/,
      ],
      ["a domain that is no list", { domain: "everything of 2026" }, /domain: expected a list of terms/],
      ["a domain that lacks a term", { domain: ["|", ["name", "=", "x"]] }, /lacks 1 term/],
      ["an unknown field to return", { domain: [], fields: ["amount"] }, /Unknown field "amount"/],
      ["an order by a computed field", { domain: [], order: "activity_summary desc" }, /cannot sort by it/],
      ["a limit of 0, which Odoo takes for all", { domain: [], limit: 0 }, /limit/],
      ["an argument it does not have", { domain: [], where: "x" }, /Unknown argument "where"/],
    ])("refuse a search with %s", async (_, args, message) => {
      const refusal = await odoo.refused("sale_order_search", args);
      expect(refusal.category).toBe("validation");
      expect(refusal.message).toMatch(message);
    });
  });

  describe("generic tools", () => {
    it("serve a model that has no typed tools", async () => {
      const created = await odoo.call("create_record", { model: "res.partner.category", values: { name: "generic" } });
      expect(created).toEqual({ id: expect.any(Number), display_name: "generic", link: expect.any(String) });
      const { id } = created as { id: number };
      await odoo.call("update_record", { model: "res.partner.category", id, values: { color: 3 } });
      expect(
        await odoo.call("read_records", {
          model: "res.partner.category",
          ids: [id],
          fields: ["name", "color", "parent_id"],
        }),
      ).toEqual({
        records: [{ id, name: "generic", color: 3, parent_id: null }],
        missing: [],
      });
      const domain = [["id", "=", id]];
      expect(await odoo.call("search_records", { model: "res.partner.category", domain })).toMatchObject({ total: 1 });
      expect(await odoo.call("search_count", { model: "res.partner.category", domain })).toEqual({ count: 1 });
      expect(await odoo.call("delete_records", { model: "res.partner.category", ids: [id] })).toEqual({ ids: [id] });
    });

    it("create several records in one transaction: all, or none", async () => {
      const rows = [{ name: "bulk one" }, { name: "bulk two" }];
      const { ids } = (await odoo.call("create_records", { model: "res.partner.category", records: rows })) as {
        ids: number[];
      };
      const made = await records("read_records", { model: "res.partner.category", ids, fields: ["name"] });
      expect(made.map(({ name }) => name)).toEqual(["bulk one", "bulk two"]);
      await odoo.call("delete_records", { model: "res.partner.category", ids });

      // The second fails in Odoo itself: an order needs a partner that exists.
      const lost = [
        { name: "rolled back", partner_id: customer },
        { name: "x", partner_id: 999_999 },
      ];
      await odoo.refused("create_records", { model: "crm.lead", records: lost });
      expect(await odoo.call("search_count", { model: "crm.lead", domain: [["name", "=", "rolled back"]] })).toEqual({
        count: 0,
      });
    });

    it("describe fields, metadata and models", async () => {
      const { fields } = (await odoo.call("get_fields", { model: "sale.order", fields: ["state", "partner_id"] })) as {
        fields: Json;
      };
      expect(fields).toMatchObject({
        state: { type: "selection", readonly: true, selection: expect.objectContaining({ draft: "Quotation" }) },
        partner_id: { type: "many2one", required: true, relation: "res.partner" },
      });
      const [metadata] = await records("get_metadata", { model: "res.partner", ids: [customer] });
      expect(metadata).toMatchObject({
        id: customer,
        create_uid: { name: expect.any(String) },
        create_date: expect.stringMatching(/T.*Z$/),
      });
      const { models } = (await odoo.call("list_models", { query: "s" })) as { models: Json[] };
      const can = expect.stringContaining("search");
      expect(models).toContainEqual(
        expect.objectContaining({
          model: "sale.order",
          typed: true,
          can,
          steps: expect.arrayContaining(["action_confirm", "create_invoice"]),
          dialogues: expect.arrayContaining(["create_invoice"]),
        }),
      );
      expect(models).toContainEqual(expect.objectContaining({ model: "res.country", label: expect.any(String) }));
      const bills = (await odoo.call("list_models", { query: "vendor bill" })) as { models: Json[] };
      expect(bills.models[0]).toMatchObject({ model: "account.move" });
    });

    it("refuse private methods and those that are no workflow", async () => {
      for (const signal of ["_compute_display_name", "sudo", "unlink", "write", "button_immediate_install", "a b"]) {
        const refusal = await odoo.refused("execute_workflow", { model: "res.partner", id: customer, signal });
        expect(refusal.category, signal).toBe("forbidden");
      }
    });

    it("name the nearest model for a misspelt one", async () => {
      const refusal = await odoo.refused("read_records", { model: "sale.ordr", ids: [1] });
      expect(refusal).toMatchObject({
        category: "not_found",
        message: expect.stringContaining('Did you mean "sale.order"'),
      });
    });

    it("tell a missing record", async () => {
      const refusal = await odoo.refused("update_record", { model: "res.partner", id: 999_999, values: { name: "x" } });
      expect(refusal).toMatchObject({ category: "not_found", outcome: "not_applied" });
    });
  });
});
