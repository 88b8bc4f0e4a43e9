import { describe, expect, it } from "vitest";
import { filledIn } from "../../../src/odoo/form/filled-in.js";

describe("filledIn", () => {
  it("takes what is filled, many2ones as ids whatever the series", () => {
    const answer = { a: [5, "Five"], b: { id: 6, display_name: "Six" }, c: "text", d: 0, e: false, f: null, more: 1 };
    expect(filledIn(answer, ["a", "b", "c", "d", "e", "f", "constructor"])).toEqual({ a: 5, b: 6, c: "text", d: 0 });
  });
});
