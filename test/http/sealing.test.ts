import { describe, expect, it } from "vitest";
import { sealing } from "../../src/http/sealing.js";

const SECRET = "a-secret-of-a-test-of-sealing-0123456789";
const { seal, open, key } = sealing(SECRET);

describe("what is sealed", () => {
  const sealed = seal("dialogue", "anna", "a text");

  it("is opened with the same secret, for the same purpose and owner", () => {
    expect(sealing(SECRET).open("dialogue", "anna", sealed)).toBe("a text");
    expect(sealed).toMatch(/^[\w-]+$/);
    expect(seal("dialogue", "anna", "a text")).not.toBe(sealed);
  });

  it.each<[string, () => string | undefined]>([
    ["another secret", () => sealing(`${SECRET}!`).open("dialogue", "anna", sealed)],
    ["another owner", () => open("dialogue", "ben", sealed)],
    ["another purpose", () => open("question", "anna", sealed)],
    ["nothing in it", () => open("dialogue", "anna", "")],
    ["a part of it", () => open("dialogue", "anna", sealed.slice(0, -4))],
    ["another text", () => open("dialogue", "anna", "wizard-1")],
  ])("is not opened with %s", (_, opened) => {
    expect(opened()).toBeUndefined();
  });

  it("is not opened with any bit changed", () => {
    const bytes = Buffer.from(sealed, "base64url");
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(open("dialogue", "anna", changed.toString("base64url"))).toBeUndefined();
    }
  });

  it("does not tell what is in it, and has a key for each purpose", () => {
    expect(Buffer.from(sealed, "base64url").toString("latin1")).not.toContain("text");
    expect(key("dialogue")).toHaveLength(32);
    expect(key("dialogue").equals(key("question"))).toBe(false);
  });

  it("opens to no more than so much, however well it was packed", () => {
    expect(open("dialogue", "anna", seal("dialogue", "anna", "a".repeat(300_000)))).toBeUndefined();
  });
});
