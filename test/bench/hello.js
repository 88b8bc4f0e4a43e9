import { readFileSync } from "node:fs";
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { CallToolRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";

// The least server on the same SDK, whose tools say hello: as many small ones as its argument says, or those whose
// definitions are in the manifest that it names.

const [, , argument] = process.argv;
const small = () =>
  Array.from({ length: Number(argument) }, (_, number) => ({
    name: `hello_${number}`,
    description: "Say hello.",
    inputSchema: { type: "object", properties: { name: { type: "string" } }, required: ["name"] },
  }));
const tools = argument.endsWith(".json")
  ? JSON.parse(readFileSync(argument, "utf8")).tools.map(({ tool }) => tool)
  : small();
const server = new Server({ name: "hello", version: "1" }, { capabilities: { tools: {} } });
server.setRequestHandler(ListToolsRequestSchema, () => ({ tools }));
server.setRequestHandler(CallToolRequestSchema, () => ({ content: [{ type: "text", text: "Hello." }] }));
await server.connect(new StdioServerTransport());
process.stdin.once("end", () => process.exit());
