import { describe, expect, it } from "vitest";
import { alike, beginning, compared, fewerWords, literalPattern } from "../../../src/tools/read/names.js";

describe("two names", () => {
  it.each([
    ["Belgium", "belgium"],
    ["Azure  Interior", " azure interior "],
    ["Monnaie : 5 %", "Monnaie\u00a0: 5\u00a0%"],
    ["Zoë", "Zoe\u0308"],
    ["Desk", "De\u200bsk"],
  ])("are the same but for case, spaces and what nobody sees: %j and %j", (a, b) => {
    expect(compared(a)).toBe(compared(b));
  });

  it.each([
    ["30 Days", "30 Day"],
    ["Zoe", "Zoë"],
    ["Desk", "Desk (White)"],
    ["", "a"],
  ])("differ: %j and %j", (a, b) => {
    expect(compared(a)).not.toBe(compared(b));
  });
});

describe("less of a name", () => {
  it.each([
    ["[FURN_0006] Monitor Stand", "FURN_0006"],
    ["Alabama (US)", "Alabama"],
    ["Customizable Desk (Steel, White)", "Customizable Desk"],
    ["Azure Interior, Brandon Freeman", "Azure Interior"],
    ["Azure Interior Inc.", "Azure"],
    ["Belgium", undefined],
    ["(Belgium)", undefined],
    ["!!!", undefined],
  ])("of %j is %j", (name, less) => {
    expect(fewerWords(name)).toBe(less);
  });

  it.each([
    ["Belgum", "Bel"],
    ["Azre Interior", "Inte"],
    ["Oslo", "Osl"],
    ["Rio", undefined],
    ["!!!", undefined],
    ["𝒜𝒷𝒸𝒹𝑒", "𝒜𝒷𝒸"],
  ])("of the longest word of %j is %j", (name, less) => {
    expect(beginning(name)).toBe(less);
  });
});

describe("records of a name like it", () => {
  const records = (...names: string[]) => names.map((display_name, index) => ({ id: index + 1, display_name }));
  const found = (name: string, ...names: string[]) =>
    alike(name, records(...names)).map(({ display_name }) => display_name);

  it("are those spelt alike or of the same words, best first", () => {
    expect(found("Belgum", "Belize", "Belgium", "Bermuda")).toEqual(["Belgium", "Belize"]);
    expect(found("Desk Office", "Chair", "Office Desk", "Office Chair")).toEqual(["Office Desk", "Office Chair"]);
    expect(found("immedate", "30 Days", "Immediate Payment")).toEqual(["Immediate Payment"]);
    expect(found("Net 30 Days", "30% Now, Balance 60 Days", "30 Days")).toEqual([
      "30 Days",
      "30% Now, Balance 60 Days",
    ]);
    expect(found("x", "")).toEqual([]);
    expect(found("!!!", "a")).toEqual([]);
  });

  it("are compared by their first letters and words only, however long they are", () => {
    const long = "a".repeat(1_000_000);
    expect(found("a".repeat(256), long, "b".repeat(1_000_000))).toEqual([long]);
    const letters = [..."abcdefghijklmnopqrstuvwxyz"];
    expect(found("alpha", `${letters.join(" ")} alpha`)).toEqual([]);
  });
});

it("a pattern matches the text alone", () => {
  expect(literalPattern("15% of_a\\b")).toBe("15\\% of\\_a\\\\b");
});
