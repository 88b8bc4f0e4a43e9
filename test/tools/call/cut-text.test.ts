import { describe, expect, it } from "vitest";
import { beginningOf, checkUncut, cutText } from "../../../src/tools/call/cut-text.js";
import { odooError } from "../../support/fixtures.js";

describe("a text that is cut", () => {
  it("says how long the whole is, and what reads it", () => {
    expect(cutText("x".repeat(3_000), 5)).toBe("xxxxx…[cut: 3000 characters in all; read_file reads them]");
    expect(cutText("xxxxx", 5)).toBe("xxxxx");
  });

  it("never ends in half of a character", () => {
    expect(beginningOf("a😀b", 2)).toBe("a");
    expect(beginningOf("a😀b", 3)).toBe("a😀");
    expect(beginningOf("a😀", 3)).toBe("a😀");
  });
});

describe("arguments with a cut text", () => {
  const cut = cutText("x".repeat(3_000), 5);

  it.each([
    ["values.note", { ids: [5], values: { note: cut } }],
    ["values.order_line.update[1].name", { values: { order_line: { update: [{ id: 1 }, { id: 2, name: cut }] } } }],
    ["values.note", { values: { note: `Dear all, ${cut} and so on` } }],
    ["values", { values: JSON.stringify({ note: cut }) }],
  ])("are refused, with the place: %s", (at, args) => {
    expect(() => checkUncut(args)).toThrow(odooError("validation", `${at}: an answer had cut this text`));
  });

  it("are told from others", () => {
    expect(() =>
      checkUncut({ values: { note: "x…", body: "[cut: 3000 characters in all]", empty: null } }),
    ).not.toThrow();
    expect(() => checkUncut(undefined)).not.toThrow();
  });
});
