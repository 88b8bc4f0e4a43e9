import { describe, expect, it } from "vitest";
import { actionsIn, reachedModels } from "../../../codegen/introspect/reached.js";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import { fakeClient } from "../../support/fixtures.js";

const ACTION = { action: "ir.actions.act_window,7" };
const IN_16 = {
  root: { id: "root", children: [1, 2] },
  "1": { id: 1, xmlid: "sale.menu", action: false, children: [3, 4] },
  "2": { id: 2, xmlid: "base.menu_administration", children: [5] },
  "3": { id: 3, ...ACTION, children: [] },
  "4": { id: 4, action: "ir.actions.client,9", children: [] },
  "5": { id: 5, action: "ir.actions.act_window,8", children: [] },
};

describe("the actions of menus", () => {
  it("are those of the apps, without what runs the platform, from a dictionary (16 to 18)", () => {
    expect(actionsIn(IN_16)).toEqual([
      { model: "ir.actions.act_window", id: 7 },
      { model: "ir.actions.client", id: 9 },
    ]);
  });

  it("are named in two members by 19", () => {
    const menu = { xmlid: "sale.menu", action_model: "ir.actions.server", action_id: 4, children: [] };
    expect(actionsIn({ root: { children: [1] }, "1": menu })).toEqual([{ model: "ir.actions.server", id: 4 }]);
  });

  it("are found in a tree (14 and 15)", () => {
    const settings = { xmlid: "base.menu_management", ...ACTION, children: [] };
    const sales = { xmlid: "sale.menu", action: false, children: [{ ...ACTION, children: [] }] };
    expect(actionsIn({ id: false, children: [sales, settings] })).toEqual([{ model: "ir.actions.act_window", id: 7 }]);
  });

  it.each([null, false, [], "x", {}, { root: { children: [1] } }, { children: [null, 4] }])(
    "of %j are none",
    (menus) => {
      expect(actionsIn(menus)).toEqual([]);
    },
  );

  it("of menus within themselves are read to a certain depth", () => {
    const round = { root: { children: [1] }, "1": { ...ACTION, children: [1] } };
    expect(actionsIn(round).length).toBeLessThan(50);
  });
});

describe("the models that a user reaches", () => {
  const forbidden = () => Promise.reject(new OdooError("forbidden", "no"));
  const info = (model: string, transient = false) => ({ model, label: model, transient });
  const reached = (answers: Partial<Client>, reader: Partial<Client> = answers) => {
    const menus: Partial<Client> = { callModel: async () => IN_16 };
    const known = [info("sale.order"), info("crm.tag"), info("ir.rule"), info("bus.bus"), info("sale.wizard", true)];
    return reachedModels({
      client: fakeClient({ ...menus, ...answers }),
      reader: fakeClient({ ...menus, ...reader }),
      options: {},
      known: [...known, info("res.users")],
    });
  };

  it("are those behind the menus, each once, without wizards, guarded models and names that are none", async () => {
    const asked: unknown[] = [];
    const models = ["sale.order", "res.users", "a\nb", "crm.lead", "sale.order"];
    const found = await reached({
      read: async (model, ids) => {
        asked.push(model, ids);
        return models.map((res_model, at) => ({ id: at + 1, res_model }));
      },
      searchRead: async (model, domain) => {
        asked.push(model, domain);
        return models.map((name, at) => ({ id: at + 1, model: name }));
      },
    });
    expect(found).toEqual({ by: "menus", models: ["crm.lead", "sale.order"] });
    expect(asked).toContainEqual([
      ["model", "in", ["sale.order", "res.users", "a\nb", "crm.lead"]],
      ["transient", "=", false],
    ]);
  });

  it("are asked of the second credential, which may read actions", async () => {
    const reader: Partial<Client> = {
      read: async () => [{ id: 7, res_model: "crm.lead" }],
      searchRead: async () => [{ id: 1, model: "crm.lead" }],
    };
    expect(await reached({ read: forbidden }, reader)).toEqual({ by: "menus", models: ["crm.lead"] });
  });

  it.each<[string, Partial<Client>]>([
    ["nobody may read actions", { read: forbidden }],
    ["the menus are refused", { callModel: forbidden }],
  ])("are those that the user may change, without the platform's own, where %s", async (_, answers) => {
    const hasAccess: Client["hasAccess"] = async (model) => model !== "crm.tag";
    expect(await reached({ ...answers, hasAccess })).toEqual({ by: "rights", models: ["sale.order"] });
  });

  it("are not taken for none where Odoo was not reached", async () => {
    const read = () => Promise.reject(new OdooError("timeout", "late"));
    await expect(reached({ read })).rejects.toMatchObject({ category: "timeout" });
  });
});
