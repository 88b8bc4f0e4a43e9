import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { ElicitRequestSchema, type ElicitResult } from "@modelcontextprotocol/sdk/types.js";
import { resultSchemas } from "./result-schemas.js";

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

/** What was answered, without its notice. */
export interface Exchanged {
  structured: Json;
  failed: boolean;
}

/** Makes a call, and checks that the text of its answer says the same as what is structured. */
export type Exchange = (tool: string, args: Json) => Promise<Exchanged>;

/** Who calls the tools of a server, however it is reached. */
export interface Caller {
  /** As the server lists them. */
  tools: readonly ListedTool[];
  exchange: Exchange;
  /** The structured result without its notice, after checking that the text says the same. Throws if the call was refused. */
  call(tool: string, args?: Json): Promise<Json>;
  /** The error of a call that must fail. */
  refused(tool: string, args?: Json): Promise<Refusal>;
  close(): Promise<void>;
}

export interface ListedTool {
  name: string;
  inputSchema: object;
}

/** A real MCP client and a server process of its own, over stdio. */
export interface Session extends Caller {
  client: Client;
}

/** What the person of a test answers. */
export type Answer = (question: string) => ElicitResult | Promise<ElicitResult>;

const yes: Answer = () => ({ action: "accept", content: { confirm: true } });

/** What the official clients of both eras have in common. */
interface OfficialClient {
  listTools(): Promise<{ tools: ListedTool[] }>;
  callTool(params: { name: string; arguments: Json }): Promise<object>;
  close(): Promise<void>;
}

export async function startServer(
  settings: Record<string, string>,
  args: readonly string[] = [],
  answer: Answer | "cannot ask" = yes,
): Promise<Session> {
  const client = new Client(
    { name: "test", version: "1" },
    { capabilities: answer !== "cannot ask" ? { elicitation: {} } : {}, jsonSchemaValidator: resultSchemas },
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
  return { client, ...(await callerOf(client)) };
}

/** Calls by a client that is connected. */
export async function callerOf(client: OfficialClient): Promise<Caller> {
  // The clients check results against output schemas only for tools they have listed.
  const { tools } = await client.listTools();
  const exchange: Exchange = async (tool, given) => {
    const result = (await client.callTool({ name: tool, arguments: given })) as Answered;
    const [content, ...others] = result.content;
    const structured = result.structuredContent;
    if (others.length > 0) throw new Error(`${tool}: ${others.length} other blocks`);
    if (JSON.stringify(structured) !== content?.text) throw new Error(`${tool}: text and structured content differ`);
    const { notice, ...told } = structured;
    if (notice !== undefined && !content?.text.startsWith('{"notice":'))
      throw new Error(`${tool}: notice is not first`);
    return { structured: told, failed: result.isError === true };
  };
  return { tools, ...callsBy(exchange), close: () => client.close() };
}

/** Calls that must succeed, or be refused, made by exchanges. */
export const callsBy = (exchange: Exchange): Pick<Caller, "exchange" | "call" | "refused"> => ({
  exchange,
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
});

interface Answered {
  content: { type: string; text: string }[];
  structuredContent: Json;
  isError?: boolean;
}
