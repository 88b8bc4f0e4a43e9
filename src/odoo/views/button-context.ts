import { parsePythonLiteral } from "../notation/python-literal.js";
import { parsePython } from "../notation/python-syntax.js";
import type { ButtonContext } from "../schema/schema.js";
import type { Condition } from "./conditions.js";
import { portableContext } from "./portable-context.js";

// What a button adds to the context of its step.

/** A place of a button: when it does not show, and its `context` as the view has it. */
export interface ContextPlace {
  hidden: Condition;
  context: string | undefined;
}

/**
 * What a button adds to the context, without records that it names by ids of one database: that of the place where it shows, of a button with several (`action_rfq_send` of a
 * purchase order). Undefined where it adds nothing, or what cannot be read.
 */
export function buttonContext(places: readonly ContextPlace[]): ButtonContext | undefined {
  const texts = places.map(({ context }) => portableContext(context).text || "{}");
  const [first = "{}"] = texts;
  if (texts.every((text) => text === first)) return read(first);
  const chosen = places.flatMap(({ hidden }, at) =>
    hidden === false ? [] : [`${texts[at]} if not (${hidden}) else `],
  );
  const always = places.findIndex(({ hidden }) => hidden === false);
  return read(`${chosen.join("")}${always < 0 ? "{}" : texts[always]}`);
}

/** Longer ones stand on no button. */
const MAX_TEXT = 2_000;

function read(text: string): ButtonContext | undefined {
  const literal = parsePythonLiteral(text);
  if (literal === undefined) return text.length <= MAX_TEXT && parsePython(text) ? text : undefined;
  const isDict = typeof literal === "object" && literal !== null && !Array.isArray(literal);
  return isDict && Object.keys(literal).length > 0 ? (literal as Record<string, unknown>) : undefined;
}
