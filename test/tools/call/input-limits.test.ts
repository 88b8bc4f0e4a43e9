import { describe, expect, it } from "vitest";
import { checkInput } from "../../../src/tools/call/input-limits.js";
import { odooError } from "../../support/fixtures.js";

/** A list in a list, and so on: `depth` of them. */
const nested = (depth: number) => {
  let value: unknown = "x";
  for (let level = 0; level < depth; level++) value = [value];
  return value;
};

describe("arguments", () => {
  it.each([
    ["none", undefined],
    ["20 levels", nested(20)],
    ["a file of 15 MB", { values: { datas: "A".repeat(20 * 1024 * 1024 - 11) } }],
    ["49,999 values in a list", Array(49_999).fill(0)],
    ["names that every object has", { constructor: { prototype: 1 }, toString: 2 }],
  ])("may be %s", (_, args) => {
    expect(() => checkInput(args)).not.toThrow();
  });

  it.each([
    ["deeper", nested(21), "deeper than 20 levels"],
    ["very deep", nested(100_000), "deeper than 20 levels"],
    ["objects that are deep", JSON.parse(`${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`), "deeper than 20 levels"],
    ["more", Array(50_000).fill(0), "more than 50000 values"],
    ["more, spread out", Array.from({ length: 1000 }, () => Array(100).fill({})), "more than 50000 values"],
    ["longer", { a: "A".repeat(20 * 1024 * 1024) }, "more than 20 MiB of text"],
    ["longer, spread out", Array.from({ length: 30 }, () => "A".repeat(1024 * 1024)), "more than 20 MiB of text"],
    ["names that are longer", { ["a".repeat(21 * 1024 * 1024)]: 1 }, "more than 20 MiB of text"],
    ["a prototype's name", JSON.parse('{"values":{"x":[{"__proto__":{"polluted":1}}]}}'), '"__proto__"'],
  ])("may not be %s", (_, args, message) => {
    expect(() => checkInput(args)).toThrow(odooError("validation", message));
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});
