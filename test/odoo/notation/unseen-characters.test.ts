import { describe, expect, it } from "vitest";
import { LAYOUT, UNSEEN, UNSEEN_OR_SPACE, WITHOUT_KNOWN_SHAPE } from "../../../src/odoo/notation/unseen-characters.js";

const holds = (members: string, character: string) => new RegExp(`^[${members}]$`, "u").test(character);

const HIDDEN: readonly (readonly [what: string, character: string])[] = [
  ["NUL", "\0"],
  ["a line feed", "\n"],
  ["an escape", "\u001b"],
  ["DEL", "\u007f"],
  ["a control of Latin 1", "\u009b"],
  ["a soft hyphen", "\u00ad"],
  ["a joiner", "\u200d"],
  ["a space of no width", "\u200b"],
  ["a mark of byte order", "\ufeff"],
  ["an override of direction", "\u202e"],
  ["an isolate", "\u2066"],
  ["Unicode's line end", "\u2028"],
  ["Unicode's paragraph end", "\u2029"],
  ["a letter without a shape", "\u3164"],
  ["a variation selector", "\ufe0f"],
  ["a tag", "\u{e0041}"],
];
const SHAPELESS: readonly (readonly [what: string, character: string])[] = [
  ["a private character", "\ue000"],
  ["a private character beyond 16 bits", "\u{f0000}"],
  ["half of a surrogate pair", "\ud800"],
];

describe("the characters that nobody sees", () => {
  it.each([...HIDDEN, ...SHAPELESS])("are %s, among others", (_, character) => {
    expect(holds(UNSEEN, character)).toBe(true);
    expect(holds(UNSEEN_OR_SPACE, character)).toBe(true);
  });

  it.each([" ", "\u00a0", "\u3000"])("are no spaces, which are in a set of their own: %j", (space) => {
    expect(holds(UNSEEN, space)).toBe(false);
    expect(holds(UNSEEN_OR_SPACE, space)).toBe(true);
  });

  it.each(["a", "é", "م", "日", "\u{1f600}", "\u0301", "-", "[", "\\"])("are not %j", (character) => {
    expect(holds(UNSEEN_OR_SPACE, character)).toBe(false);
  });

  it("are apart from those of which no font can be known", () => {
    for (const [, character] of SHAPELESS) expect(holds(WITHOUT_KNOWN_SHAPE, character)).toBe(true);
    for (const [, character] of HIDDEN) expect(holds(WITHOUT_KNOWN_SHAPE, character)).toBe(false);
  });

  it("hold what lays out a text of several lines, and nothing else does", () => {
    for (const character of "\t\n\r")
      expect([holds(UNSEEN, character), holds(LAYOUT, character)]).toEqual([true, true]);
    for (const character of "\v\f\u0085\u2028 ") expect(holds(LAYOUT, character)).toBe(false);
  });
});
