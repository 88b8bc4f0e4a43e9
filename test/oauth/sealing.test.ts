import fc from "fast-check";
import { expect, it } from "vitest";
import { sealing } from "../../src/oauth/sealing.js";

const OLD = "a".repeat(32);
const NEW = "b".repeat(32);

it("opens what it sealed, for the same purpose and with the same secret alone", () => {
  const content = { login: "mitchell", key: "k3y" };
  const sealed = sealing([OLD]).seal("grant", content);
  expect(sealed).toMatch(/^[\w-]+$/);
  expect(Buffer.from(sealed, "base64url").toString("latin1")).not.toContain("k3y");
  expect(sealing([OLD]).open("grant", sealed)).toEqual(content);
  expect(sealing([OLD]).open("refresh token", sealed)).toBeUndefined();
  expect(sealing([NEW]).open("grant", sealed)).toBeUndefined();
  expect(sealing([OLD]).seal("grant", content)).not.toBe(sealed);
});

it("opens with older secrets, and seals with the newest", () => {
  const both = sealing([NEW, OLD]);
  expect(both.open("form", sealing([OLD]).seal("form", { uid: "u" }))).toEqual({ uid: "u" });
  expect(sealing([NEW]).open("form", both.seal("form", { uid: "u" }))).toEqual({ uid: "u" });
});

it("opens nothing that was changed in any byte, or is anything else", () => {
  const one = sealing([OLD]);
  const bytes = Buffer.from(one.seal("grant", { key: "k3y" }), "base64url");
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(one.open("grant", changed.toString("base64url"))).toBeUndefined();
  }
  fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => one.open("grant", text) === undefined));
});

it.each([[[]], [["short"]], [[NEW, "short"]]])("takes no secret that could be guessed: %j", (secrets) => {
  expect(() => sealing(secrets)).toThrow("less than 32 characters");
});
