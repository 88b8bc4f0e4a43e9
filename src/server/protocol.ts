import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import type { RequestHandlerExtra } from "@modelcontextprotocol/sdk/shared/protocol.js";
import {
  CallToolRequestSchema,
  type CallToolResult,
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
import { plainJson } from "../odoo/notation/visible-text.js";
import type { CallInfo } from "../tools/call/audit.js";
import { type AttachedFile, onlyReads, type ServedTool } from "../tools/call/tool.js";
import { asListed } from "../tools/catalogue/as-listed.js";
import type { Surface } from "../tools/catalogue/surface.js";
import { isPicture } from "../tools/files/content.js";
import type { CallResult, SessionSource } from "../tools/session/run-call.js";
import { elicitationOf } from "./elicitation.js";
import { INSTRUCTIONS } from "./instructions.js";
import { readingOf, resourceTemplates, toContents } from "./resources.js";

export interface McpServer {
  server: Server;
  /** Resolves when the tools have been listed for the first time. */
  listed: Promise<void>;
  /**
   * Takes no more calls and waits for those under way, then aborts what still runs: reads after `readMs`, calls that
   * may write after `writeMs`, all of them when `hurry` aborts. Resolves when all have ended.
   */
  finish(grace: Grace): Promise<void>;
}

export interface Grace {
  readMs: number;
  writeMs: number;
  hurry: AbortSignal;
}

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;

/** A call under way. */
interface Running {
  ended: Promise<unknown>;
  readOnly: boolean;
  stopping: AbortController;
}

/** The MCP server over a fixed surface. Calls wait for their session, the listing does not. */
export function createServer(version: string, surface: Surface, session: SessionSource): McpServer {
  const server = new Server(
    { name: "odoo-typed-mcp", version },
    { capabilities: { tools: {}, resources: {} }, instructions: INSTRUCTIONS },
  );
  const listed = { tools: surface.listed.map(({ definition }) => asListed(definition)) };
  const underWay = new Set<Running>();
  let finishing = false;

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
    const stopping = new AbortController();
    if (finishing) stopping.abort();
    const request = {
      signal: AbortSignal.any([signal, stopping.signal]),
      ask: elicitationOf(server),
      call: callInfo(server, name),
    };
    // What calls take is loaded with the first.
    const ended = import("../tools/session/run-call.js").then(({ runCall }) => runCall(tool, args, session, request));
    const running = { ended, stopping, readOnly: onlyReads(tool) };
    underWay.add(running);
    const token = _meta?.progressToken;
    const reporting =
      token === undefined
        ? undefined
        : reportProgress((seconds) =>
            sendNotification({
              method: "notifications/progress",
              params: { progressToken: token, progress: seconds, message: `Odoo is at work (${seconds} s)` },
            }),
          );
    return ended.finally(() => {
      clearInterval(reporting);
      underWay.delete(running);
    });
  };
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, extra) => {
    const tool = surface.find(params.name);
    if (!tool) throw new McpError(ErrorCode.InvalidParams, `Unknown tool ${shown(params.name)}`);
    return toResult(await call(params.name, tool, params.arguments, extra));
  });
  const resources = { resourceTemplates: resourceTemplates(surface) };
  server.setRequestHandler(ListResourceTemplatesRequestSchema, () => resources);
  // There are as many as Odoo has records: clients are told how their addresses are made.
  server.setRequestHandler(ListResourcesRequestSchema, () => ({ resources: [] }));
  server.setRequestHandler(ReadResourceRequestSchema, async ({ params: { uri } }, extra) => {
    const { name, tool, args } = readingOf(uri, surface);
    return toContents(uri, await call(name, tool, args, extra));
  });

  return {
    server,
    listed: firstListed,
    async finish({ readMs, writeMs, hurry }) {
      finishing = true;
      const calls = [...underWay];
      await Promise.all([
        finishCalls(
          calls.filter(({ readOnly }) => readOnly),
          readMs,
          hurry,
        ),
        finishCalls(
          calls.filter(({ readOnly }) => !readOnly),
          writeMs,
          hurry,
        ),
      ]);
    },
  };
}

async function finishCalls(calls: readonly Running[], graceMs: number, hurry: AbortSignal): Promise<void> {
  const ended = Promise.allSettled(calls.map((call) => call.ended));
  const over = sleep(graceMs, undefined, { signal: hurry, ref: false }).catch(() => {});
  await Promise.race([ended, over]);
  for (const { stopping } of calls) stopping.abort();
  await ended;
}

const PROGRESS_EVERY_S = 2;

/** Tells a client that asked for it that the call still goes on. A client that is gone hears nothing. */
function reportProgress(report: (seconds: number) => Promise<void>): NodeJS.Timeout {
  let seconds = 0;
  return setInterval(() => {
    seconds += PROGRESS_EVERY_S;
    report(seconds).catch(() => {});
  }, PROGRESS_EVERY_S * 1000);
}

/** Of what a client calls itself, in the audit. */
const MAX_CLIENT = 80;

function callInfo(server: Server, tool: string): CallInfo {
  const { name, version } = server.getClientVersion() ?? {};
  const client = `${name} ${version}`.slice(0, MAX_CLIENT);
  return { id: randomUUID().slice(0, 8), tool, ...(name ? { client } : {}) };
}

/** Key of a result's `_meta`: the calls to Odoo that had to be made again, in order. */
export const RETRIES = "odoo-typed-mcp/retries";

/** Key of a result's `_meta`: how many invisible characters are in Odoo but not in the result. */
export const REMOVED_CHARACTERS = "odoo-typed-mcp/removed_characters";

/** A result as MCP carries it: its JSON in one text, for clients that show a model nothing else, and files behind it. */
function toResult({ result, isError, retries, attached }: CallResult): CallToolResult {
  const { value, text, removed } = plainJson(result);
  const meta = {
    ...(retries.length > 0 ? { [RETRIES]: retries } : {}),
    ...(removed > 0 ? { [REMOVED_CHARACTERS]: removed } : {}),
  };
  return {
    content: [{ type: "text", text }, ...attached.map(attachedBlock)],
    structuredContent: value,
    ...(isError ? { isError } : {}),
    ...(Object.keys(meta).length > 0 ? { _meta: meta } : {}),
  };
}

function attachedBlock({ name, mimetype, bytes }: AttachedFile): CallToolResult["content"][number] {
  const data = Buffer.from(bytes).toString("base64");
  if (isPicture(mimetype)) return { type: "image", data, mimeType: mimetype };
  return {
    type: "resource",
    resource: { uri: `odoo://file/${encodeURIComponent(name)}`, mimeType: mimetype, blob: data },
  };
}
