import { describe, expect, it } from "vitest";
import { type ActionReader, actionReader, type ReadAction } from "../../../codegen/introspect/actions.js";
import { type Screens, stepsOf } from "../../../codegen/introspect/steps.js";
import type { ActionKey } from "../../../src/odoo/views/arch.js";
import { fakeClient } from "../../support/fixtures.js";

const dialogue = (title: string, xmlid?: string): ReadAction => ({
  kind: "dialogue",
  title,
  model: "a.wizard",
  ...(xmlid ? { xmlid } : {}),
});

/** The steps of a model whose actions are these, and which of them were asked for. */
async function read(screens: Partial<Screens>, actions: Readonly<Record<ActionKey, ReadAction>> = {}) {
  const asked: ActionKey[] = [];
  const reader: ActionReader = async (ids, told) => {
    asked.push(...ids);
    return new Map<ActionKey, ReadAction>([
      ...(await actionReader([fakeClient({})], {})([], told)),
      ...ids.flatMap((id) => (actions[id] ? [[id, actions[id]] as const] : [])),
    ]);
  };
  const given: Screens = { model: "a.order", series: "19.0", buttons: [], menus: undefined, ...screens };
  const [steps = []] = await stepsOf([given], reader);
  return { steps, asked };
}
const menus = (action: object[], print: object[] = []) =>
  ({ action, print }) as unknown as NonNullable<Screens["menus"]>;

describe("the steps of a model", () => {
  it("are its buttons and the entries of its menus, in the order of the screen, with what their actions do", async () => {
    const { steps, asked } = await read(
      {
        buttons: [
          { name: "action_confirm", label: "Confirm", place: "header", primary: true },
          { opens: 5, label: "Create Invoice", place: "header", hidden: "x", primary: true },
          { opens: 6, label: "Invoices", place: "counter" },
        ],
        menus: menus([{ id: 7, name: "Share" }], [{ id: 8, name: "Quotation / Order" }]),
      },
      {
        5: dialogue("Create Invoice", "sale.act"),
        6: { kind: "screen", title: "Invoices" },
        7: { kind: "server", title: "Share", xmlid: "a.share" },
        8: { kind: "report", title: "Quotation / Order", report: "sale.report" },
      },
    );
    expect(asked).toEqual([5, 6, 7, 8]);
    expect(steps).toEqual([
      { name: "action_confirm", label: "Confirm", place: "header" },
      {
        name: "create_invoice",
        label: "Create Invoice",
        place: "header",
        hidden: "x",
        action: { kind: "dialogue", model: "a.wizard", xmlid: "sale.act" },
      },
      { name: "share", label: "Share", place: "menu", action: { kind: "server", title: "Share", xmlid: "a.share" } },
      {
        name: "print_quotation_order",
        label: "Quotation / Order",
        place: "print",
        action: { kind: "report", title: "Quotation / Order", report: "sale.report" },
      },
    ]);
  });

  it("are unknown where nobody may read what they open", async () => {
    const { steps } = await read({
      buttons: [{ opens: 5, label: "Create Invoice" }],
      menus: menus([{ id: 7, display_name: "Share" }]),
    });
    expect(steps).toEqual([
      { name: "create_invoice", label: "Create Invoice", action: { kind: "unknown", title: "Create Invoice" } },
      { name: "share", label: "Share", place: "menu", action: { kind: "unknown", title: "Share" } },
    ]);
  });

  it("are told by the menus themselves on 14 and 15, and their actions are not asked for but where a button has one", async () => {
    const entry = (id: number, more: object) => ({ id, name: "Share", type: "ir.actions.act_window", ...more });
    const share = entry(7, { res_model: "a.share", target: "new", xml_id: "a.share_act" });
    const screen = entry(8, { res_model: "a.list", target: "current" });
    const { steps, asked } = await read({ menus: menus([share, screen]) });
    expect(asked).toEqual([]);
    expect(steps).toEqual([
      {
        name: "share",
        label: "Share",
        place: "menu",
        action: { kind: "dialogue", model: "a.share", xmlid: "a.share_act" },
      },
    ]);
    const both = await read({ buttons: [{ opens: 7, label: "Share it" }], menus: menus([share, screen]) });
    expect(both.asked).toEqual([7]);
    expect(both.steps).toMatchObject([{ name: "share_it", action: { model: "a.share" } }]);
  });

  it("are one where a button and the menu have the same action", async () => {
    const { steps } = await read(
      { buttons: [{ opens: 5, label: "Merge", place: "list" }], menus: menus([{ id: 5, name: "Merge them" }]) },
      { 5: dialogue("Merge them") },
    );
    expect(steps).toMatchObject([{ name: "merge", place: "list" }]);
  });

  it("are read of all models at once, each told by its own menus alone", async () => {
    const asked: (readonly ActionKey[])[] = [];
    const reader: ActionReader = async (keys, told = []) => {
      if (keys.length > 0) asked.push(keys);
      const known = new Map<ActionKey, ReadAction>(keys.map((key) => [key, dialogue(`Dialogue ${key}`)]));
      for (const { id } of told) known.set(id, { kind: "server", title: "Told" });
      return known;
    };
    const whole = { id: 7, name: "Told", type: "ir.actions.server" };
    const screensOf = (model: string, more: Partial<Screens>) =>
      ({ model, series: "14.0", buttons: [], menus: undefined, ...more }) satisfies Screens;
    const steps = await stepsOf(
      [
        screensOf("a.order", { buttons: [{ opens: 5, label: "A" }], menus: menus([whole]) }),
        screensOf("a.line", {
          buttons: [
            { opens: 5, label: "B" },
            { opens: 7, label: "C" },
          ],
        }),
      ],
      reader,
    );
    expect(asked).toEqual([[5, 7]]);
    expect(steps.map((own) => own.map(({ name, action }) => [name, action?.kind]))).toEqual([
      [
        ["a", "dialogue"],
        ["told", "server"],
      ],
      [
        ["b", "dialogue"],
        ["c", "dialogue"],
      ],
    ]);
  });

  it("are none of a model without buttons and menus", async () => {
    expect((await read({})).steps).toEqual([]);
  });
});

