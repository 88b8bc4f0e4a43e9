import { OdooError } from "../../src/odoo/errors/errors.js";
import { didYouMean } from "../../src/odoo/schema/suggest.js";
import { GENERIC_TOOLS } from "../../src/tools/catalogue/generic-tools.js";
import { openGenerated } from "../../src/tools/generated/folder.js";
import { type Explanation, explainCall } from "../explain/explain.js";

export interface ExplainOptions {
  generated: string;
  /** A tool's arguments as JSON. */
  args?: string;
  readOnly?: boolean;
  json?: boolean;
}

/** What the policy says of a call, without Odoo. `allowed` is false where it would be refused. */
export async function explainCommand(
  name: string,
  options: ExplainOptions,
): Promise<{ text: string; allowed: boolean }> {
  const generated = openGenerated(options.generated);
  const { manifest } = generated;
  const aliased = Object.hasOwn(manifest.aliases ?? {}, name) ? manifest.aliases?.[name] : undefined;
  const names = [
    ...manifest.tools.map(({ tool }) => tool.name),
    ...GENERIC_TOOLS.map(({ definition }) => definition.name),
  ];
  const tool = aliased ?? name;
  if (!names.includes(tool)) {
    throw new OdooError("settings", `There is no tool "${name}".${didYouMean(name, names)}`);
  }
  const explanation = await explainCall(generated, tool, { args: parse(options.args), readOnly: options.readOnly });
  return {
    text: options.json ? JSON.stringify(explanation, undefined, 2) : textOf(explanation),
    allowed: explanation.refused === undefined,
  };
}

function parse(text: string | undefined): Record<string, unknown> | undefined {
  if (text === undefined) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed))
      return parsed as Record<string, unknown>;
  } catch {
    // Told below.
  }
  throw new OdooError("settings", `--args must be a JSON object such as '{"ids": [1]}'.`);
}

function textOf({ tool, model, effect, rules, refused, next }: Explanation): string {
  return [
    `${tool}${model ? ` on ${model}` : ""}: ${refused ? "refused" : "allowed"}${effect ? `, it is "${effect}"` : ""}.`,
    ...(refused
      ? [
          `  ${refused.message}${refused.rule && !refused.message.includes(refused.rule) ? ` (rule: ${refused.rule})` : ""}`,
          `  ${refused.hint ?? ""}`.trimEnd(),
        ]
      : []),
    ...(next ? [`  Then Odoo is asked: ${next}.`] : []),
    ...rules.map(({ what, says, rule }) => `  ${what}: ${says} (${rule})`),
  ]
    .filter(Boolean)
    .join("\n");
}
