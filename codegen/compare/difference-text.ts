import { plainText, revealed } from "../text/text.js";
import { type Change, type Difference, LEVELS, type Level, type Words } from "./difference.js";

// A difference for people: at a terminal, or in a pull request's comment.

const TITLES: Readonly<Record<Level, string>> = { breaking: "Breaking", notable: "Notable", safe: "Safe" };

/** Changes of one level beyond these are only counted: GitHub takes comments of 65,536 characters. */
const MAX_SHOWN = 100;
const MAX_VALUE = 120;
/** Longer than what of a label ends in a tool, so that nothing is hidden behind its end. */
const MAX_PROMPT = 200;

const NOTHING = "Nothing changed.";

/** How the values of a sentence are shown: usually, and where they are text that models read. */
interface Quotes {
  usual: (value: string) => string;
  prompt: (value: string) => string;
}

const IN_TEXT: Quotes = {
  usual: quoted,
  prompt: (value) => (isName(value) ? value : `"${revealed(value, MAX_PROMPT).replaceAll('"', '\\"')}"`),
};
const IN_MARKDOWN: Quotes = { usual: codeSpan, prompt: (value) => fenced(revealed(value, MAX_PROMPT)) };

/** Lines for a terminal. */
export function asText({ causes, changes }: Difference): string {
  const lines = causes.map((words) => `${phrase(words, quoted)}.`);
  for (const [title, list] of sections(changes)) {
    lines.push(`${title} (${list.length}):`);
    lines.push(...list.slice(0, MAX_SHOWN).map((change) => `  ${line(change, (model) => `${model}: `, IN_TEXT)}`));
    if (list.length > MAX_SHOWN) lines.push(`  and ${list.length - MAX_SHOWN} more`);
  }
  return (lines.length > 0 ? lines : [NOTHING]).join("\n");
}

/** Markdown in which no label can make a link, a mention, HTML or another list. */
export function asMarkdown({ causes, changes }: Difference): string {
  const parts = causes.length > 0 ? [causes.map((words) => `${phrase(words, codeSpan)}.`).join("\n\n")] : [];
  for (const [title, list] of sections(changes)) {
    const items = list
      .slice(0, MAX_SHOWN)
      .map((change) => `- ${line(change, (model) => `${codeSpan(model)}: `, IN_MARKDOWN)}`);
    if (list.length > MAX_SHOWN) items.push(`- and ${list.length - MAX_SHOWN} more`);
    parts.push(`### ${title} (${list.length})`, items.join("\n"));
  }
  return (parts.length > 0 ? parts : [NOTHING]).join("\n\n");
}

/** By level; what models read stands by itself, for it is to be read as such. */
function sections(changes: readonly Change[]): [title: string, changes: Change[]][] {
  const all = LEVELS.map((level): [string, Change[]] => [
    TITLES[level],
    changes.filter((change) => change.level === level && !change.prompt),
  ]);
  const [breaking, ...others] = all;
  const prompts: [string, Change[]] = ["Prompt changes, text that models read", changes.filter(({ prompt }) => prompt)];
  return [...(breaking ? [breaking] : []), prompts, ...others].filter(([, list]) => list.length > 0);
}

function line({ model, words, prompt }: Change, heading: (model: string) => string, quotes: Quotes): string {
  return `${model === undefined ? "" : heading(model)}${phrase(words, prompt ? quotes.prompt : quotes.usual)}`;
}

/** A sentence with its values quoted. */
export const phrase = ({ texts, values }: Words, quote: (value: string) => string): string =>
  texts.map((text, index) => text + (index < values.length ? quote(values[index] ?? "") : "")).join("");

/** Names and numbers as they are, everything else between quotes. */
export function quoted(value: string): string {
  const text = plainText(value, MAX_VALUE);
  return isName(text) ? text : JSON.stringify(text);
}

const isName = (text: string) => /^[\w.+-]{1,100}$/.test(text);

function codeSpan(value: string): string {
  return fenced(plainText(value, MAX_VALUE));
}

/** Nothing has a meaning inside a code span but the row of backticks that ends it: it is longer than any within. */
function fenced(value: string): string {
  const text = value || " ";
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  const pad = longest > 0 ? " " : "";
  return `${fence}${pad}${text}${pad}${fence}`;
}
