import { costOf, tokensOf } from "../../codegen/emit/budget.js";
import type { ToolDefinition } from "../../src/tools/call/tool.js";
import { GENERIC_TOOLS } from "../../src/tools/catalogue/generic-tools.js";
import { modelTools } from "../../src/tools/catalogue/model-tools.js";
import { type SurfaceOptions, surfaceOf } from "../../src/tools/catalogue/surface.js";
import type { Manifest } from "../../src/tools/generated/manifest.js";

// What a client's model pays: for the tools that it is shown, for what it calls and for what is answered. Tokens are
// characters / 4, as codegen counts them.

/** A call and its answer, each as the JSON that a model writes and reads. */
export interface Exchange {
  tool: string;
  call: string;
  answer: string;
}

export interface SurfaceCost {
  surface: string;
  tools: number;
  /** Of names, descriptions and input schemas, which clients put before a model. */
  tokens: number;
  /** Of the output schemas, which a client keeps for itself or for the code that it runs. */
  outputs: number;
}

/** Every way to list a folder's tools: all, each toolset, those that read, and those that are searched. */
export async function surfaceCosts(manifest: Manifest): Promise<SurfaceCost[]> {
  const typed = modelTools(manifest);
  const ways: [surface: string, options: SurfaceOptions][] = [
    ["all tools", {}],
    ...Object.keys(manifest.toolsets ?? {}).map((name): [string, SurfaceOptions] => [
      `--toolsets ${name}`,
      { toolsets: [name] },
    ]),
    ["--tools who_am_i", { tools: ["who_am_i"] }],
    ["--read-only", { readOnly: true }],
    ["--surface search", { surface: "search" }],
  ];
  return Promise.all(
    ways.map(async ([surface, options]) => {
      const { listed } = await surfaceOf({ manifest, typed, generic: GENERIC_TOOLS }, options);
      return { surface, ...costsOf(listed.map(({ definition }) => definition)) };
    }),
  );
}

const costsOf = (tools: readonly ToolDefinition[]): Omit<SurfaceCost, "surface"> => ({
  tools: tools.length,
  tokens: sum(tools.map((tool) => costOf(tool).tokens)),
  outputs: sum(tools.map(({ outputSchema }) => tokensOf(JSON.stringify(outputSchema)))),
});

/** What calls and answers are together. */
export function exchangeCost(exchanges: readonly Exchange[]): { calls: number; asked: number; answered: number } {
  return {
    calls: exchanges.length,
    asked: sum(exchanges.map(({ tool, call }) => tokensOf(tool + call))),
    answered: sum(exchanges.map(({ answer }) => tokensOf(answer))),
  };
}

/** The exchanges of a file with one a line. */
export const readExchanges = (lines: string): Exchange[] =>
  lines
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Exchange);

/** A figure beside its target: `17,803 tokens (0.99 of 18,000)`. */
export const againstTarget = (tokens: number, target: number): string =>
  `${inWords(tokens)} tokens (${(tokens / target).toFixed(2)} of ${inWords(target)})`;

const inWords = (count: number) => count.toLocaleString("en-US");

const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0);