describe("the name of a step", () => {
  const nameOf = async (label: string, action: ReadAction, buttons: Screens["buttons"] = []) => {
    const { steps } = await read({ buttons: [...buttons, { opens: 5, label }] }, { 5: action });
    return steps.slice(buttons.length).map(({ name }) => name);
  };

  it.each([
    ["Create Invoice(s)", "create_invoice_s"],
    ["  Éditer  l'Œuvre ", "editer_l_uvre"],
    ["3rd step", "rd_step"],
    ["x".repeat(60), "x".repeat(40)],
    [`${"x".repeat(39)} y`, "x".repeat(39)],
    ["Action\n*/ drop();", "action_drop"],
    ["__proto__", "proto"],
  ])("is its label without what no name may have: %j is %s", async (label, name) => {
    expect(await nameOf(label, dialogue("x"))).toEqual([name]);
  });

  it("is the external id's where the label has no letters, or is that of a method or another step", async () => {
    expect(await nameOf("発行", dialogue("x", "sale.act_invoice"))).toEqual(["act_invoice"]);
    const confirm = [{ name: "confirm", label: "Confirm it" }];
    expect(await nameOf("Confirm", dialogue("x", "sale.act_confirm"), confirm)).toEqual(["act_confirm"]);
    const taken = [...confirm, { name: "act_confirm", label: "x" }];
    expect(await nameOf("Confirm", dialogue("x", "sale.act_confirm"), taken)).toEqual(["sale_act_confirm"]);
    expect(await nameOf("Confirm", dialogue("x"), confirm)).toEqual([]);
  });

  it("is the action's title where its button has no label", async () => {
    const { steps } = await read({ buttons: [{ opens: 5, label: "" }] }, { 5: dialogue("Create Invoice") });
    expect(steps).toMatchObject([{ name: "create_invoice", label: "Create Invoice" }]);
    expect((await read({ buttons: [{ opens: 5, label: "" }] })).steps).toEqual([]);
  });

  it("is the same whatever ids a database has", async () => {
    const steps = async (id: number) =>
      (await read({ menus: menus([{ id, name: "Share" }]) }, { [id]: dialogue("Share", "a.share") })).steps;
    expect(await steps(5)).toEqual(await steps(500));
  });
});
