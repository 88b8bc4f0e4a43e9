import { type Change, type Difference, LEVELS, type Level, type Words } from "./diff.js";
import { plainText } from "./text.js";

// A difference for people: at a terminal, or in a pull request's comment.

const TITLES: Readonly<Record<Level, string>> = { breaking: "Breaking", notable: "Notable", safe: "Safe" };

/** Changes of one level beyond these are only counted: GitHub takes comments of 65,536 characters. */
const MAX_SHOWN = 100;
const MAX_VALUE = 120;

const NOTHING = "Nothing changed.";

/** Lines for a terminal. */
export function asText({ causes, changes }: Difference): string {
  const lines = causes.map((words) => `${phrase(words, quoted)}.`);
  for (const [level, own] of byLevel(changes)) {
    lines.push(`${TITLES[level]} (${own.length}):`);
    lines.push(...own.slice(0, MAX_SHOWN).map((change) => `  ${line(change, (model) => `${model}: `, quoted)}`));
    if (own.length > MAX_SHOWN) lines.push(`  and ${own.length - MAX_SHOWN} more`);
  }
  return (lines.length > 0 ? lines : [NOTHING]).join("\n");
}

/** Markdown in which no label can make a link, a mention, HTML or another list. */
export function asMarkdown({ causes, changes }: Difference): string {
  const parts = causes.length > 0 ? [causes.map((words) => `${phrase(words, codeSpan)}.`).join("\n\n")] : [];
  for (const [level, own] of byLevel(changes)) {
    const items = own
      .slice(0, MAX_SHOWN)
      .map((change) => `- ${line(change, (model) => `${codeSpan(model)}: `, codeSpan)}`);
    if (own.length > MAX_SHOWN) items.push(`- and ${own.length - MAX_SHOWN} more`);
    parts.push(`### ${TITLES[level]} (${own.length})`, items.join("\n"));
  }
  return (parts.length > 0 ? parts : [NOTHING]).join("\n\n");
}

const byLevel = (changes: readonly Change[]): [Level, Change[]][] =>
  LEVELS.map((level): [Level, Change[]] => [level, changes.filter((change) => change.level === level)]).filter(
    ([, own]) => own.length > 0,
  );

function line({ model, words }: Change, heading: (model: string) => string, quote: (value: string) => string): string {
  return `${model === undefined ? "" : heading(model)}${phrase(words, quote)}`;
}

/** A sentence with its values quoted. */
export const phrase = ({ texts, values }: Words, quote: (value: string) => string): string =>
  texts.map((text, index) => text + (index < values.length ? quote(values[index] ?? "") : "")).join("");

/** Names and numbers as they are, everything else between quotes. */
export function quoted(value: string): string {
  const text = plainText(value, MAX_VALUE);
  return /^[\w.+-]+$/.test(text) ? text : JSON.stringify(text);
}

/** Nothing has a meaning inside a code span but the row of backticks that ends it: it is longer than any within. */
function codeSpan(value: string): string {
  const text = plainText(value, MAX_VALUE) || " ";
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  const pad = longest > 0 ? " " : "";
  return `${fence}${pad}${text}${pad}${fence}`;
}
