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

  it.each([null, false, {}, { views: { form: {}, kanban: { arch: "<kanban/>" } } }, { views: { form: { arch: 7 } } }])(
    "finds none in %j",
    (answer) => {
      expect(viewsFromOdoo(answer)).toEqual({});
    },
  );
});
