import sax from "sax";
import { evaluatePython, UNKNOWN } from "../notation/python-expression.js";
import { type Condition, conditionFrom, conditionFromModifier } from "./conditions.js";

// A view as XML -> its elements.

/** One element of a view. */
export interface ViewNode {
  tag: string;
  attributes: Readonly<Record<string, string>>;
  children: ViewNode[];
  /** The children with the texts between them, in their order. */
  content: (ViewNode | string)[];
}

/** 14 to 16 send what a view says of a node as domains in its "modifiers", 17 on as expressions. */
export function modifier(node: ViewNode, name: string): Condition {
  const { modifiers } = node.attributes;
  if (modifiers === undefined) return conditionFrom(node.attributes[name]);
  try {
    return conditionFromModifier((JSON.parse(modifiers) as Record<string, unknown> | null)?.[name]);
  } catch {
    return false;
  }
}

/** What the attribute's dict says without referring to the record: a Python literal, or JSON. Empty where it is none. */
export function dictOf(node: ViewNode, attribute: "options" | "context"): Readonly<Record<string, unknown>> {
  const text = node.attributes[attribute];
  const value = text ? evaluatePython(text, () => UNKNOWN) : undefined;
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** Undefined for what is no XML: a broken view shows nothing. */
export function parseView(arch: string | undefined): ViewNode | undefined {
  if (!arch) return undefined;
  const top: ViewNode = { tag: "", attributes: {}, children: [], content: [] };
  const open = [top];
  const parser = sax.parser(true);
  parser.onopentag = ({ name, attributes }) => {
    const node: ViewNode = { tag: name, attributes: attributes as Record<string, string>, children: [], content: [] };
    const around = open.at(-1);
    around?.children.push(node);
    around?.content.push(node);
    open.push(node);
  };
  parser.onclosetag = () => open.pop();
  parser.ontext = (text) => {
    open.at(-1)?.content.push(text);
  };
  parser.onerror = (error) => {
    throw error;
  };
  try {
    parser.write(arch).close();
  } catch {
    return undefined;
  }
  return top.children[0];
}
