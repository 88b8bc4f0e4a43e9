import { expect, it, vi } from "vitest";
import { hideSecret } from "../../../src/odoo/errors/secrets.js";
import { log, tellable, tellableInShort, traceOf } from "../../../src/odoo/errors/tell.js";

const ESC = "\u001b";

it.each([
  ["keeps words and lines", "Größe: 5 €\n\tتمام", "Größe: 5 €\n\tتمام"],
  ["takes out what colours a terminal or renames its window", `${ESC}[31mred${ESC}]0;owned\u0007`, "[31mred]0;owned"],
  ["takes out C1 controls", "\u009b31mred", "31mred"],
  ["takes out what turns a text around", "\u202eabc\u2066", "abc"],
  ["lets nothing write over a line", "error\rfine", "error\nfine"],
])("a text that is told %s", (_, text, told) => expect(tellable(text)).toBe(told));

it("has no secret, also where it is interrupted by what nobody sees", () => {
  hideSecret("hunter2-hunter2");
  expect(tellable("the key hunter2-hun\u001bter2 is wrong")).toBe("the key *** is wrong");
});

it("is whole where it is ours, and has the beginning of what others may have filled", () => {
  const long = "x".repeat(100_000);
  expect(tellable(long)).toBe(long);
  expect(tellableInShort(long)).toBe(`${"x".repeat(16_000)}...`);
  expect(tellableInShort("short")).toBe("short");
});

it("is what stderr is told", () => {
  hideSecret("hunter2-hunter2");
  const printed = vi.spyOn(console, "error").mockImplementation(() => {});
  log(`hunter2-hunter2${ESC}c`);
  expect(printed.mock.calls).toEqual([["***c"]]);
  printed.mockRestore();
});

it("has of what was thrown its trace, or itself where it is no error", () => {
  expect(traceOf(new TypeError("x"))).toMatch(/^TypeError: x\n +at /);
  expect(traceOf("x")).toBe("x");
});
