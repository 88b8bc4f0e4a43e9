import { describe, expect, it } from "vitest";
import { viewsFromOdoo } from "../../../src/odoo/views/raw-views.js";

describe("viewsFromOdoo", () => {
  it("reads what 16 and later answer, whose lists were trees before 18", () => {
    const views = { form: { arch: "<form/>", id: 7 }, tree: { arch: "<tree/>" }, search: { arch: "<search/>" } };
    expect(viewsFromOdoo({ views, models: {} })).toEqual({
      form: { arch: "<form/>", embedded: {} },
      list: { arch: "<tree/>", embedded: {} },
      search: { arch: "<search/>", embedded: {} },
    });
    expect(viewsFromOdoo({ views: { list: { arch: "<list/>" } } })).toEqual({
      list: { arch: "<list/>", embedded: {} },
    });
  });

  it("reads what 14 and 15 answer, with the lists and forms inside a form apart", () => {
    const fields = { line_ids: { views: { tree: { arch: "<tree/>" }, form: { arch: "<form/>" } } }, name: {} };
    expect(viewsFromOdoo({ fields_views: { form: { arch: "<form/>", fields } }, fields: {} })).toEqual({
      form: { arch: "<form/>", embedded: { line_ids: { list: "<tree/>", form: "<form/>" } } },
    });
  });

  it("reads the entries of the menus, each once, from form and list, where they were asked for", () => {
    const entry = (id: number, name: string) => ({ id, name });
    const views = {
      form: {
        arch: "<form/>",
        toolbar: { action: [entry(1, "Share"), entry(2, "Merge")], print: [entry(9, "Order")] },
      },
      list: { arch: "<list/>", toolbar: { action: [entry(2, "Merge"), entry(3, "Tidy up")] } },
      search: { arch: "<search/>" },
    };
    expect(viewsFromOdoo({ views }).menus).toEqual({
      action: [entry(1, "Share"), entry(2, "Merge"), entry(3, "Tidy up")],
      print: [entry(9, "Order")],
    });
    expect(viewsFromOdoo({ views: { form: { arch: "<form/>" } } })).not.toHaveProperty("menus");
  });

  it("reads those of 14 and 15 with the whole action", () => {
    const action = { id: 5, name: "Share", type: "ir.actions.act_window", res_model: "a.share", target: "new" };
    const form = { arch: "<form/>", fields: {}, toolbar: { action: [action], print: [], relate: [] } };
    expect(viewsFromOdoo({ fields_views: { form } }).menus).toEqual({ action: [action], print: [] });
  });

  it.each([
    [{ action: "x", print: null }],
    [{ action: [null, 5, "x", [], {}, { id: "7" }, { id: 0 }, { id: 1.5 }, { id: 2 ** 31 }] }],
    [{ action: { 0: { id: 7 }, length: 1 } }],
  ])("takes no entry that is none: %j", (toolbar) => {
    expect(viewsFromOdoo({ views: { form: { arch: "<form/>", toolbar } } }).menus).toEqual({ action: [], print: [] });
  });

  it.each(["x", 5, [], null, false])("finds no menus in a toolbar that is %j", (toolbar) => {
    expect(viewsFromOdoo({ views: { form: { arch: "<form/>", toolbar } } })).not.toHaveProperty("menus");
  });

  it.each([null, false, {}, { views: { form: {}, kanban: { arch: "<kanban/>" } } }, { views: { form: { arch: 7 } } }])(
    "finds none in %j",
    (answer) => {
      expect(viewsFromOdoo(answer)).toEqual({});
    },
  );
});
