import {
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type ServerContext,
  TRACEPARENT_META_KEY,
  TRACESTATE_META_KEY,
} from "@modelcontextprotocol/server";
import { spanIn, type Trace, withTrace } from "../odoo/errors/trace.js";
import { shown } from "../odoo/notation/checks.js";
import type { ServedTool } from "../tools/call/tool.js";
import { asListed } from "../tools/catalogue/as-listed.js";
import { INSTRUCTIONS } from "../tools/catalogue/instructions.js";
import { addressTemplates, contentsOf, leadsNowhere, readingOf, type Unread } from "../tools/session/addresses.js";
import { type Calls, callInfo, progressMessage } from "../tools/session/calls.js";
import type { CallResult } from "../tools/session/run-call.js";
import { toolResult } from "../tools/session/tool-result.js";
import { canBeAsked, type Questions } from "./questions.js";
import type { SignedInUser } from "./users.js";

/** What the requests to one Odoo have in common. */
export interface Serving {
  version: string;
  /** Its name, where there are several. */
  instance: string | undefined;
  calls: Calls;
  questions: Questions;
  /** Hears of a call that Odoo refused the user's credential for. */
  onRefused: (user: SignedInUser) => void;
}

/** How long a client may keep a list. It is the user's own. */
const LIST = { ttlMs: 60_000, cacheScope: "private" } as const;
/** A record is another one at the next look. */
const RECORD = { ttlMs: 0, cacheScope: "private" } as const;

/** The MCP server of one request of one user, in either of the protocol's eras. */
export function serverOf(user: SignedInUser, { version, instance, calls, questions, onRefused }: Serving): Server {
  const { surface, session } = user;
  const server = new Server(
    { name: "odoo-typed-mcp", version },
    {
      capabilities: { tools: {}, resources: {} },
      instructions: INSTRUCTIONS,
      cacheHints: {
        "tools/list": LIST,
        "resources/list": LIST,
        "resources/templates/list": LIST,
        "resources/read": RECORD,
        "server/discover": LIST,
      },
      requestState: { verify: questions.verify },
    },
  );
  const call = async (name: string, tool: ServedTool, args: unknown, context: ServerContext): Promise<CallResult> => {
    const { signal, _meta, notify } = context.mcpReq;
    const asked = { owner: user.id, tool: name, args };
    const trace = traceOf(context);
    const request = {
      signal,
      ask: canBeAsked(server.getClientCapabilities()) ? questions.askOf(asked, context) : undefined,
      call: callInfo(name, { client: server.getClientVersion(), uid: user.uid, login: user.login, instance, trace }),
    };
    const progressToken = _meta?.progressToken;
    const report = (seconds: number) =>
      notify({
        method: "notifications/progress",
        params: { progressToken: progressToken ?? "", progress: seconds, message: progressMessage(seconds) },
      });
    const heard = progressToken === undefined ? undefined : report;
    const result = await withTrace(trace, () => calls.run({ tool, args }, session, request, heard));
    if (result.category === "auth") onRefused(user);
    return result;
  };
  server.setRequestHandler("tools/list", () => ({
    tools: surface.listed.map(({ definition }) => ({ ...asListed(definition) })),
  }));
  server.setRequestHandler("tools/call", async ({ params: { name, arguments: args } }, context) => {
    const tool = surface.find(name);
    if (!tool) throw new ProtocolError(ProtocolErrorCode.InvalidParams, `Unknown tool ${shown(name)}`);
    const called = await call(name, tool, args, context);
    if (called.open) return questions.resultOf(called.open, { owner: user.id, tool: name, args }, context);
    return { ...toolResult(called) };
  });
  server.setRequestHandler("resources/templates/list", () => ({ resourceTemplates: addressTemplates(surface) }));
  // There are as many as Odoo has records: clients are told how their addresses are made.
  server.setRequestHandler("resources/list", () => ({ resources: [] }));
  server.setRequestHandler("resources/read", async ({ params: { uri } }, context) => {
    const reading = readingOf(uri, surface);
    if (!reading) throw unread(leadsNowhere(uri));
    const { name, tool, args } = reading;
    const read = contentsOf(uri, await call(name, tool, args, context));
    if ("contents" in read) return { ...read };
    throw unread(read);
  });
  return server;
}

const unread = ({ isMissing, message, data }: Unread) =>
  new ProtocolError(isMissing ? ProtocolErrorCode.InvalidParams : ProtocolErrorCode.InvalidRequest, message, data);

/** The request's own place in a trace counts before that of the HTTP that carries it; one that is not valid is none. */
function traceOf({ mcpReq: { _meta }, http }: ServerContext): Trace | undefined {
  const headers = http?.req?.headers;
  return (
    spanIn(_meta?.[TRACEPARENT_META_KEY], _meta?.[TRACESTATE_META_KEY]) ??
    spanIn(headers?.get("traceparent"), headers?.get("tracestate"))
  );
}
