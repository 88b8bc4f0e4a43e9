import type { Schema } from "../../src/odoo/schema/schema.js";
import { configWith, fieldWith } from "../support/fixtures.js";

// What someone could write into labels, help and selections to run code, to hide it from a reviewer, or to break a build.

/** The global variable that a text sets if it runs. Every text holds its name. */
export const FLAG = "hostileTextRan";

const RUN = `globalThis.${FLAG} = true`;

export const HOSTILE: readonly (readonly [what: string, text: string])[] = [
  ["an end of a comment", `*/ ${RUN}; /*`],
  ["an end of a comment at both ends", `*/${RUN}/**/;/*`],
  ["many stars", `****/${RUN};/****`],
  ["a backtick", `\`+(${RUN})+\``],
  ["a template's hole", `\${${RUN}}`],
  ["an exit in a template's hole", `\${process.exit(1)} ${RUN}`],
  ["a backtick and a hole", `\`\${${RUN}}\``],
  ["double quotes", `"]), (${RUN}), field.selection(["`],
  ["single quotes", `'); ${RUN}; ('`],
  ["a backslash before a quote", `\\"]), (${RUN}), (["`],
  ["a backslash at the end", `${RUN}\\`],
  ["a written escape", `\\u0022]), (${RUN}), ([\\x22`],
  ["an escaped end of a comment", `\\u002a\\u002f ${RUN}; /*`],
  ["new lines", `a\n${RUN}\r\n${RUN}\r${RUN};\n`],
  ["Unicode's line ends", `a\u2028${RUN};\u2029${RUN};\u0085${RUN};`],
  ["vertical tabs and form feeds", `a\v${RUN};\f${RUN};`],
  ["HTML", `</script><script>${RUN}</script><!-- ${RUN} -->`],
  ["an image", `"><img src=x: onerror="${RUN}">'><svg onload='${RUN}'>`],
  ["an end of a style sheet", `</style><script>${RUN}</script>`],
  ["an end of a comment of HTML", `--><script>${RUN}</script>`],
  ["an end of a title", `</title></text></svg></textarea><script>${RUN}</script>`],
  ["@ts-ignore", `@ts-ignore ${RUN}`],
  ["@ts-nocheck on a line of its own", `\n// @ts-nocheck ${RUN}\n`],
  ["a JSX pragma", `@jsx ${FLAG} @jsxRuntime classic`],
  ["a reference", `\n/// <reference path="${FLAG}" />`],
  ["a source map", `\n//# sourceMappingURL=data:${FLAG}`],
  ["directions", `\u202e${RUN}\u2066;\u2069\u200f`],
  ["NUL", `\0${RUN}\0`],
  ["terminal escapes", `\u001b[2J\u001b]0;${FLAG}\u0007\u009b`],
  ["halves of characters", `\ud800${RUN}\udc00\ud83d`],
  ["hidden characters", `${FLAG}\u{e0069}\u{e0100}\u200b\ufeff\u3164`],
  ["something every object has", `__proto__ ${FLAG}`],
  ["a very long text", `${RUN};${" */ x".repeat(10_000)}`],
];

/** The model that `schemaOf` makes of the text at `index`. */
export const modelAt = (index: number) => `x_hostile.m${index}`;

/** A model for each text, which is everywhere in it that Odoo lets a person write. */
export function schemaOf(texts: readonly string[]): Schema {
  const models = texts.map((text, index) => {
    const label = { string: text, help: text };
    const fields = {
      char: fieldWith(label),
      selection: fieldWith({ ...label, type: "selection", selection: [[text, text]] }),
      reference: fieldWith({ ...label, type: "reference", selection: [[text, text]] }),
      many2one: fieldWith({ ...label, type: "many2one", relation: modelAt(index) }),
      lines: fieldWith({ ...label, type: "one2many", relation: modelAt(index), relation_field: "many2one" }),
      needed: fieldWith({ ...label, needed: { reason: "onchange", unless: ["many2one"] } }),
    };
    return { name: modelAt(index), label: text, fields };
  });
  return { series: "19.0", models: Object.fromEntries(models.map((model) => [model.name, model])) };
}

export const hostileSchema = () => schemaOf(HOSTILE.map(([, text]) => text));
export const hostileConfig = () => configWith({ "x_hostile.*": {} });
