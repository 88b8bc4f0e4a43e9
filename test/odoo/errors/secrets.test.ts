import { escape as escapedHtml } from "html-escaper";
import { describe, expect, it } from "vitest";
import {
  hideSecret,
  noSecrets,
  withoutSecrets,
  withoutWords,
  withSecretsOf,
} from "../../../src/odoo/errors/secrets.js";

const SECRET = 'p&ss "wörd"/+ 0123456789';
const SHORT = "s3cret";

hideSecret(SECRET);
hideSecret(SHORT);

describe("a secret of this process", () => {
  it.each<[how: string, written: string]>([
    ["as it is", SECRET],
    ["in capitals, as a host name might be", SECRET.toUpperCase()],
    ["in JSON", JSON.stringify(SECRET)],
    ["in HTML", escapedHtml(SECRET)],
    ["in an address", encodeURIComponent(SECRET)],
    ["in a form", encodeURIComponent(SECRET).replaceAll("%20", "+")],
    ["in small letters in an address", encodeURIComponent(SECRET).toLowerCase()],
    ...["", "a", "ab", "login:", "bearer "].map((before): [string, string] => [
      `in base64 behind ${JSON.stringify(before)}`,
      Buffer.from(`${before}${SECRET} and more`).toString("base64"),
    ]),
    ["in base64 for addresses", Buffer.from(`login:${SECRET}`).toString("base64url")],
  ])("is hidden %s", (_, written) => {
    const hidden = withoutSecrets(`before ${written} behind`);
    expect(hidden).toMatch(/^before .*\*\*\*.* behind$/);
    expect(hidden).not.toContain("0123456789");
    // Of base64 the characters at the borders may stay.
    expect(hidden.length).toBeLessThan(50);
  });

  it("is hidden as a word of its own where it is short, so that other words stay", () => {
    expect(withoutSecrets(`key ${SHORT}, "${SHORT}" but ${SHORT}ary and Secret`)).toBe(
      `key ***, "***" but ${SHORT}ary and Secret`,
    );
    expect(withoutSecrets(Buffer.from(`admin:${SHORT}`).toString("base64"))).not.toContain("czNjcmV0".slice(0, 6));
  });

  it("is hidden in what only a person at stderr sees where it is short and of letters alone", () => {
    hideSecret("banana");
    expect(withoutSecrets("a banana")).toBe("a banana");
    expect(withoutWords("a banana, bananas")).toBe("a ***, bananas");
  });

  it("is none where it is shorter than four characters, or the login", () => {
    hideSecret("a");
    hideSecret("administrator", "administrator");
    hideSecret(undefined);
    expect(withoutSecrets("a word of the administrator")).toBe("a word of the administrator");
  });
});

describe("a secret of one user of the process", () => {
  const KEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

  it("is hidden in what is done for them, and no work of others", async () => {
    const [hers, his] = [noSecrets(), noSecrets()];
    await withSecretsOf(hers, async () => {
      await Promise.resolve();
      hideSecret(KEY);
      expect(withoutSecrets(`${KEY} ${SHORT}`)).toBe("*** ***");
    });
    expect(withSecretsOf(his, () => withoutSecrets(`${KEY} ${SHORT}`))).toBe(`${KEY} ***`);
    expect(withoutSecrets(KEY)).toBe(KEY);
    expect(withSecretsOf(hers, () => withoutSecrets(KEY))).toBe("***");
  });
});
