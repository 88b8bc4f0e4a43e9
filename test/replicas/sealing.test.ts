import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSecrets, sealing } from "../../src/replicas/sealing.js";

const OLD = "an-older-secret-of-the-replicas-0123456789";
const NEW = "the-newest-secret-of-all-replicas-987654321";

describe.each(["grant", "dialogue"] as const)("a sealed %s", (purpose) => {
  const content = { login: "mitchell", key: "k3y" };
  const sealed = sealing([OLD]).seal(purpose, content, "anna");

  it("opens for the same purpose and owner, with the same secret", () => {
    expect(sealed).toMatch(/^[\w-]+$/);
    expect(sealing([OLD]).open(purpose, sealed, "anna")).toEqual(content);
    expect(sealing([OLD]).seal(purpose, content, "anna")).not.toBe(sealed);
  });

  it.each<[string, () => unknown]>([
    ["another secret", () => sealing([NEW]).open(purpose, sealed, "anna")],
    ["another owner", () => sealing([OLD]).open(purpose, sealed, "ben")],
    ["no owner", () => sealing([OLD]).open(purpose, sealed)],
    ["another purpose", () => sealing([OLD]).open("refresh token", sealed, "anna")],
    ["nothing in it", () => sealing([OLD]).open(purpose, "", "anna")],
    ["a part of it", () => sealing([OLD]).open(purpose, sealed.slice(0, -4), "anna")],
    ["another text", () => sealing([OLD]).open(purpose, "wizard-1", "anna")],
  ])("does not open with %s", (_, opened) => {
    expect(opened()).toBeUndefined();
  });

  it("tells nothing of what is in it", () => {
    const bytes = Buffer.from(sealed, "base64url");
    expect(bytes.toString("latin1")).not.toContain("k3y");
    expect(bytes.includes(deflateRawSync("k3y").subarray(0, 3))).toBe(false);
  });

  it("does not open with any bit changed, or where it is anything else", () => {
    const bytes = Buffer.from(sealed, "base64url");
    const { open } = sealing([OLD]);
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(open(purpose, changed.toString("base64url"), "anna")).toBeUndefined();
    }
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => open(purpose, text, "anna") === undefined));
  });
});

it("opens with older secrets, and seals with the newest", () => {
  const both = sealing([NEW, OLD]);
  expect(both.open("form", sealing([OLD]).seal("form", { uid: "u" }))).toEqual({ uid: "u" });
  expect(sealing([NEW]).open("form", both.seal("form", { uid: "u" }))).toEqual({ uid: "u" });
});

it("opens a dialogue to no more than so much, however well it was packed", () => {
  const { seal, open } = sealing([OLD]);
  const sealed = seal("dialogue", { text: "a".repeat(300_000) });
  expect(sealed.length).toBeLessThan(1_000);
  expect(open("dialogue", sealed)).toBeUndefined();
});

it("lets no length tell of a secret that stands beside what others choose", () => {
  const { seal } = sealing([OLD]);
  const length = (clientId: string) => seal("grant", { key: "k3y-of-mitchell", clientId }).length;
  expect(length("k3y-of-mitchell")).toBe(length("another-client."));
});

it("has keys of its own for each purpose, the newest first", () => {
  const [first, second] = sealing([NEW, OLD]).keys("question");
  expect(first).toHaveLength(32);
  expect(second).toEqual(sealing([OLD]).keys("question")[0]);
  expect(first.equals(sealing([NEW]).keys("cookie")[0])).toBe(false);
});

it.each(["", "short", `${NEW},short`, `${NEW},`])("takes no secret that could be guessed: %j", (text) => {
  expect(() => readSecrets(text, "ODOO_MCP_HTTP_SECRET")).toThrow("ODOO_MCP_HTTP_SECRET has less than 32 characters");
});
