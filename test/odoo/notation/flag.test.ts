import { expect, it } from "vitest";
import { flag } from "../../../src/odoo/notation/flag.js";

it.each<[text: string | undefined, set: boolean | undefined]>([
  ["1", true],
  [" TRUE ", true],
  ["Yes", true],
  ["on", true],
  [undefined, false],
  ["  ", false],
  ["0", false],
  ["False", false],
  ["no", false],
  ["off", false],
  ["2", undefined],
  ["yes please", undefined],
  ["constructor", undefined],
])("the flag %j is set: %s", (text, set) => {
  expect(flag(text)).toBe(set);
});
