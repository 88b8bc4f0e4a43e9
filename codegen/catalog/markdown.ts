import { markdownTable } from "markdown-table";
import { OdooError } from "../../src/odoo/errors/errors.js";
import type { CatalogView, ModelView } from "./view.js";

export const START = "<!-- tools:start -->";
export const END = "<!-- tools:end -->";

/**
 * The tools as a Markdown table, a row a model. It holds names alone, which are letters, digits, "_" and ".": a label
 * could be Markdown.
 */
export function catalogMarkdown({ models, generic }: CatalogView): string {
  const rows = models.map((model) => [code(model.name), toolNames(model)]);
  const names = generic.map(({ definition }) => code(definition.name)).join(", ");
  return markdownTable([["model", "tools"], ...rows, ["any model", names]], { alignDelimiters: false });
}

/** `sale_order_search`, `_read`, …: the first in full, the others without what their names begin with. */
function toolNames({ module, tools }: ModelView): string {
  const names = tools.map(({ definition }) => definition.name);
  const short = names.map((name, index) =>
    index > 0 && name.startsWith(`${module}_`) ? name.slice(module.length) : name,
  );
  return short.map(code).join(", ");
}

/** A pipe would end the cell, in code too. */
const code = (name: string) => `\`${name.replaceAll("|", "\\|")}\``;

/** The text with what stands between the markers replaced. Throws `OdooError` "settings" without one pair of them. */
export function betweenMarkers(text: string, table: string, file: string): string {
  const start = text.indexOf(START) + START.length;
  const end = text.indexOf(END);
  const isOne = (marker: string) => text.split(marker).length === 2;
  if (!isOne(START) || !isOne(END) || end < start) {
    throw new OdooError("settings", `${file} has no one pair of ${START} and ${END}.`, {
      hint: "Put each on a line of its own, where the list of tools should stand.",
    });
  }
  return `${text.slice(0, start)}\n${table}\n${text.slice(end)}`;
}
