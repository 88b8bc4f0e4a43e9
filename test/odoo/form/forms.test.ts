import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError, PASSING } from "../../../src/odoo/errors/errors.js";
import { type FormRef, formsOf, PLAIN } from "../../../src/odoo/form/forms.js";
import { fakeClient, odooError } from "../../support/fixtures.js";

/** Forms of an Odoo that answers in turn, the last answer for ever. */
function opened(...answers: (Error | string)[]) {
  const getViews = vi.fn<Client["getViews"]>(async () => {
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer instanceof Error) throw answer;
    return answer === undefined ? {} : { form: { arch: `<form><field name="${answer}"/></form>`, embedded: {} } };
  });
  const forms = formsOf(fakeClient({ getViews }), (model) => model === "x.plain");
  return { forms, names: async (model: string) => [...((await forms.view(model))?.keys() ?? ["not told"])], getViews };
}

describe("a model's form", () => {
  it("is the one that opens first, and is asked of Odoo once", async () => {
    const { names, getViews } = opened("a");
    expect(await Promise.all([names("x.order"), names("x.order")])).toEqual([["a"], ["a"]]);
    expect(await names("x.order")).toEqual(["a"]);
    expect(getViews.mock.calls).toEqual([["x.order", {}]]);
  });

  it("is read once", async () => {
    const { forms } = opened("a");
    expect(await forms.view("x.order")).toBe(await forms.view("x.order"));
  });

  it("is empty where Odoo has none", async () => {
    expect(await opened().names("x.order")).toEqual([]);
  });

  it("is empty for models whose records are created as they are given, and is not asked for", async () => {
    const { names, getViews } = opened("a");
    expect(await names("x.plain")).toEqual([]);
    expect(getViews).not.toHaveBeenCalled();
  });

  it.each(["forbidden", "not_found", "server_error", "validation"] as const)(
    "is not told where Odoo refuses it (%s), which is kept, too",
    async (category) => {
      const { names, getViews } = opened(new OdooError(category, "No."));
      expect([await names("x.order"), await names("x.order")]).toEqual([["not told"], ["not told"]]);
      expect(getViews).toHaveBeenCalledOnce();
    },
  );

  it.each([...PASSING])("is asked for again after a failure that passes: %s", async (category) => {
    const { names } = opened(new OdooError(category, "Later."), "a");
    await expect(names("x.order")).rejects.toThrow(odooError(category, "Later."));
    expect(await names("x.order")).toEqual(["a"]);
  });

  it("fails with what is no answer of Odoo", async () => {
    await expect(opened(new TypeError("a bug")).names("x.order")).rejects.toThrow("a bug");
  });
});

describe("another form", () => {
  const asked = async (...forms: (FormRef | undefined)[]) => {
    const { forms: known, getViews } = opened("a");
    for (const form of forms) await known.view("x.order", form);
    return getViews.mock.calls.map(([, options]) => options);
  };

  it("is asked for by its id, or by its external id in the context, once each", async () => {
    const xmlid = "sale.view_order_form";
    expect(await asked({ id: 55 }, { id: 55 }, { xmlid }, { xmlid }, undefined, { id: 56 })).toEqual([
      { formView: 55 },
      { context: { form_view_ref: xmlid } },
      {},
      { formView: 56 },
    ]);
  });
});

describe("a model's screen", () => {
  const arch =
    '<form><field name="a"/><field name="b" invisible="1"/><footer><button name="go" type="object" string="Go"' +
    ' class="btn-primary"/></footer></form>';

  it("is what a user sees and can press, asked for once together with the form", async () => {
    const getViews = vi.fn<Client["getViews"]>(async () => ({ form: { arch, embedded: {} } }));
    const forms = formsOf(fakeClient({ getViews }));
    const screen = await forms.screen("x.order", { id: 5 });
    expect(screen?.views.form).toEqual([{ name: "a" }]);
    expect(screen?.formFields).toEqual(["a", "b"]);
    expect(screen?.buttons).toEqual([{ name: "go", label: "Go", primary: true }]);
    expect([...((await forms.view("x.order", { id: 5 }))?.keys() ?? [])]).toEqual(["a", "b"]);
    expect(getViews).toHaveBeenCalledOnce();
  });

  it("is told of models whose records are created as they are given, too", async () => {
    expect((await opened("a").forms.screen("x.plain"))?.views.form).toEqual([{ name: "a" }]);
    expect(await PLAIN.screen("x.order")).toBeUndefined();
  });

  it("is not told where Odoo refuses it", async () => {
    expect(await opened(new OdooError("forbidden", "No.")).forms.screen("x.order")).toBeUndefined();
    await expect(opened(new OdooError("timeout", "Late.")).forms.screen("x.order")).rejects.toThrow("Late.");
  });
});

describe("the boxes of a form", () => {
  const arch = '<form><p class="alert alert-danger" invisible="not a">No.</p><field name="a"/></form>';

  it("are asked for together with the form, and are those of the form that is meant", async () => {
    const getViews = vi.fn<Client["getViews"]>(async () => ({ form: { arch, embedded: {} } }));
    const forms = formsOf(fakeClient({ getViews }), (model) => model === "x.plain");
    await forms.view("x.order", { id: 5 });
    expect(await forms.alerts("x.order", { id: 5 })).toMatchObject([{ hidden: "not a" }]);
    expect(getViews).toHaveBeenCalledOnce();
    expect(await forms.alerts("x.plain")).toEqual([]);
    expect(getViews).toHaveBeenCalledOnce();
  });

  it("are none where Odoo does not tell the form", async () => {
    expect(await opened(new OdooError("forbidden", "No.")).forms.alerts("x.order")).toEqual([]);
    expect(await PLAIN.alerts("x.order")).toEqual([]);
  });
});

describe("the fields with a default", () => {
  it("are asked of Odoo once for each context, among those of the form", async () => {
    const defaultGet = vi.fn<Client["defaultGet"]>(async () => ({ a: 1, c: false }));
    const getViews = async () => ({ form: { arch: '<form><field name="a"/><field name="b"/></form>', embedded: {} } });
    const forms = formsOf(fakeClient({ defaultGet, getViews }));
    expect([...(await forms.withDefault("x.order", {}))]).toEqual(["a", "c"]);
    await forms.withDefault("x.order", {});
    await forms.withDefault("x.order", { default_kind: "x" });
    expect(defaultGet.mock.calls).toEqual([
      ["x.order", ["a", "b"], { context: {} }],
      ["x.order", ["a", "b"], { context: { default_kind: "x" } }],
    ]);
  });
});
