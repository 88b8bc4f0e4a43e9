import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { generatedFiles } from "../../../codegen/commands/generate.js";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import { serializeSchema } from "../../../src/odoo/schema/snapshot.js";
import { modelSource } from "../../../src/tools/call/model-source.js";
import { type Generated, openGenerated } from "../../../src/tools/generated/folder.js";
import { valueSource } from "../../../src/tools/generated/value-source.js";
import { UNRESTRICTED } from "../../../src/tools/policy/unrestricted.js";
import { configWith, fakeClient, fieldWith, odooError, temporaryFolder, writeFiles } from "../../support/fixtures.js";
import { ORDERS } from "./orders.js";

let generated: Generated;
let remove: () => Promise<void>;

beforeAll(async () => {
  const { folder, ...made } = await temporaryFolder();
  remove = made.remove;
  vi.stubEnv("XDG_CACHE_HOME", join(folder, "cache"));
  const files = generatedFiles(ORDERS, configWith({ "*": {} }));
  await writeFiles(folder, [...files, { path: "schema.json", text: serializeSchema(ORDERS) }]);
  generated = openGenerated(folder);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await remove();
});

describe("valueSource", () => {
  const product = { name: fieldWith(), total: fieldWith({ readonly: true }) };

  async function source(answers: Partial<Client> = {}) {
    const client = fakeClient({ fieldsGet: async () => product, ...answers });
    return valueSource(generated, modelSource(generated.schema(), client, UNRESTRICTED));
  }

  it("checks a model's values by its generated module", async () => {
    const { create, update } = await (await source())("a.order");
    expect(await create.parseAsync({ partner_id: 3, state: "sale" })).toEqual({ partner_id: 3, state: "sale" });
    expect((await create.safeParseAsync({ state: "sale" })).error?.issues[0]?.path).toEqual(["partner_id"]);
    expect((await create.safeParseAsync({ partner_id: 3, state: "sold" })).success).toBe(false);
    expect((await create.safeParseAsync({ partner_id: 3, total: 1 })).success).toBe(false);
    expect((await update.safeParseAsync({ state: "draft" })).success).toBe(true);
    expect((await update.safeParseAsync({})).success).toBe(false);
  });

  it("requires a field unless the one is given that fills it", async () => {
    const { create } = await (await source())("a.line");
    expect((await create.safeParseAsync({ order_id: 1 })).success).toBe(false);
    expect((await create.safeParseAsync({ order_id: 1, name: "x" })).success).toBe(true);
    expect((await create.safeParseAsync({ order_id: 1, product_id: 2 })).success).toBe(true);
  });

  it("checks lines by the line model's module, without the field that points back", async () => {
    const { create } = await (await source())("a.order");
    const created = await create.parseAsync({ partner_id: 3, line_ids: { create: [{ product_id: 2 }] } });
    expect(created).toEqual({ partner_id: 3, line_ids: [[0, 0, { product_id: 2 }]] });
    const refused = await create.safeParseAsync({ partner_id: 3, line_ids: { create: [{ price: 2 }] } });
    expect(refused.error?.issues[0]?.path.slice(0, 3)).toEqual(["line_ids", "create", 0]);
  });

  it("checks the values of a model without a module by the fields that Odoo tells", async () => {
    const { create } = await (await source())("a.product");
    expect(await create.parseAsync({ name: "Chair" })).toEqual({ name: "Chair" });
    expect((await create.safeParseAsync({ total: 1 })).success).toBe(false);
  });

  it("builds each model's check once", async () => {
    const resolve = await source();
    expect(await resolve("a.order")).toBe(await resolve("a.order"));
    expect(await resolve("a.product")).toBe(await resolve("a.product"));
  });

  it("does not keep a failure", async () => {
    let asked = 0;
    const fieldsGet = async () => {
      if (++asked === 1) throw new OdooError("unavailable", "gone");
      return product;
    };
    const resolve = await source({ fieldsGet });
    await expect(resolve("a.product")).rejects.toThrow(odooError("unavailable", "gone"));
    expect((await (await resolve("a.product")).create.safeParseAsync({ name: "Chair" })).success).toBe(true);
  });
});
