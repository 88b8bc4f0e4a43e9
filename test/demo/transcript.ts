import { styleText } from "node:util";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { ElicitRequestSchema } from "@modelcontextprotocol/sdk/types.js";

// The demo's MCP client, which prints what it sends and what it gets.

type Style = Parameters<typeof styleText>[0];

/** Colours only for a terminal, and not with NO_COLOR. */
const styled = (style: Style, text: string) =>
  process.stdout.isTTY && !process.env.NO_COLOR ? styleText(style, text) : text;

export const print = (text: string) => console.log(text);
export const heading = (text: string) => print(`\n${styled("bold", `$ ${text}`)}`);
export const comment = (text: string) => print(`\n${styled("cyan", `# ${text}`)}`);

export type Result = Record<string, unknown>;

/** An MCP client connected to a server of its own, over stdio. */
export interface DemoClient {
  /** The names of all tools. */
  tools(): Promise<string[]>;
  /** Calls a tool and prints the exchange. Throws where the call fails. */
  call(tool: string, args: object): Promise<Result>;
  /** Calls a tool that must be refused, and answers the refusal. Throws where it is not. */
  refused(tool: string, args: object): Promise<Result>;
  close(): Promise<void>;
}

export async function startClient(args: string[], settings: Record<string, string>): Promise<DemoClient> {
  const client = new Client({ name: "odoo-typed-mcp-demo", version: "1.0.0" }, { capabilities: { elicitation: {} } });
  client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
    print(styled("magenta", params.message.replaceAll(/^/gm, "? ")));
    print(styled("magenta", "! yes"));
    return { action: "accept", content: { confirm: true } };
  });
  const transport = new StdioClientTransport({ command: process.execPath, args, env: settings, stderr: "pipe" });
  let stderr = "";
  transport.stderr?.on("data", (chunk) => {
    stderr += chunk;
  });
  await client.connect(transport);
  async function exchange(tool: string, given: object): Promise<{ result: Result; failed: boolean }> {
    print(`${styled("green", `> ${tool}`)} ${shortened(given)}`);
    const answer = await client.callTool({ name: tool, arguments: { ...given } });
    const result = (answer.structuredContent ?? {}) as Result;
    const failed = answer.isError === true;
    print(
      `${styled(failed ? "yellow" : "gray", failed ? "< refused" : "<")} ${shortened(failed ? messageOf(result) : result)}`,
    );
    return { result, failed };
  }
  return {
    async tools() {
      return (await client.listTools()).tools.map(({ name }) => name);
    },
    async call(tool, given) {
      const { result, failed } = await exchange(tool, given);
      if (failed) throw new Error(`The demo stopped: ${tool} failed. ${messageOf(result)}`);
      return result;
    },
    async refused(tool, given) {
      const { result, failed } = await exchange(tool, given);
      if (!failed) throw new Error(`The demo stopped: ${tool} should have been refused.`);
      return result;
    },
    async close() {
      await client.close();
      comment("What the server wrote on stderr: warnings, and an audit line before and after each change.");
      for (const line of stderr.trimEnd().split("\n")) print(shortened(line));
    },
  };
}

const messageOf = (result: Result) => String((result.error as { message?: string } | undefined)?.message);

const LONGEST = 400;

function shortened(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}… (${text.length} characters)`;
}
