import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { WireCall } from "../../../src/odoo/wires/wire.js";
import type { Series } from "../../sandbox/recipes.js";
import type { Rounds } from "./counted.js";
import { PARTS, type Row } from "./rows.js";

// `docs/calls.md`: a line for each call, a column for each series. A run makes its own column and leaves the other's.

/** What was counted of a call: when all that is kept was known; and what its first call asked beside, if the page tells it. */
export interface Counts {
  warm: Rounds;
  added?: readonly string[];
  /** Of both calls, in their order. */
  asked: readonly WireCall[];
}

const PAGE = fileURLToPath(new URL("../../../docs/calls.md", import.meta.url));

export const readPage = (): string => readFileSync(PAGE, "utf8");
export const writePage = (page: string): void => writeFileSync(PAGE, page);

const SERIES: readonly Series[] = ["14", "19"];
const ADDED = "What a first call adds";

/** `page` with the counts of a series. */
export function pageWith(page: string, series: Series, counts: ReadonlyMap<Row, Counts>): string {
  const known = linesOf(page);
  const line = (part: string, row: Row, own: string) => {
    const [tool, call] = row;
    const others = known.get(`${part} ${tool} ${call}`);
    const cells = SERIES.map((one, at) => (one === series ? own : (others?.[at] ?? "")));
    return `| ${[`\`${tool}\``, call, ...cells].join(" | ")} |`;
  };
  const parts = Object.entries(PARTS).map(([part, rows]) => [
    `## ${part}`,
    [HEADER, ...rows.map((row) => line(part, row, cellOf(counts.get(row)?.warm ?? [])))].join("\n"),
  ]);
  const first = Object.values(PARTS)
    .flat()
    .filter(([, , , more]) => more?.first)
    .map((row) => line(ADDED, row, cellOf((counts.get(row)?.added ?? []).map((method) => [method]))));
  return `${[HEAD, ...parts.flat(), `## ${ADDED}`, FIRST, [HEADER, ...first].join("\n")].join("\n\n")}\n`;
}

/** What was asked by the calls of those rows whose lines one page has and the other has not. */
export function askedApart(page: string, told: string, counts: ReadonlyMap<Row, Counts>): string {
  const lines = new Set(page.split("\n"));
  const others = told.split("\n").filter((line) => !lines.has(line));
  const apart = [...counts].filter(([[tool, call]]) =>
    others.some((line) => line.startsWith(`| ${[`\`${tool}\``, call].join(" | ")} | `)),
  );
  const described = ({ model, method, params }: WireCall) => `  ${model} ${method} ${JSON.stringify(params)}`;
  return apart
    .flatMap(([[tool, call], { asked }]) => [`${tool} ${call}`, ...asked.map(described)])
    .map((line) => line.slice(0, LONGEST))
    .join("\n");
}

const LONGEST = 300;

/** The cells of a page's series, by part, tool and call. */
function linesOf(page: string): Map<string, string[]> {
  let part = "";
  const known = new Map<string, string[]>();
  for (const line of page.split("\n")) {
    if (line.startsWith("## ")) part = line.slice(3);
    const [tool, call, ...cells] = line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim());
    if (tool?.startsWith("`")) known.set(`${part} ${tool.replaceAll("`", "")} ${call}`, cells);
  }
  return known;
}

/** "4: search, 2 read + search_count". */
function cellOf(rounds: Rounds): string {
  const count = rounds.flat().length;
  return count === 0 ? "0" : `${count}: ${rounds.map(together).join(", ")}`;
}

function together(methods: readonly string[]): string {
  const times = new Map<string, number>();
  for (const method of methods) times.set(method, (times.get(method) ?? 0) + 1);
  return [...times].map(([method, count]) => (count > 1 ? `${count} ${method}` : method)).join(" + ");
}

const HEAD = `# What a call costs

How many calls to Odoo each tool's call makes, for whoever plans what load assistants put on an Odoo: their calls times the
figure are its requests, and how long one call takes follows from its rounds. \`4: search, 2 read + search_count\` is four requests
in two rounds: a search, and when it is answered three requests side by side. Repetitions after a failure come on top
([connection.md](connection.md)), and so does the sign-in.

Counted by \`test/live/call-counts.test.ts\` as an administrator, on records of its own that nobody follows, after a first call
of the same kind: what that asks beside, and the server then keeps for ten minutes, stands in
[the last table](#what-a-first-call-adds). Where nothing is said of a call it has no more than the tool needs. Files, lines of
other kinds, relations that are told by name, followers and whoever is written to may each add a request.`;

const FIRST = `Of a server that has just started. Once in ten minutes, for all calls: the fields of a model that the generated folder does
not have (\`fields_get\`); the form where something is made or changed (\`load_views\` on 14 and 15, \`get_views\` later), and how
a new record opens in it; the list of models, the user's rights, the user's own contact, and the installed languages; the
kinds of messages that followers of a model choose from, its Action and Print menus, and what external ids name. Records that
people work with are never kept.`;

const HEADER = `| tool | call | ${SERIES.map((one) => `Odoo ${one}`).join(" | ")} |\n|---|---|---|---|`;
