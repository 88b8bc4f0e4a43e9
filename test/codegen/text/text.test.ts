import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commentText, literal, plainText } from "../../../codegen/text/text.js";

/** Any text of UTF-16 units, lone surrogates included, with what could end a literal or a comment more often than chance. */
const anyText = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
      fc.constantFrom(
        "*/",
        "/*",
        "//",
        "*",
        "/",
        "@",
        "`",
        "$",
        "{",
        "}",
        '"',
        "'",
        "\\",
        "\n",
        "\r",
        "\u2028",
        "\u2029",
      ),
      fc.constantFrom("\u{1f600}", "\u{e0041}", "\u{e0100}", "\ufe0f", "\u202e", "\u0000", "\ud800", "\udc00"),
    ),
    { maxLength: 200 },
  )
  .map((pieces) => pieces.join(""));

const everyText = (check: (text: string) => void) =>
  fc.assert(fc.property(anyText, check), { seed: 19, numRuns: 1000 });

/** Controls, line ends, private characters, halves, tags, overrides; of joiners, marks and selectors, more than two. */
const UNSEEN =
  /\p{Cc}|\p{Cs}|\p{Co}|[\u200b\u2028-\u202e\u2060-\u206f\ufeff\u3164\u{e0000}-\u{e007f}]|[\p{Cf}\p{DI}]{3}|\p{Cf}{2}/u;

describe("plainText", () => {
  it.each([
    ["leaves ordinary text as it is", "Café № 5 – ½ €", "Café № 5 – ½ €"],
    ["makes one line of several", "one\r\ntwo\u2028three\u2029four\u0085five", "one two three four five"],
    ["makes one space of many", "  a \t\t b\u00a0\u3000c  ", "a b c"],
    ["takes out NUL and escapes", "a\u0000b\u001b[31mc\u007fd", "ab[31mcd"],
    ["takes out what turns the direction", "a\u202eb\u2066c\u200fd", "abcd"],
    ["takes out what has no width", "a\u200bb\u200dc\ufeffd\u00ad\u00ade", "abcde"],
    ["takes out tags, in which text can be hidden", "a\u{e0041}\u{e0042}b", "ab"],
    ["takes out variation selectors, in which bytes can be hidden", "a\u{e0100}\u{e01ef}\ufe0fb", "ab"],
    ["takes out letters without a shape", "a\u3164\u115f\u034fb", "ab"],
    ["takes out halves of a character", "a\ud800b\udfffc", "a b c"],
    [
      "keeps what letters and emoji need",
      "\u0645\u06cc\u200c\u062e \u2764\ufe0f\u200d\u{1f525}",
      "\u0645\u06cc\u200c\u062e \u2764\ufe0f\u200d\u{1f525}",
    ],
    ["keeps whole characters beyond the first plane", "a\u{1f600}b", "a\u{1f600}b"],
    ["takes out private characters", "a\ue000b\u{f0000}c", "a b c"],
    ["has nothing left of nothing but such", "\u0000\u202e \n", ""],
  ])("%s", (_, text, expected) => {
    expect(plainText(text, 100)).toBe(expected);
  });

  it("keeps a text of just the longest length, and ends a longer one with an ellipsis", () => {
    expect(plainText("abcde", 5)).toBe("abcde");
    expect(plainText("abcdef", 5)).toBe("abcd…");
    expect(plainText("abc def", 5)).toBe("abc…");
  });

  it("counts characters, not their halves", () => {
    expect(plainText("\u{1f600}".repeat(5), 5)).toBe("\u{1f600}".repeat(5));
    expect(plainText("\u{1f600}".repeat(6), 5)).toBe(`${"\u{1f600}".repeat(4)}…`);
  });

  it("never shows what cannot be seen, nor more than was allowed", () => {
    everyText((text) => {
      const plain = plainText(text, 40);
      expect(plain).not.toMatch(UNSEEN);
      expect([...plain].length).toBeLessThanOrEqual(40);
      expect(plainText(plain, 40)).toBe(plain);
    });
  });
});

describe("literal", () => {
  it.each([
    ["a quote", 'a"b', '"a\\"b"'],
    ["a backslash at the end", "a\\", '"a\\\\"'],
    ["a new line", "a\nb", '"a\\nb"'],
    ["U+2028", "a\u2028b", '"a\\u2028b"'],
    ["DEL", "a\u007fb", '"a\\u007fb"'],
    ["a letter that is not ASCII", "é", '"\\u00e9"'],
    ["half a character", "\ud800", '"\\ud800"'],
    ["a whole one of two halves", "\u{1f600}", '"\\ud83d\\ude00"'],
  ])("writes %s as an escape", (_, text, expected) => {
    expect(literal(text)).toBe(expected);
  });

  it("is printable ASCII between two quotes, and means the text it was given", () => {
    everyText((text) => {
      const written = literal(text);
      expect(written).toMatch(/^"([ !#-[\]-~]|\\["\\bfnrt]|\\u[0-9a-f]{4})*"$/);
      expect(JSON.parse(written)).toBe(text);
    });
  });
});

describe("commentText", () => {
  it("breaks what would end the comment", () => {
    expect(commentText("a */ b **/ c *//")).toBe("a * / b ** / c * //");
  });

  it("disarms what tools read from comments", () => {
    expect(commentText("@ts-ignore @jsx")).toBe("(at)ts-ignore (at)jsx");
  });

  it("never ends a comment of either kind, nor speaks to a tool", () => {
    everyText((text) => {
      const comment = commentText(text);
      expect(comment).not.toMatch(UNSEEN);
      expect(comment).not.toContain("*/");
      expect(comment).not.toContain("@");
      expect([...comment.replaceAll("(at)", "@").replaceAll("* /", "*/")].length).toBeLessThanOrEqual(100);
    });
  });
});
