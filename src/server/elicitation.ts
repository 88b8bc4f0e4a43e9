import type { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { OdooError } from "../odoo/errors/errors.js";
import type { Ask } from "../tools/call/tool.js";

/** How long a person may think. */
const PATIENCE_MS = 10 * 60_000;

/** Asks by MCP's elicitation; undefined for a client that has none. Only "accept" with the box ticked is a yes. */
export function elicitationOf(server: Server): Ask | undefined {
  if (!server.getClientCapabilities()?.elicitation?.form) return undefined;
  return async (message, signal) => {
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
        { signal, timeout: PATIENCE_MS },
      );
      return action === "accept" && content?.confirm !== true ? "decline" : action;
    } catch {
      if (signal.aborted) throw new OdooError("cancelled", "The call was cancelled while a person was asked.");
      return "cancel";
    }
  };
}
