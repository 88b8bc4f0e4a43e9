import { OdooError } from "../../odoo/errors/errors.js";
import type { AttachedFile, ToolContext } from "../call/tool.js";

/** A file that a tool gave, as its result tells it. */
export interface DeliveredFile {
  name: string;
  bytes: number;
  mimetype: string;
  /** Of this machine, where the server has a folder for files. */
  path?: string;
  /** It goes to the client beside the result. */
  attached?: true;
}

/** Of a file that goes within an answer: clients cut or refuse longer ones. */
export const MAX_ATTACHED = 700_000;

/**
 * Gives a file to whoever called: in the server's folder, or beside the result. Throws `OdooError` "bad_request" for one that is
 * too large for an answer; `otherwise` says what else can be done.
 */
export function delivered(file: AttachedFile, { folder, attach }: ToolContext, otherwise = ""): DeliveredFile {
  const { name, mimetype, bytes } = file;
  const told = { name, bytes: bytes.length, mimetype };
  if (folder) return { ...told, path: folder.save(name, bytes) };
  if (bytes.length > MAX_ATTACHED) {
    throw new OdooError(
      "bad_request",
      `${name} has ${bytes.length} bytes, more than an answer may hold (${MAX_ATTACHED}).`,
      { hint: `Whoever runs the server can name a folder for files with ODOO_MCP_FILES${otherwise}.` },
    );
  }
  attach?.(file);
  return { ...told, attached: true };
}
