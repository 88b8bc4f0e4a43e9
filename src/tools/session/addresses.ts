import { plainJson } from "../../odoo/notation/visible-text.js";
import { isModelName } from "../../odoo/schema/schema.js";
import type { ServedTool } from "../call/tool.js";
import type { Surface } from "../catalogue/surface.js";
import type { CallResult } from "./run-call.js";

// Records and files as MCP resources: what two of the tools answer, by address. Where the tool is not served, neither is the
// resource.

/** How the addresses of a kind are made, as MCP tells it. */
export interface AddressTemplate {
  uriTemplate: string;
  name: string;
  title: string;
  description: string;
  mimeType?: string;
}

interface Address {
  tool: "read_records" | "read_file";
  template: AddressTemplate;
  /** The tool's arguments, for an address of the kind. */
  argumentsOf(uri: string): Record<string, unknown> | undefined;
}

const ADDRESSES: readonly Address[] = [
  {
    tool: "read_file",
    template: {
      uriTemplate: "odoo://attachment/{id}{?offset}",
      name: "attachment",
      title: "Attachment",
      description:
        "A file attached to a record, as text where it is one; a long one goes on at the offset that it tells.",
    },
    argumentsOf(uri) {
      const [, id, offset = "0"] = /^odoo:\/\/attachment\/(\d+)(?:\?offset=(\d+))?$/.exec(uri) ?? [];
      return id ? { id: Number(id), offset: Number(offset) } : undefined;
    },
  },
  {
    tool: "read_records",
    template: {
      uriTemplate: "odoo://{model}/{id}",
      name: "record",
      title: "Record",
      description: "A record by its model and id, such as odoo://sale.order/7.",
      mimeType: "application/json",
    },
    argumentsOf(uri) {
      const [, model = "", id] = /^odoo:\/\/([\w.]+)\/(\d+)$/.exec(uri) ?? [];
      return isModelName(model) ? { model, ids: [Number(id)] } : undefined;
    },
  },
];

/** The addresses whose tools are served. */
export const addressTemplates = (surface: Surface): AddressTemplate[] =>
  ADDRESSES.filter(({ tool }) => surface.find(tool)).map(({ template }) => template);

/** A call that reads an address. */
export interface Reading {
  name: string;
  tool: ServedTool;
  args: Record<string, unknown>;
}

/** The tool that reads an address, and its arguments; undefined for one that leads nowhere. */
export function readingOf(uri: string, surface: Surface): Reading | undefined {
  for (const { tool: name, argumentsOf } of ADDRESSES) {
    const args = argumentsOf(uri);
    const tool = args && surface.find(name);
    if (tool) return { name, tool, args };
  }
  return undefined;
}

/** Why there is nothing to read at an address. */
export interface Unread {
  isMissing: boolean;
  message: string;
  /** The address, as MCP asks for it, and the error of the tool that read it. */
  data: Record<string, unknown>;
}

/** Longer addresses are told by their beginning. */
const LONGEST_TOLD = 200;

export const leadsNowhere = (uri: string): Unread => {
  const told = uri.slice(0, LONGEST_TOLD);
  return { isMissing: true, message: `There is no resource ${JSON.stringify(told)}.`, data: { uri: told } };
};

/** Key of a content's `_meta`: where a text that is cut goes on. */
export const NEXT_OFFSET = "odoo-typed-mcp/next_offset";

/** What is at an address, as all revisions of MCP carry it. */
export interface Contents {
  contents: ({ uri: string; mimeType: string; _meta?: Record<string, unknown> } & (
    | { text: string }
    | { blob: string }
  ))[];
}

/** A tool's answer as the content of an address: a text, a file, or else its JSON, with a record in the place of its list. */
export function contentsOf(uri: string, { result, isError, attached }: CallResult): Contents | Unread {
  const { value, text } = plainJson(result);
  if (isError) {
    const error = value.error as { category: string; message: string };
    return { isMissing: error.category === "not_found", message: error.message, data: { uri, ...error } };
  }
  const [file] = attached;
  if (file) {
    return { contents: [{ uri, mimeType: file.mimetype, blob: Buffer.from(file.bytes).toString("base64") }] };
  }
  if (typeof value.text === "string") {
    const more = typeof value.next_offset === "number" ? { _meta: { [NEXT_OFFSET]: value.next_offset } } : {};
    return { contents: [{ uri, mimeType: "text/plain", text: value.text, ...more }] };
  }
  const { records, missing: _, ...beside } = value as { records?: readonly unknown[]; missing?: unknown };
  if (records?.length === 0) {
    return { isMissing: true, message: `There is no record ${uri}, or this user may not see it.`, data: { uri } };
  }
  const json = records ? JSON.stringify({ ...beside, record: records[0] }) : text;
  return { contents: [{ uri, mimeType: "application/json", text: json }] };
}
