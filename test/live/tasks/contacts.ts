import { expect, it } from "vitest";
import type { Json } from "../../support/mcp.js";
import { type Desk, idOf, only } from "./desk.js";

export function contacts({ assistant, made, of, one }: Desk): void {
  it("1: makes a company customer with VAT, country, terms, a tag, an invoice and a delivery contact", async () => {
    const [country, terms, tag] = await assistant().lookUp(
      ["res.country", "Belgium"],
      ["account.payment.term", "30 Days"],
      ["res.partner.category", "Services"],
    );
    const { id } = await assistant().call("res_partner_create", {
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
    expect(assistant().calls.length).toBeLessThanOrEqual(5);

    const fields = ["is_company", "vat", "country_id", "property_payment_term_id", "category_id"];
    const company = await one("res.partner", id, fields);
    expect(company).toMatchObject({ is_company: true, vat: "BE0477472701", category_id: [tag] });
    expect(idOf(company.country_id)).toBe(country);
    expect(await one("account.payment.term", idOf(company.property_payment_term_id), ["name"])).toMatchObject({
      name: "30 Days",
    });
    expect(await of("res.partner", [["parent_id", "=", id]], ["name", "type", "email", "city"])).toMatchObject([
      { name: "Task 1 Books", type: "invoice", email: "books@task1.example" },
      { name: "Task 1 Dock", type: "delivery", city: "Gent" },
    ]);
  });

  it("15: imports 60 contacts under one company, and makes none twice in a second run", async () => {
    const rows = Array.from({ length: 60 }, (_, at) => ({
      name: `Task 15 Person ${at + 1}`,
      email: `person${at + 1}@task15.example`,
    }));
    const run = () =>
      assistant().call("res_partner_create", {
        values: { name: "Task 15 Imports", company_type: "company", child_ids: { create: rows } },
        idempotency_key: "contacts of Task 15 Imports",
      });
    const first = await run();
    expect(await run()).toMatchObject({ id: first.id });
    expect(assistant().calls.length).toBeLessThanOrEqual(3);

    const people = await of("res.partner", [["name", "=like", "Task 15 Person %"]], ["name", "email", "parent_id"]);
    expect(people.map(({ name, email }) => ({ name, email }))).toEqual(rows);
    for (const { parent_id } of people) expect(idOf(parent_id)).toBe(first.id);
    expect(await of("res.partner", [["name", "=", "Task 15 Imports"]], ["name"])).toHaveLength(1);
  });

  it("18: finds two contacts with one e-mail, and merges them", async () => {
    const email = "twin@task18.example";
    const kept = await made("res.partner", { name: "Task 18 Twin", email, phone: "+32 2 000 00 18" });
    const other = await made("res.partner", { name: "Task 18 Twin again", email, city: "Gent" });
    const child = await made("res.partner", { name: "Task 18 Child", parent_id: other, type: "other" });

    const { groups } = await assistant().call("aggregate_records", {
      model: "res.partner",
      domain: [["email", "ilike", "@task18.example"]],
      group_by: ["email"],
      having: [["count", ">=", 2]],
    });
    const twice = only(groups as Json[]).email;
    const { records } = await assistant().call("res_partner_search", {
      domain: [["email", "=", twice]],
      fields: ["name", "email", "create_date"],
      order: "id",
    });
    const ids = (records as { id: number }[]).map(({ id }) => id);
    await assistant().call("res_partner_merge", { ids, values: { dst_partner_id: ids[0] } });
    expect(assistant().calls.length).toBeLessThanOrEqual(4);
    expect(assistant().asked).toHaveLength(1);

    expect(await of("res.partner", [["email", "=", email]], ["name", "phone", "city"])).toMatchObject([
      { id: kept, name: "Task 18 Twin", phone: "+32 2 000 00 18", city: "Gent" },
    ]);
    expect(idOf((await one("res.partner", child, ["parent_id"])).parent_id)).toBe(kept);
  });
}
