import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import type { RequestHandlerExtra } from "@modelcontextprotocol/sdk/shared/protocol.js";
import {
  CallToolRequestSchema,
  ErrorCode,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  McpError,
  ReadResourceRequestSchema,
  type ServerNotification,
  type ServerRequest,
} from "@modelcontextprotocol/sdk/types.js";
import { shown } from "../odoo/notation/checks.js";
import type { ServedTool } from "../tools/call/tool.js";
import { asListed } from "../tools/catalogue/as-listed.js";
import { INSTRUCTIONS } from "../tools/catalogue/instructions.js";
import type { Surface } from "../tools/catalogue/surface.js";
import { addressTemplates, contentsOf, leadsNowhere, readingOf, type Unread } from "../tools/session/addresses.js";
import { type Calls, callInfo, callsUnderWay, progressMessage } from "../tools/session/calls.js";
import type { SessionSource } from "../tools/session/run-call.js";
import { toolResult } from "../tools/session/tool-result.js";
import { elicitationOf } from "./elicitation.js";

export interface McpServer extends Pick<Calls, "finish"> {
  server: Server;
  /** Resolves when the tools have been listed for the first time. */
  listed: Promise<void>;
}

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;

/** The MCP server over a fixed surface. Calls wait for their session, the listing does not. */
export function createServer(version: string, surface: Surface, session: SessionSource, instance?: string): McpServer {
  const server = new Server(
    { name: "odoo-typed-mcp", version },
    { capabilities: { tools: {}, resources: {} }, instructions: INSTRUCTIONS },
  );
  const listed = { tools: surface.listed.map(({ definition }) => asListed(definition)) };
  const calls = callsUnderWay();

  let onListed = () => {};
  const firstListed = new Promise<void>((resolve) => {
    onListed = resolve;
  });
  server.setRequestHandler(ListToolsRequestSchema, () => {
    // The answer is sent in the turns after this one.
    setImmediate(onListed);
    return listed;
  });
  const call = (name: string, tool: ServedTool, args: unknown, { signal, sendNotification, _meta }: Extra) => {
    const request = {
      signal,
      ask: elicitationOf(server),
      call: callInfo(name, { client: server.getClientVersion(), instance }),
    };
    const progressToken = _meta?.progressToken;
    const report = (seconds: number) =>
      sendNotification({
        method: "notifications/progress",
        params: { progressToken: progressToken ?? "", progress: seconds, message: progressMessage(seconds) },
      });
    return calls.run({ tool, args }, session, request, progressToken === undefined ? undefined : report);
  };
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, extra) => {
    const tool = surface.find(params.name);
    if (!tool) throw new McpError(ErrorCode.InvalidParams, `Unknown tool ${shown(params.name)}`);
    return { ...toolResult(await call(params.name, tool, params.arguments, extra)) };
  });
  const resources = { resourceTemplates: addressTemplates(surface) };
  server.setRequestHandler(ListResourceTemplatesRequestSchema, () => resources);
  // There are as many as Odoo has records: clients are told how their addresses are made.
  server.setRequestHandler(ListResourcesRequestSchema, () => ({ resources: [] }));
  server.setRequestHandler(ReadResourceRequestSchema, async ({ params: { uri } }, extra) => {
    const reading = readingOf(uri, surface);
    if (!reading) {
      const { message, data } = leadsNowhere(uri);
      throw new McpError(ErrorCode.InvalidParams, message, data);
    }
    const { name, tool, args } = reading;
    const read = contentsOf(uri, await call(name, tool, args, extra));
    if ("contents" in read) return { ...read };
    throw unread(read);
  });

  return { server, listed: firstListed, finish: calls.finish };
}

/** MCP's number for a resource that is not there, until 2025-11-25. */
const NOT_FOUND = -32002;

const unread = ({ isMissing, message, data }: Unread) =>
  new McpError(isMissing ? NOT_FOUND : ErrorCode.InvalidRequest, message, data);
