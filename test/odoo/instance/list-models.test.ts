import { describe, expect, it } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import { listModels } from "../../../src/odoo/instance/list-models.js";
import { fakeClient } from "../../support/fixtures.js";
import { ticks } from "../../support/ticks.js";

const forbidden = () => Promise.reject(new OdooError("forbidden", "No right."));
const row = (model: string, more: object = {}) => ({
  id: 1,
  model,
  name: `Label of ${model}`,
  transient: false,
  ...more,
});
const info = (model: string, transient = false) => ({ model, label: `Label of ${model}`, transient });

/** Answers `ir.model` where it is asked with these fields beside the usual ones, and refuses it otherwise. */
const irModel =
  (extra: string[], rows: object[]): Client["searchRead"] =>
  (model, domain, fields) => {
    expect([model, domain]).toEqual(["ir.model", []]);
    return fields.slice(3).join() === extra.join() ? Promise.resolve(rows as { id: number }[]) : forbidden();
  };

describe("listModels", () => {
  it("leaves out abstract models, by their field from 19 on", async () => {
    const rows = [row("a", { abstract: false }), row("b.mixin", { abstract: true }), row("c", { transient: true })];
    const client = fakeClient({ searchRead: irModel(["abstract"], rows) }, 19);
    expect(await listModels(client)).toEqual([info("a"), info("c", true)]);
  });

  it.each([14, 16, 18])("leaves out those that nobody has rights to, on Odoo %i", async (major) => {
    const rows = [row("a", { access_ids: [3] }), row("b.mixin", { access_ids: [] }), row("c", { access_ids: false })];
    const client = fakeClient({ searchRead: irModel(["access_ids"], rows) }, major);
    expect(await listModels(client)).toEqual([info("a")]);
  });

  it("leaves out what is no model's name", async () => {
    const rows = [row("a", { abstract: false }), row("../a", { abstract: false }), row("A b", { abstract: false })];
    expect(await listModels(fakeClient({ searchRead: irModel(["abstract"], rows) }, 19))).toEqual([info("a")]);
  });

  it.each([16, 19])("asks for the available models where ir.model is refused, on Odoo %i", async (major) => {
    const callModel: Client["callModel"] = async (model, method) => {
      expect([model, method]).toEqual(["ir.model", "get_available_models"]);
      return ["a", "b c"].map((name) => ({ model: name, display_name: `Label of ${name}` }));
    };
    expect(await listModels(fakeClient({ searchRead: forbidden, callModel }, major))).toEqual([info("a")]);
  });

  it("tells nothing in 15, whose ir.model is the administrators'", async () => {
    expect(await listModels(fakeClient({ searchRead: forbidden }, 15))).toBeUndefined();
  });

  it("lets other failures through", async () => {
    const away = () => Promise.reject(new OdooError("unavailable", "away"));
    await expect(listModels(fakeClient({ searchRead: away }, 19))).rejects.toThrow("away");
  });
});

describe("listModels on 14, where the rights are refused and the models are not", () => {
  const names = Array.from({ length: 20 }, (_, index) => `m${index}`);
  const searchRead = irModel(
    [],
    names.map((name) => row(name)),
  );

  it("asks each model, four at a time, and keeps their order", async () => {
    let running = 0;
    let most = 0;
    const hasAccess: Client["hasAccess"] = async (model, right) => {
      expect(right).toBe("read");
      running += 1;
      most = Math.max(most, running);
      await ticks(names.indexOf(model) % 3);
      running -= 1;
      return model !== "m3";
    };
    const models = await listModels(fakeClient({ searchRead, hasAccess }, 14));
    expect(models).toEqual(names.filter((name) => name !== "m3").map((name) => info(name)));
    expect(most).toBe(4);
  });

  it("asks no further once one cannot be asked", async () => {
    let asked = 0;
    const hasAccess = () => {
      asked += 1;
      return Promise.reject(new OdooError("unavailable", "away"));
    };
    await expect(listModels(fakeClient({ searchRead, hasAccess }, 14))).rejects.toThrow("away");
    await ticks(5);
    expect(asked).toBeLessThan(names.length);
  });
});
