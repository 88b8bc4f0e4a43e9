import { readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Client, createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import type { RawRecord } from "../../src/odoo/schema/raw.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import { CONFIG_FILE } from "../support/fixtures.js";
import type { Json } from "../support/mcp.js";
import { type Assistant, startAssistant } from "./assistant.js";
import { describeSandbox } from "./odoos.js";
import { generatedFolder } from "./shared.js";

// What people ask of an assistant that knows the tools alone: it finds every id by name or search, and takes no more calls
// than a task may. What came of it is read from Odoo by a client of the test.

/** Of the tasks that the repository's own config has no tools for. */
const OTHER_CONFIG = JSON.stringify({
  models: { "calendar.event": {}, "product.template": {}, "purchase.order": { buttons: ["button_confirm"] } },
});

const ZONE = "Europe/Brussels";

/** A day so many days from now. */
const dayFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** The Monday of next year from which four weeks see the clocks of Europe set forward. */
function mondayInMarch(): string {
  const day = new Date(Date.UTC(new Date().getUTCFullYear() + 1, 2, 15));
  while (day.getUTCDay() !== 1) day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString().slice(0, 10);
}

/** A time as Odoo holds it, on the clocks of the zone. */
const onClocks = (stored: unknown) =>
  new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE, dateStyle: "short", timeStyle: "short" }).format(
    new Date(`${String(stored).replace(" ", "T")}Z`),
  );

/** A many2one's id, as Odoo gives it. */
const idOf = (value: unknown) => (Array.isArray(value) ? Number(value[0]) : undefined);

