import { describe, expect, it } from "vitest";
import { inCompanyAndLanguage } from "../../../src/tools/call/company-and-language.js";
import { contextOver } from "../../corpus/odoo.js";
import { odooError } from "../../support/fixtures.js";

const LANGUAGES = [
  ["en_US", "English"],
  ["fr_FR", "French"],
];
const context = () => contextOver(19, async () => LANGUAGES);

describe("a call's company and language", () => {
  it("are taken out of the arguments, into the client that the tool uses", async () => {
    const taken = await inCompanyAndLanguage({ ids: [1], company_id: 2, lang: "fr_FR" }, context());
    expect(taken.args).toEqual({ ids: [1] });
    expect(taken.context.client.user.context).toMatchObject({ lang: "fr_FR", allowed_company_ids: [2] });
  });

  it("leave the client as it is where none is given, and other arguments for the tool to refuse", async () => {
    const given = context();
    expect(await inCompanyAndLanguage({ ids: [1] }, given)).toEqual({ args: { ids: [1] }, context: given });
    expect(await inCompanyAndLanguage("x", given)).toEqual({ args: "x", context: given });
    expect(await inCompanyAndLanguage(undefined, given)).toEqual({ args: undefined, context: given });
  });

  it("leave a key that zod would lose for the tool to refuse", async () => {
    const args = JSON.parse('{ "__proto__": 1, "ids": [1] }') as object;
    const taken = await inCompanyAndLanguage(args, context());
    expect(Object.keys(taken.args as object)).toEqual(["__proto__", "ids"]);
  });

  it.each([
    [{ company_id: 9 }, odooError("forbidden", "company_id", "may not work in the company 9")],
    [{ company_id: "two" }, odooError("validation", "company_id: expected a company's id")],
    [{ lang: "xx_YY" }, odooError("validation", "lang", '"xx_YY" is not installed', "fr_FR")],
    [{ lang: 5 }, odooError("validation", "lang", '"fr_FR"')],
  ])("are refused where they are none: %j", async (args, refusal) => {
    await expect(inCompanyAndLanguage(args, context())).rejects.toThrow(refusal);
  });
});
