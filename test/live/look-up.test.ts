import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Client } from "../../src/odoo/client.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import type { Json } from "../support/mcp.js";
import { askingOnce, openTools, type Tools } from "./in-process.js";
import { describeSandbox } from "./odoos.js";

// Names into ids, by the search of a real Odoo.

const GENERATED = fileURLToPath(new URL("../../generated", import.meta.url));
const TAG = "res.partner.category";
const EMAIL = "xqz@zqx.example";

describeSandbox("looks up its demo data", "look_up", ({ admin, demo }) => {
  const stamp = `looked up ${Date.now()}`;
  const over = askingOnce();
  let tools: Tools;
  let odoo: Client;
  let company: number;
  let contact: number;
  let product: number;
  let tags: number[];

  beforeAll(async () => {
    tools = await openTools(GENERATED, admin, { over });
    odoo = tools.client;
    [company = 0] = await odoo.create("res.partner", [{ name: `${stamp} Ltd`, is_company: true }]);
    [contact = 0] = await odoo.create("res.partner", [{ name: `${stamp} Jane`, parent_id: company, email: EMAIL }]);
    [product = 0] = await odoo.create("product.product", [{ name: `${stamp} stand`, default_code: "LOOK_1%" }]);
    const names = [`${stamp} 15%`, `${stamp} twice`, `${stamp.toUpperCase()} TWICE`];
    const many = Array.from({ length: 45 }, (_, index) => `${stamp} 15% of ${index}`);
    tags = await odoo.create(
      TAG,
      [...many, ...names].map((name) => ({ name })),
    );
  });
  afterAll(async () => {
    await odoo.unlink(TAG, tags);
    await odoo.unlink("product.product", [product]);
    await odoo.unlink("res.partner", [contact, company]);
    await closeConnections();
  });

  const lookUp = async (names: readonly (readonly [model: string, name: string])[], more: Json = {}, by = tools) => {
    const answered = await by.call("look_up", { names: names.map(([model, name]) => ({ model, name })), ...more });
    return answered.names as Json[];
  };

  const nearest = (answer: Json | undefined) => ((answer?.nearest ?? []) as Json[])[0];

  it("finds records by what is displayed and by their own names, whatever the case", async () => {
    const names = [
      ["res.country", "belgium"],
      ["res.partner", `${stamp} Ltd`],
      ["res.partner", `${stamp} LTD, ${stamp} Jane`],
      ["res.partner", `${stamp} jane`],
      ["product.product", `[LOOK_1%] ${stamp} stand`],
      ["product.product", `${stamp} Stand`],
      ["product.template", `[LOOK_1%] ${stamp} stand`],
      ["res.country.state", "Alabama (US)"],
    ] as const;
    const answered = await lookUp(names);
    expect(answered.map(({ model, name }) => [model, name])).toEqual(names);
    const [country, ...others] = answered;
    expect(country).toMatchObject({ id: expect.any(Number), display_name: "Belgium" });
    expect(others).toMatchObject([
      { id: company, display_name: `${stamp} Ltd` },
      { id: contact, display_name: `${stamp} Ltd, ${stamp} Jane` },
      { id: contact },
      { id: product },
      { id: product },
      { id: expect.any(Number), display_name: `[LOOK_1%] ${stamp} stand` },
      { id: expect.any(Number), display_name: "Alabama (US)" },
    ]);
  });

  it("tells several of one name, and the one of a name that many others hold", async () => {
    const [one, two] = tags.slice(-2);
    const [twice, among, part] = await lookUp([
      [TAG, `${stamp} twice`],
      [TAG, `${stamp} 15%`],
      [TAG, `${stamp} 15`],
    ]);
    const ids = ((twice?.candidates ?? []) as { id: number }[]).map(({ id }) => id);
    expect(ids.toSorted((a, b) => a - b)).toEqual([one, two]);
    expect(among).toMatchObject({ id: tags.at(-3), display_name: `${stamp} 15%` });
    expect(part).toMatchObject({ more: true });
    expect(part?.nearest).toHaveLength(5);
  });

  it("tells the nearest of a name that none has", async () => {
    const [country, partner, none] = await lookUp([
      ["res.country", "Belgum"],
      ["res.partner", `${stamp} Ltd Incorporated`],
      ["res.country", "Zzyzx'); --"],
    ]);
    expect(nearest(country)).toMatchObject({ display_name: "Belgium" });
    expect(nearest(partner)).toMatchObject({ id: company });
    expect(none).toMatchObject({ nearest: [] });
  });

  it("finds no archived record, and none outside the policy's domain", async () => {
    await odoo.write(TAG, tags.slice(-1), { active: false });
    expect(await lookUp([[TAG, `${stamp} twice`]])).toMatchObject([{ id: tags.at(-2) }]);
    const policy = { [TAG]: { domain: [["name", "not ilike", "twice"]] } };
    const limited = await openTools(GENERATED, admin, { policy, over });
    expect(await lookUp([[TAG, `${stamp} 15%`]], {}, limited)).toMatchObject([{ id: tags.at(-3) }]);
    const [hidden] = await lookUp([[TAG, `${stamp} twice`]], {}, limited);
    expect(hidden).not.toHaveProperty("id");
    expect(hidden?.nearest).not.toContainEqual(expect.objectContaining({ id: tags.at(-2) }));
  });

  it("does not find a partner by an address that the policy closes", async () => {
    const closed = await openTools(GENERATED, admin, { policy: { "res.partner": { denyFields: ["email"] } }, over });
    const names = [
      ["res.partner", EMAIL],
      ["res.partner", `${stamp} jane`],
    ] as const;
    expect(await lookUp(names)).toMatchObject([{ nearest: [{ id: contact }] }, { id: contact }]);
    expect(await lookUp(names, {}, closed)).toMatchObject([{ nearest: [] }, { id: contact }]);
  });

  it("answers the names of other models where one is refused, unknown, or not the user's", async () => {
    const names = [
      ["res.users.apikeys", "x"],
      ["res.contry", "Belgium"],
      ["res.country", "Belgium"],
    ] as const;
    const [secret, unknown, country] = await lookUp(names);
    expect(secret?.error).toMatchObject({ category: "forbidden", rule: expect.stringContaining("credentials") });
    expect(unknown?.error).toMatchObject({ category: "not_found", message: expect.stringContaining("res.contry") });
    expect(country).toMatchObject({ display_name: "Belgium" });
    const ordinary = await openTools(GENERATED, demo);
    const [rules, again] = await lookUp([["ir.cron", "x"], names[2]], {}, ordinary);
    expect(rules?.error).toMatchObject({ category: "forbidden" });
    expect(again).toMatchObject({ display_name: "Belgium" });
  });
});
