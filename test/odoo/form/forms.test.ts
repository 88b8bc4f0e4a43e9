import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError, PASSING } from "../../../src/odoo/errors/errors.js";
import { formsOf } from "../../../src/odoo/form/forms.js";
import { fakeClient, odooError } from "../../support/fixtures.js";

/** Forms of an Odoo that answers in turn, the last answer for ever. */
function opened(...answers: (Error | string)[]) {
  const getViews = vi.fn<Client["getViews"]>(async () => {
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer instanceof Error) throw answer;
    return answer === undefined ? {} : { form: { arch: `<form><field name="${answer}"/></form>`, embedded: {} } };
  });
  const forms = formsOf(fakeClient({ getViews }), (model) => model === "x.plain");
  return { names: async (model: string) => [...((await forms.view(model))?.keys() ?? ["not told"])], getViews };
}

describe("a model's form", () => {
  it("is the one that opens first, and is asked of Odoo once", async () => {
    const { names, getViews } = opened("a");
    expect(await Promise.all([names("x.order"), names("x.order")])).toEqual([["a"], ["a"]]);
    expect(await names("x.order")).toEqual(["a"]);
    expect(getViews.mock.calls).toEqual([["x.order"]]);
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
