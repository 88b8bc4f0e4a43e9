import { isFieldName } from "../schema/schema.js";
import { type Condition, either } from "./conditions.js";
import { modifier, parseView, type ViewNode } from "./nodes.js";
import type { RawView } from "./raw-views.js";

// The boxes in which a form warns whoever fills it in: as data.

/**
 * A box (`alert-warning` or `alert-danger`) with what stands in it, or the field of a widget that makes a box of each message
 * in it (`alerts` of an invoice, 18 on). Boxes of plain information are help texts. `hidden`: by itself, or by what it stands in.
 */
export type Alert = { hidden: Condition } & ({ parts: readonly AlertPart[] } | { messages: string });

/** A text, or the value of a field. */
export type AlertPart = { hidden: Condition } & ({ text: string } | { field: string });

/** The boxes of a form, in its order; those of its lines are left out, and those that never show. */
export function formAlerts(raw: RawView | undefined): Alert[] {
  const root = parseView(raw?.arch);
  const alerts: Alert[] = [];
  const visit = (node: ViewNode, within: Condition) => {
    const hidden = either(within, modifier(node, "invisible"));
    if (hidden === true) return;
    const { name = "", widget } = node.attributes;
    if (isWarning(node)) alerts.push({ hidden, parts: partsOf(node, false) });
    else if (widget === "actionable_errors" && isFieldName(name)) alerts.push({ hidden, messages: name });
    else if (node.tag !== "field") for (const child of node.children) visit(child, hidden);
  };
  if (root) visit(root, false);
  return alerts;
}

const isWarning = ({ attributes }: ViewNode) => /(?:^|\s)alert-(?:warning|danger)(?:\s|$)/.test(attributes.class ?? "");

function partsOf(node: ViewNode, hidden: Condition): AlertPart[] {
  const { name = "" } = node.attributes;
  if (node.tag === "field") return isFieldName(name) ? [{ field: name, hidden }] : [];
  if (node.tag === "button" && !isLink(node)) return [];
  const inside = node.content.flatMap((part): AlertPart[] => {
    if (typeof part === "string") return [{ text: part, hidden }];
    const within = either(hidden, modifier(part, "invisible"));
    return within === true ? [] : partsOf(part, within);
  });
  return BLOCKS.has(node.tag) ? [{ text: " ", hidden }, ...inside, { text: " ", hidden }] : inside;
}

/** A button that is a part of a sentence: "you must activate the currency of the bill". */
const isLink = ({ attributes }: ViewNode) => /(?:^|\s)oe_link(?:\s|$)/.test(attributes.class ?? "");

/** What stands on lines of its own. */
const BLOCKS: ReadonlySet<string> = new Set(["br", "div", "h1", "h2", "h3", "h4", "hr", "li", "ol", "p", "ul"]);
