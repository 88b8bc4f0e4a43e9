import { describe, expect, it } from "vitest";
import { credentialOf } from "../../src/http/credential.js";

const KEY = "0123456789abcdef0123456789abcdef01234567";
const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;

describe("a credential", () => {
  it.each([
    ["a key", { authorization: `Bearer ${KEY}` }, { key: KEY }],
    ["in small letters", { authorization: `bearer ${KEY}` }, { key: KEY }],
    ["a key and a login", { authorization: `Bearer ${KEY}`, "x-odoo-login": "anna" }, { login: "anna", key: KEY }],
    ["both in one", { authorization: basic(`anna@example.com:${KEY}`) }, { login: "anna@example.com", key: KEY }],
    ["a colon in the key", { authorization: basic("anna:a:b") }, { login: "anna", key: "a:b" }],
    ["other letters", { authorization: basic("änna:schlüssel") }, { login: "änna", key: "schlüssel" }],
  ])("is %s", (_, headers, credential) => {
    expect(credentialOf(headers)).toEqual(credential);
  });

  it.each([
    ["nothing", undefined],
    ["an empty text", ""],
    ["a scheme alone", "Bearer"],
    ["an empty key", "Bearer  "],
    ["two keys", `Bearer ${KEY} ${KEY}`],
    ["two schemes", `Bearer ${KEY}, Basic ${KEY}`],
    ["another scheme", `Digest ${KEY}`],
    ["a key that is too long", `Bearer ${"a".repeat(513)}`],
    ["a key with a line break", basic("anna:a\nb")],
    ["no login", basic(`:${KEY}`)],
    ["no key", basic("anna:")],
    ["no colon", basic("anna")],
    ["a login that is too long", basic(`${"a".repeat(257)}:${KEY}`)],
    ["bytes that are no text", `Basic ${Buffer.from([0xff, 0x3a, 0x61]).toString("base64")}`],
  ])("is not %s", (_, authorization) => {
    expect(credentialOf({ authorization })).toBeUndefined();
  });

  it.each(["", " ", "a\u0000b", "a".repeat(257)])("is not a key beside a login %j", (login) => {
    expect(credentialOf({ authorization: `Bearer ${KEY}`, "x-odoo-login": login })).toBeUndefined();
  });
});
