import { createMCPClient } from "@ai-sdk/mcp";
import { Experimental_StdioMCPTransport as StdioTransport } from "@ai-sdk/mcp/mcp-stdio";
import { mcpToTool } from "@google/genai";
import { AIMessage, type ToolMessage } from "@langchain/core/messages";
import type { DynamicStructuredTool } from "@langchain/core/tools";
import { ToolNode } from "@langchain/langgraph/prebuilt";
import { MultiServerMCPClient } from "@langchain/mcp-adapters";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { type FunctionTool, getAllMcpTools, MCPServerStdio, RunContext, setTracingDisabled } from "@openai/agents";
import type { JsonSchema } from "../../src/tools/call/tool.js";
import { CLI, type Json } from "../support/mcp.js";

// The built server as the users of four libraries meet it. No model is asked: each library converts the tools for its model,
// takes a call as its model writes it, and says what it gives its model back.

/** A library that has listed the tools of a server of its own. */
export interface Connected {
  /** What its model is told of arguments, by the tool's name. */
  parameters: ReadonlyMap<string, JsonSchema>;
  /** What its model reads of a call's answer, or of its refusal. */
  call(tool: string, args: Json): Promise<string>;
  close(): Promise<void>;
}

type Connect = (settings: Record<string, string>, args: readonly string[]) => Promise<Connected>;

const serverOf = (settings: Record<string, string>, args: readonly string[]) => ({
  command: process.execPath,
  args: [CLI, "serve", ...args],
  env: settings,
});

export const langchain: Connect = async (settings, args) => {
  const client = new MultiServerMCPClient({
    mcpServers: { odoo: { transport: "stdio", ...serverOf(settings, args) } },
  });
  const tools = (await client.getTools()) as unknown as DynamicStructuredTool[];
  const node = new ToolNode(tools);
  return {
    parameters: new Map(tools.map(({ name, schema }) => [name, schema as JsonSchema])),
    async call(name, given) {
      const asked = new AIMessage({ content: "", tool_calls: [{ id: "1", type: "tool_call", name, args: given }] });
      const { messages } = (await node.invoke({ messages: [asked] })) as { messages: ToolMessage[] };
      return messages.map(({ content }) => asText(content)).join("\n");
    },
    close: () => client.close(),
  };
};

export const aiSdk: Connect = async (settings, args) => {
  const client = await createMCPClient({ transport: new StdioTransport(serverOf(settings, args)) });
  const tools = await client.tools();
  const schemas = Object.entries(tools).map(
    async ([name, { inputSchema }]): Promise<[string, JsonSchema]> => [
      name,
      (await (inputSchema as unknown as { jsonSchema: JsonSchema }).jsonSchema) as JsonSchema,
    ],
  );
  return {
    parameters: new Map(await Promise.all(schemas)),
    async call(name, input) {
      const tool = tools[name];
      const output = await tool?.execute(input, { toolCallId: "1", messages: [] });
      return asText(await tool?.toModelOutput?.({ toolCallId: "1", input, output: output as never }));
    },
    close: () => client.close(),
  };
};

export const openAiAgents: Connect = async (settings, args) => {
  setTracingDisabled(true);
  const { command, ...started } = serverOf(settings, args);
  // Of its own it waits for five seconds.
  const patience = { clientSessionTimeoutSeconds: 300, timeout: 300_000 };
  const server = new MCPServerStdio({ name: "odoo", command, ...started, ...patience });
  await server.connect();
  const tools = (await getAllMcpTools([server])) as FunctionTool[];
  return {
    parameters: new Map(tools.map(({ name, parameters }) => [name, parameters as JsonSchema])),
    async call(name, given) {
      const tool = tools.find((one) => one.name === name);
      return asText(await tool?.invoke(new RunContext(), JSON.stringify(given)));
    },
    close: () => server.close(),
  };
};

export const googleGenAi: Connect = async (settings, args) => {
  const client = new Client({ name: "test", version: "1" });
  await client.connect(new StdioClientTransport(serverOf(settings, args)));
  const callable = mcpToTool(client as never);
  const { functionDeclarations = [] } = await callable.tool();
  return {
    parameters: new Map(
      functionDeclarations.map(({ name = "", parametersJsonSchema }) => [name, parametersJsonSchema as JsonSchema]),
    ),
    async call(name, given) {
      const [part] = await callable.callTool([{ name, args: given }]);
      return asText(part?.functionResponse?.response);
    },
    close: () => client.close(),
  };
};

export const LIBRARIES: readonly [name: string, connect: Connect][] = [
  ["LangChain", langchain],
  ["AI SDK", aiSdk],
  ["OpenAI Agents", openAiAgents],
  ["Google Gen AI", googleGenAi],
];

const asText = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
