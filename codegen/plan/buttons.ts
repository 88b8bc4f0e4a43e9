import type { Button } from "../../src/odoo/schema/schema.js";

/** When a button can be pressed, in words, as far as its view tells: "state is draft or sent". */
export function whenShown({ hidden }: Button): string {
  if (!hidden) return "";
  const states = statesOf(hidden);
  return states ? `state is ${states.join(" or ")}` : `not (${hidden})`;
}

/** The states of `state != 'a' and state not in ('b', 'c')`; undefined for any other expression. */
function statesOf(hidden: string): string[] | undefined {
  const states: string[] = [];
  for (const term of hidden.split(" and ")) {
    const [, one, several] =
      /^\(?state (?:!= '(\w+)'|not in [[(]((?:'\w+'(?:, ?)?)+)[\])])\)?$/.exec(term.trim()) ?? [];
    if (one) states.push(one);
    else if (several)
      states.push(
        ...several
          .split(",")
          .map((state) => state.replaceAll(/[' ]/g, ""))
          .filter(Boolean),
      );
    else return undefined;
  }
  return [...new Set(states)];
}
