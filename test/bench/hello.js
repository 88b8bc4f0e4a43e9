import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { CallToolRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";

// The least server on the same SDK: as many tools as its argument says, each of which says hello.

const tools = Array.from({ length: Number(process.argv[2]) }, (_, number) => ({
  name: `hello_${number}`,
  description: "Say hello.",
  inputSchema: { type: "object", properties: { name: { type: "string" } }, required: ["name"] },
}));
const server = new Server({ name: "hello", version: "1" }, { capabilities: { tools: {} } });
server.setRequestHandler(ListToolsRequestSchema, () => ({ tools }));
server.setRequestHandler(CallToolRequestSchema, () => ({ content: [{ type: "text", text: "Hello." }] }));
await server.connect(new StdioServerTransport());
process.stdin.once("end", () => process.exit());
