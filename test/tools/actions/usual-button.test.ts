import { describe, expect, it } from "vitest";
import type { Button } from "../../../src/odoo/schema/schema.js";
import { isOffered, meantFirst, usualButton } from "../../../src/tools/actions/usual-button.js";

const button = (name: string, more: Partial<Button> = {}): Button => ({ name, label: name, ...more });
const [plain, primary, header, both] = [
  button("plain"),
  button("primary", { primary: true }),
  button("header", { place: "header" }),
  button("both", { place: "header", primary: true }),
];

describe("the button that is pressed where none is named", () => {
  it.each<[buttons: Button[], usual: string | undefined]>([
    [[], undefined],
    [[plain], "plain"],
    [[plain, primary], "primary"],
    [[primary, button("second", { primary: true })], "primary"],
    [[plain, button("other")], undefined],
    [[header], undefined],
    [[both], undefined],
    [[both, plain], undefined],
    [[both, primary], "primary"],
  ])("of %j is %s", (buttons, usual) => {
    expect(usualButton(buttons)?.name).toBe(usual);
  });
});

it("the buttons that are meant come first, in the order of the form", () => {
  const names = meantFirst([plain, both, primary, button("second", { primary: true })]).map(({ name }) => name);
  expect(names).toEqual(["primary", "second", "plain", "both"]);
});

it.each<[button: Button, offered: boolean]>([
  [plain, true],
  [header, true],
  [button("x", { label: "" }), false],
  [button("x", { place: "counter" }), false],
  [button("x", { place: "list" }), false],
])("a form offers %j: %s", (one, offered) => {
  expect(isOffered(one)).toBe(offered);
});
