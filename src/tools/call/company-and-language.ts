import { z } from "zod";
import { checkCompany, checkLanguage } from "../../odoo/connection/user.js";
import { isId } from "../../odoo/notation/checks.js";
import { toolArguments } from "./meant-arguments.js";
import type { ToolContext } from "./tool.js";

/** Arguments that every tool takes beside its own. */
export const companyAndLanguage = z.looseObject({
  company_id: z
    .custom<number>(isId, { error: "expected a company's id" })
    .optional()
    .meta({ type: "integer", description: "In this company alone.", brief: "" }),
  lang: z
    .string({ error: 'expected a language such as "fr_FR"' })
    .optional()
    .meta({ description: "Language, such as fr_FR.", brief: "" }),
});

/** Takes the call's own company and language out of its arguments, into the client that the tool will use. */
export async function inCompanyAndLanguage(
  args: unknown,
  context: ToolContext,
): Promise<{ args: unknown; context: ToolContext }> {
  if (typeof args !== "object" || args === null) return { args, context };
  const { company_id, lang } = await toolArguments(companyAndLanguage, args);
  // Not the parsed rest, from which the key "__proto__" is left out in silence.
  const { company_id: _company, lang: _lang, ...others } = args as Record<string, unknown>;
  if (company_id === undefined && lang === undefined) return { args: others, context };
  const { client } = context;
  if (company_id !== undefined) checkCompany(company_id, client.user.companies, "company_id");
  if (lang !== undefined) checkLanguage(lang, await client.languages(), "lang");
  const changed = {
    ...(company_id === undefined ? {} : { allowed_company_ids: [company_id] }),
    ...(lang === undefined ? {} : { lang }),
  };
  const asUser = context.asUser ?? client;
  return { args: others, context: { ...context, client: client.inContext(changed), asUser } };
}