describeSandbox("leaves records behind", "an assistant", (instance) => {
  const { admin } = instance;
  let odoo: Client;
  let restore: () => Promise<void>;

  const made = async (model: string, values: Json) => (await odoo.create(model, [values as never]))[0] ?? 0;
  const of = (model: string, domain: unknown[], fields: string[], order = "id") =>
    odoo.searchRead(model, domain as never, fields, { limit: 100, order }, { context: { active_test: false } });
  const one = async (model: string, id: unknown, fields: string[]): Promise<RawRecord> =>
    (await odoo.read(model, [Number(id)], fields))[0] ?? { id: 0 };
  const named = async (model: string, id: unknown) => (await one(model, id, ["name"])).name;

  beforeAll(async () => {
    odoo = createClient(await connect(readSettings({ ...admin, ODOO_WIRE: "jsonrpc" })));
    const { uid } = odoo.user;
    const { tz } = await one("res.users", uid, ["tz"]);
    await odoo.write("res.users", [uid], { tz: ZONE });
    restore = () => odoo.write("res.users", [uid], { tz: tz ?? false });
  });
  afterAll(async () => {
    await restore?.();
    await closeConnections();
  });

  describe("with the repository's own tools", () => {
    let assistant: Assistant;

    beforeAll(async () => {
      assistant = await startAssistant(admin, await generatedFolder(instance, readFileSync(CONFIG_FILE, "utf8")));
    });
    beforeEach(() => assistant.begin());
    afterAll(() => assistant?.close());

    it("1: makes a company customer with VAT, country, terms, a tag, an invoice and a delivery contact", async () => {
      const [country, terms, tag] = await assistant.lookUp(
        ["res.country", "Belgium"],
        ["account.payment.term", "30 Days"],
        ["res.partner.category", "Services"],
      );
      const { id } = await assistant.call("res_partner_create", {
        values: {
          name: "Task 1 Brasserie",
          company_type: "company",
          vat: "BE0477472701",
          country_id: country,
          property_payment_term_id: terms,
          category_id: { link: [tag] },
          child_ids: {
            create: [
              { name: "Task 1 Books", type: "invoice", email: "books@task1.example" },
              { name: "Task 1 Dock", type: "delivery", city: "Gent" },
            ],
          },
        },
      });
      expect(assistant.calls.length).toBeLessThanOrEqual(5);

      const fields = ["is_company", "vat", "country_id", "property_payment_term_id", "category_id", "child_ids"];
      const company = await one("res.partner", id, fields);
      expect(company).toMatchObject({ is_company: true, vat: "BE0477472701" });
      expect(idOf(company.country_id)).toBe(country);
      expect(await named("account.payment.term", idOf(company.property_payment_term_id))).toBe("30 Days");
      expect(company.category_id).toEqual([tag]);
      expect(await of("res.partner", [["parent_id", "=", id]], ["name", "type", "email", "city"])).toMatchObject([
        { name: "Task 1 Books", type: "invoice", email: "books@task1.example" },
        { name: "Task 1 Dock", type: "delivery", city: "Gent" },
      ]);
    });

    it("2: makes a quotation with a section, a discount, a service and a note, and confirms it", async () => {
      await made("res.partner", { name: "Task 2 Brewers", is_company: true });
      await made("product.product", { name: "Task 2 Barrel", type: "consu", list_price: 100, taxes_id: [[6, 0, []]] });
      await made("product.product", {
        name: "Task 2 Tasting",
        type: "service",
        list_price: 50,
        taxes_id: [[6, 0, []]],
      });
      const validity = dayFromNow(30);

      const [customer, product, service] = await assistant.lookUp(
        ["res.partner", "Task 2 Brewers"],
        ["product.product", "Task 2 Barrel"],
        ["product.product", "Task 2 Tasting"],
      );
      // Odoo's form hides it from users without discounts, and so does the tool.
      if (!assistant.shows("sale_order_create", "discount", "order_line")) {
        const told = await assistant.call("get_fields", { model: "sale.order.line", fields: ["discount"] });
        expect(told.fields).toMatchObject({ discount: { type: "float" } });
      }
      const order_line = {
        create: [
          { display_type: "line_section", name: "For the feast" },
          { product_id: product, product_uom_qty: 4, discount: 10 },
          { product_id: service, product_uom_qty: 2 },
          { display_type: "line_note", name: "Barrels come back." },
        ],
      };
      const values = { partner_id: customer, client_order_ref: "FEAST 7", validity_date: validity, order_line };
      const { id } = await assistant.call("sale_order_create", { values });
      expect(await assistant.call("sale_order_action_confirm", { ids: [id] })).toMatchObject({ done: true });
      expect(assistant.calls.length).toBeLessThanOrEqual(5);

      const fields = ["state", "partner_id", "client_order_ref", "validity_date", "amount_untaxed"];
      const order = await one("sale.order", id, fields);
      expect(order).toMatchObject({ state: "sale", client_order_ref: "FEAST 7", validity_date: validity });
      expect(order.amount_untaxed).toBeCloseTo(4 * 90 + 2 * 50);
      expect(idOf(order.partner_id)).toBe(customer);
      const columns = ["display_type", "name", "product_uom_qty", "discount", "price_unit"];
      expect(await of("sale.order.line", [["order_id", "=", id]], columns, "sequence, id")).toMatchObject([
        { display_type: "line_section", name: "For the feast" },
        { display_type: false, product_uom_qty: 4, discount: 10, price_unit: 100 },
        { display_type: false, product_uom_qty: 2, discount: 0, price_unit: 50 },
        { display_type: "line_note", name: "Barrels come back." },
      ]);
    });

    // A stage with an e-mail template is another matter: Odoo then writes to the customer by itself, and nobody is asked.
    it("7: makes a task with deadline, assignee, tag, hours, stage and two subtasks, and e-mails no customer", async () => {
      const customer = await made("res.partner", { name: "Task 7 Client", email: "client@task7.example" });
      const project = await made("project.project", {
        name: "Task 7 Cellar",
        partner_id: customer,
        privacy_visibility: "portal",
      });
      await made("project.task.type", { name: "Task 7 Digging", project_ids: [[6, 0, [project]]] });
      // The customer follows the project, as where it is shared with them.
      const shared = [
        ["default", "=", true],
        ["internal", "=", false],
        ["res_model", "in", [false, "project.project"]],
      ];
      const subtypes = (await of("mail.message.subtype", shared, ["name"])).map(({ id }) => id);
      await made("mail.followers", {
        res_model: "project.project",
        res_id: project,
        partner_id: customer,
        subtype_ids: [[6, 0, subtypes]],
      });
      const deadline = dayFromNow(14);

      const [inProject, user, tag, stage, client] = await assistant.lookUp(
        ["project.project", "Task 7 Cellar"],
        ["res.users", "Marc Demo"],
        ["project.tags", "Bug"],
        ["project.task.type", "Task 7 Digging"],
        ["res.partner", "Task 7 Client"],
      );
      const shows = (field: string) => assistant.shows("project_task_create", field);
      const hours = instance.series === "14" ? "planned_hours" : "allocated_hours";
      // A form without time sheets hides it, and so does the tool.
      if (!shows(hours)) await assistant.call("get_fields", { model: "project.task", fields: [hours] });
      const values = {
        name: "Dig the cellar",
        project_id: inProject,
        partner_id: client,
        stage_id: stage,
        tag_ids: { link: [tag] },
        date_deadline:
          assistant.format("project_task_create", "date_deadline") === "date" ? deadline : `${deadline}T16:00:00Z`,
        ...(shows("user_ids") ? { user_ids: { link: [user] } } : { user_id: user }),
      };
      const extra = { [hours]: 6 };
      const subtasks = [{ name: "Measure" }, { name: "Carry away" }];
      const inOne = shows("child_ids") ? { child_ids: { create: subtasks } } : {};
      const { id } = await assistant.call("project_task_create", { values: { ...values, ...inOne }, extra });
      if (!shows("child_ids")) {
        const records = subtasks.map((subtask) => ({ ...subtask, project_id: inProject, parent_id: id }));
        await assistant.call("create_records", { model: "project.task", records });
      }
      expect(assistant.calls.length).toBeLessThanOrEqual(4);

      const fields = ["date_deadline", "stage_id", "tag_ids", "project_id", hours];
      const assigned = shows("user_ids") ? "user_ids" : "user_id";
      const task = await one("project.task", id, [...fields, assigned]);
      expect(String(task.date_deadline)).toContain(deadline);
      expect(task[hours]).toBe(6);
      expect([idOf(task.stage_id), idOf(task.project_id), task.tag_ids]).toEqual([stage, project, [tag]]);
      expect(assigned === "user_ids" ? task.user_ids : [idOf(task.user_id)]).toEqual([user]);
      const parts = await of("project.task", [["parent_id", "=", id]], ["name"]);
      expect(parts).toMatchObject(subtasks);

      const messages = [
        ["model", "=", "project.task"],
        ["res_id", "in", [id, ...parts.map((part) => part.id)]],
      ];
      const told = (await of("mail.message", messages, ["subject"])).map((message) => message.id);
      expect(told.length).toBeGreaterThan(0);
      const notices = [
        ["mail_message_id", "in", told],
        ["res_partner_id", "=", customer],
      ];
      const mailed = await of("mail.notification", notices, ["notification_type", "mail_message_id"]);
      const sent = await of("mail.mail", [["recipient_ids", "in", [customer]]], ["subject"]);
      expect({ mailed, sent }).toEqual({ mailed: [], sent: [] });
    });

    it("19: makes a balanced entry of three lines, posts and reverses it", async () => {
      const [rent, salaries, equipment] = await assistant.lookUp(
        ["account.account", "Rent"],
        ["account.account", "Salary Expenses"],
        ["account.account", "Purchase of Equipments"],
      );
      const lines = [
        { account_id: rent, name: "the hall", debit: 100 },
        { account_id: salaries, name: "the guard", debit: 50 },
        { account_id: equipment, name: "the tent", credit: 150 },
      ];
      const { id } = await assistant.call("account_move_create", {
        values: { move_type: "entry", ref: "Task 19", line_ids: { create: lines } },
      });
      await assistant.call("account_move_action_post", { ids: [id] });
      expect(assistant.calls.length).toBeLessThanOrEqual(4 - 1);
      const reversed = await assistant.call("account_move_action_reverse", {
        ids: [id],
        values: { reason: "not ours" },
      });
      expect(reversed).toMatchObject({ done: true, made: [{ model: "account.move" }] });
      expect(assistant.calls.length).toBeLessThanOrEqual(4);

      const columns = ["account_id", "debit", "credit"];
      const entry = async (move: unknown) =>
        (await of("account.move.line", [["move_id", "=", move]], columns)).map((line) => [
          idOf(line.account_id),
          line.debit,
          line.credit,
        ]);
      expect(await one("account.move", id, ["state", "move_type"])).toMatchObject({
        state: "posted",
        move_type: "entry",
      });
      expect(await entry(id)).toEqual([
        [rent, 100, 0],
        [salaries, 50, 0],
        [equipment, 0, 150],
      ]);
      const [reversal, ...others] = await of("account.move", [["reversed_entry_id", "=", id]], ["state", "ref"]);
      expect(others).toEqual([]);
      expect(reversal).toMatchObject({ state: "posted", ref: expect.stringContaining("not ours") });
      expect(await entry(reversal?.id)).toEqual([
        [rent, 0, 100],
        [salaries, 0, 50],
        [equipment, 150, 0],
      ]);
    });
  });

  describe("with tools of other models", () => {
    let assistant: Assistant;

    beforeAll(async () => {
      assistant = await startAssistant(admin, await generatedFolder(instance, OTHER_CONFIG));
    });
    beforeEach(() => assistant.begin());
    afterAll(() => assistant?.close());

    // Without "no invitation sent": Odoo's form sends it by itself to attendees of what is to come, and has no field against it.
    it("8: makes a meeting every week, four times, with an attendee, on the user's clocks; a person is asked", async () => {
      const attendee = await made("res.partner", { name: "Task 8 Guest", email: "guest@task8.example" });
      const user = await named("res.users", odoo.user.uid);
      const monday = mondayInMarch();

      const [guest] = await assistant.lookUp(["res.partner", "Task 8 Guest"]);
      const domain = [["name", "=", user]];
      const { records } = await assistant.call("search_records", { model: "res.users", domain, fields: ["tz"] });
      expect(records).toMatchObject([{ tz: ZONE }]);
      const shows = (field: string) => assistant.shows("calendar_event_create", field);
      const values = {
        name: "Task 8 Weekly",
        // Nine o'clock in Brussels, in winter.
        start: `${monday}T09:00:00+01:00`,
        ...(shows("stop") ? { stop: `${monday}T10:00:00+01:00` } : { duration: 1 }),
        partner_ids: { link: [guest] },
        recurrency: true,
        [shows("rrule_type_ui") ? "rrule_type_ui" : "rrule_type"]: "weekly",
        [shows("mon") ? "mon" : "mo"]: true,
        end_type: "count",
        count: 4,
      };
      await assistant.call("calendar_event_create", { values });
      expect(assistant.calls.length).toBeLessThanOrEqual(3);
      expect(assistant.asked).toEqual([expect.stringContaining("it may send something to people (calendar.event)")]);

      const events = await of(
        "calendar.event",
        [["name", "=", "Task 8 Weekly"]],
        ["start", "stop", "partner_ids"],
        "start",
      );
      const expected = [0, 7, 14, 21].map((days) => {
        const day = new Date(Date.parse(monday) + days * 86_400_000).toISOString().slice(0, 10);
        return [`${day} 09:00`, `${day} 10:00`];
      });
      expect(events.map(({ start, stop }) => [onClocks(start), onClocks(stop)])).toEqual(expected);
      for (const { partner_ids } of events) expect(partner_ids).toContain(attendee);
    });

    it("9, as far as its confirmation: makes a purchase order with the vendor's terms and confirms it", async () => {
      const [terms] = await of("account.payment.term", [["name", "=", "30 Days"]], ["name"]);
      const vendor = await made("res.partner", {
        name: "Task 9 Timber",
        is_company: true,
        property_supplier_payment_term_id: terms?.id,
      });
      await made("product.product", { name: "Task 9 Plank", type: "consu" });

      const [from, product] = await assistant.lookUp(
        ["res.partner", "Task 9 Timber"],
        ["product.product", "Task 9 Plank"],
      );
      const order_line = { create: [{ product_id: product, product_qty: 5, price_unit: 12 }] };
      const values = { partner_id: from, partner_ref: "T-9", order_line };
      const { id } = await assistant.call("purchase_order_create", { values });
      await assistant.call("purchase_order_button_confirm", { ids: [id] });
      expect(assistant.calls.length).toBeLessThanOrEqual(3);

      const fields = ["state", "partner_id", "partner_ref", "payment_term_id", "amount_untaxed"];
      const order = await one("purchase.order", id, fields);
      expect(order).toMatchObject({ state: "purchase", partner_ref: "T-9", amount_untaxed: 60 });
      expect([idOf(order.partner_id), idOf(order.payment_term_id)]).toEqual([vendor, terms?.id]);
    });

    it("10: makes a product with two attributes, four variants, one value costing more", async () => {
      const [color, legs, white, black, steel, aluminium] = await assistant.lookUp(
        ["product.attribute", "Color"],
        ["product.attribute", "Legs"],
        ["product.attribute.value", "White"],
        ["product.attribute.value", "Black"],
        ["product.attribute.value", "Steel"],
        ["product.attribute.value", "Aluminium"],
      );
      const attribute_line_ids = {
        create: [
          { attribute_id: color, value_ids: { link: [white, black] } },
          { attribute_id: legs, value_ids: { link: [steel, aluminium] } },
        ],
      };
      const { id } = await assistant.call("product_template_create", {
        values: { name: "Task 10 Trestle", list_price: 100, attribute_line_ids },
      });
      const model = "product.template.attribute.value";
      const domain = [
        ["product_tmpl_id", "=", id],
        ["name", "=", "Aluminium"],
      ];
      const found = await assistant.call("search_records", { model, domain, fields: ["name", "price_extra"] });
      const [dearer] = found.records as Json[];
      await assistant.call("update_record", { model, id: dearer?.id, values: { price_extra: 25 } });
      expect(assistant.calls.length).toBeLessThanOrEqual(5);

      const variants = await of("product.product", [["product_tmpl_id", "=", id]], ["display_name", "lst_price"]);
      const prices = variants.map(({ display_name, lst_price }) => [String(display_name), lst_price] as const);
      expect(prices.length).toBe(4);
      for (const [name, price] of prices) expect([name, price]).toEqual([name, /Aluminium/.test(name) ? 125 : 100]);
      expect(prices.filter(([name]) => /Aluminium/.test(name)).length).toBe(2);
    });
  });
});
