import type { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { ErrorCode, McpError } from "@modelcontextprotocol/sdk/types.js";
import { OdooError } from "../odoo/errors/errors.js";
import type { Answer, Ask } from "../tools/call/tool.js";

/** How long a person may think. */
const PATIENCE_MS = 10 * 60_000;

/** Nobody reads a question and says no to it in less. Some clients announce elicitation and refuse every question at once. */
const SOONEST_MS = 1_000;

const REFUSALS: readonly Answer[] = ["decline", "unticked", "cancel"];

/**
 * Asks by MCP's elicitation; undefined for a client that has none. Only "accept" with the box ticked is a yes. `now`: in
 * milliseconds.
 */
export function elicitationOf(server: Server, now: () => number = () => performance.now()): Ask | undefined {
  if (!server.getClientCapabilities()?.elicitation?.form) return undefined;
  return async (message, signal) => {
    const asked = now();
    const answer = await answerTo(server, message, signal);
    return REFUSALS.includes(answer) && now() - asked < SOONEST_MS ? "at_once" : answer;
  };
}

async function answerTo(server: Server, message: string, signal: AbortSignal): Promise<Answer> {
  try {
    const { action, content } = await server.elicitInput(
      {
        message,
        requestedSchema: {
          type: "object",
          properties: { confirm: { type: "boolean", title: "Do it", description: "Yes, make this change in Odoo." } },
          required: ["confirm"],
        },
      },
      // One of its own: the SDK (1.32) leaves its listener on a signal when the question is answered.
      { signal: AbortSignal.any([signal]), timeout: PATIENCE_MS },
    );
    return action === "accept" && content?.confirm !== true ? "unticked" : action;
  } catch (error) {
    if (signal.aborted) throw new OdooError("cancelled", "The call was cancelled while a person was asked.");
    return error instanceof McpError && error.code === ErrorCode.RequestTimeout ? "no_answer" : "failed";
  }
}
