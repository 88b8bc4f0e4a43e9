import { expect, it } from "vitest";
import { failed, findingsText, ok, orFailed, warning } from "../../../codegen/doctor/findings.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";

const findings = [ok("tls", "Fine."), warning("budget", "Much.", "Less."), failed("sign-in", "Refused.", "Try.")];

it("is a line each, with what to do below", () => {
  expect(findingsText(findings, false)).toMatchInlineSnapshot(`
    "ok       tls        Fine.
    warning  budget     Much.
                        -> Less.
    error    sign-in    Refused.
                        -> Try.

    1 error, 1 warning."
  `);
});

it("has colours only where they are wanted", () => {
  expect(findingsText(findings, false)).not.toContain("\u001b[");
  expect(findingsText(findings, true)).toContain("\u001b[31merror");
});

it("takes an OdooError for a finding, and nothing else", async () => {
  const throwing = (error: Error) => () => Promise.reject(error);
  expect(await orFailed("x", "Do it.", throwing(new OdooError("auth", "No.")))).toEqual([failed("x", "No.", "Do it.")]);
  const hinted = new OdooError("auth", "No.", { hint: "Better." });
  expect(await orFailed("x", "Do it.", throwing(hinted))).toEqual([failed("x", "No.", "Better.")]);
  await expect(orFailed("x", "Do it.", throwing(new Error("bug")))).rejects.toThrow("bug");
});

it("shows what Odoo said as plain text of one line", () => {
  const [line] = findingsText([failed("server", "One\n\u001b[31mtwo", "Do it.")], false).split("\n");
  expect(line).toBe("error    server     One [31mtwo");
});
