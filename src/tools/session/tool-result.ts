import { plainJson } from "../../odoo/notation/visible-text.js";
import type { AttachedFile } from "../call/tool.js";
import { isPicture } from "../files/content.js";
import type { CallResult } from "./run-call.js";

/** A call's result as all revisions of MCP carry it. */
export interface ToolResult {
  content: Block[];
  structuredContent: Record<string, unknown>;
  isError?: boolean;
  _meta?: Record<string, unknown>;
}

type Block =
  | { type: "text"; text: string }
  | { type: "image"; data: string; mimeType: string }
  | { type: "resource"; resource: { uri: string; mimeType: string; blob: string } };

/** Key of a result's `_meta`: the calls to Odoo that had to be made again, in order. */
export const RETRIES = "odoo-typed-mcp/retries";

/** Key of a result's `_meta`: how many invisible characters are in Odoo but not in the result. */
export const REMOVED_CHARACTERS = "odoo-typed-mcp/removed_characters";

/** The result's JSON in one text, for clients that show a model nothing else, and files behind it. */
export function toolResult({ result, isError, retries, attached }: CallResult): ToolResult {
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

function attachedBlock({ name, mimetype, bytes }: AttachedFile): Block {
  const data = Buffer.from(bytes).toString("base64");
  if (isPicture(mimetype)) return { type: "image", data, mimeType: mimetype };
  return {
    type: "resource",
    resource: { uri: `odoo://file/${encodeURIComponent(name)}`, mimeType: mimetype, blob: data },
  };
}
