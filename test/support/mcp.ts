import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { ElicitRequestSchema, type ElicitResult } from "@modelcontextprotocol/sdk/types.js";

/** The built command line. */
export const BUILT_CLI = fileURLToPath(new URL("../../dist/src/cli.js", import.meta.url));

/** The same, under the canary's eyes. */
export const CLI = fileURLToPath(new URL("./watched-cli.mjs", import.meta.url));

export type Json = Record<string, unknown>;

export interface Refusal {
  category: string;
  message: string;
  outcome: string;
  retryable: boolean;
  model?: string;
  field?: string;
  hint?: string;
  rule?: string;
}

/** A real MCP client and a server process of its own, over stdio. */
export interface Session {
  client: Client;
  /** The structured result without its notice, after checking that the text says the same. Throws if the call was refused. */
  call(tool: string, args?: Json): Promise<Json>;
  /** The error of a call that must fail. */
  refused(tool: string, args?: Json): Promise<Refusal>;
  close(): Promise<void>;
}

/** What the person of a test answers. */
export type Answer = (question: string) => ElicitResult | Promise<ElicitResult>;

const yes: Answer = () => ({ action: "accept", content: { confirm: true } });

export async function startServer(
  settings: Record<string, string>,
  args: readonly string[] = [],
  answer: Answer | "cannot ask" = yes,
): Promise<Session> {
  const client = new Client(
    { name: "test", version: "1" },
    { capabilities: answer !== "cannot ask" ? { elicitation: {} } : {} },
  );
  if (answer !== "cannot ask") client.setRequestHandler(ElicitRequestSchema, ({ params }) => answer(params.message));
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [CLI, "serve", ...args],
    // Changes that wait for a yes are kept in the home.
    env: { HOME: join(tmpdir(), "odoo-typed-mcp-home"), ...settings },
    stderr: "inherit",
  });
  await client.connect(transport);
  // The SDK's client checks results against output schemas only for tools it has listed.
  await client.listTools();
  const exchange = async (tool: string, given: Json) => {
    const result = await client.callTool({ name: tool, arguments: given });
    const [content, ...others] = result.content as { type: string; text: string }[];
    const structured = result.structuredContent as Json;
    if (others.length > 0) throw new Error(`${tool}: ${others.length} other blocks`);
    if (JSON.stringify(structured) !== content?.text) throw new Error(`${tool}: text and structured content differ`);
    const { notice, ...told } = structured;
    if (notice !== undefined && !content?.text.startsWith('{"notice":'))
      throw new Error(`${tool}: notice is not first`);
    return { structured: told, failed: result.isError === true };
  };
  return {
    client,
    async call(tool, given = {}) {
      const { structured, failed } = await exchange(tool, given);
      if (failed) throw new Error(`${tool}: ${JSON.stringify(structured.error)}`);
      return structured;
    },
    async refused(tool, given = {}) {
      const { structured, failed } = await exchange(tool, given);
      if (!failed) throw new Error(`${tool} was not refused: ${JSON.stringify(structured)}`);
      return structured.error as unknown as Refusal;
    },
    close: () => client.close(),
  };
}
