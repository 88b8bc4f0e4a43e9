import type { Client } from "../../odoo/client.js";
import type { Forms } from "../../odoo/form/forms.js";
import type { WebSession } from "../../odoo/report/web-session.js";
import type { ResolveValues } from "../../odoo/values/values.js";
import type { Annotations, Effect } from "../policy/effects.js";
import type { Policy } from "../policy/policy.js";
import type { Approvals } from "./approvals.js";
import type { Audit, CallInfo } from "./audit.js";
import type { MasterData } from "./master-data.js";
import type { ModelSource } from "./model-source.js";
import type { OpenDialogues } from "./open-dialogues.js";

/** A JSON Schema, of the plain kind that every MCP client accepts. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** A tool as `tools/list` shows it. */
export interface ToolDefinition {
  /** `[a-z0-9_]`, at most 48 characters. */
  name: string;
  title: string;
  description: string;
  inputSchema: JsonSchema & { type: "object" };
  outputSchema: JsonSchema & { type: "object" };
  annotations: Annotations;
}

/**
 * What came back of a question: a yes; a no; an acceptance without the yes; closed unanswered; a refusal that came too soon
 * to be a person's; nothing in time; a client that failed to show it.
 */
export type Answer = "accept" | "decline" | "unticked" | "cancel" | "at_once" | "no_answer" | "failed";

/**
 * Asks the person who uses the client a question, and waits for the answer or throws `OpenQuestion`. `same`: what of the question
 * must be the same, word for word, for an answer to count that was given at an earlier look; all of it if left out.
 */
export type Ask = (question: string, signal: AbortSignal, same?: string) => Promise<Answer>;

/** A file that goes to the client beside a tool's result. */
export interface AttachedFile {
  /** Without folders: see `fileName`. */
  name: string;
  /** Of a picture what its content says. */
  mimetype: string;
  bytes: Uint8Array;
}

/** The folder of this machine that files are written into and attached from. */
export interface FileFolder {
  /** Writes a new file, under another name where there is one of that name. Answers its path. Throws `OdooError`. */
  save(name: string, bytes: Uint8Array): string;
  /**
   * A file by its path below the folder. Throws `OdooError`: "forbidden" where the path leads out of it, be it by links,
   * "not_found", or "validation" for what is no file or larger.
   */
  read(path: string, maxBytes: number): Promise<Uint8Array>;
}

/** What a running tool may use. */
export interface ToolContext {
  call: CallInfo;
  audit: Audit;
  policy: Policy;
  /** Absent where the client cannot ask. */
  ask?: Ask | undefined;
  /** Where a person answers whom the client does not ask; absent where there is no such place. */
  approvals?: Approvals | undefined;
  client: Client;
  /** The client in the user's own language and companies, where the call asks for others. */
  asUser?: Client | undefined;
  models: ModelSource;
  master: MasterData;
  values: ResolveValues;
  forms: Forms;
  dialogues: OpenDialogues;
  /** A sign-in as a browser's, where the settings have a password; null where they can have none. */
  web?: WebSession | null | undefined;
  /** Where files are written and read; absent where they go to the client. */
  folder?: FileFolder | undefined;
  /** What an answer may be at most, in characters of JSON; `MOST` of `session/bounded.ts` if left out. */
  answerCharacters?: number | undefined;
  /** Gives a file to the client, beside the result; absent where there is none, as in scripts. */
  attach?: ((file: AttachedFile) => void) | undefined;
  /** Odoo sends by itself what it sends of a change: the call asked for it. */
  notify?: boolean | undefined;
  /**
   * Looks up, once a call, the id of the user's last message, after which come those of a change: its checks begin it along with
   * what they ask Odoo last. Undefined where messages cannot be read. Absent where nothing will be changed.
   */
  lastMessage?: (() => Promise<number | undefined>) | undefined;
  /** Aborts the request to Odoo. */
  signal: AbortSignal;
}

/** What a call works with and can do, as far as its arguments tell. */
export interface Target {
  /** Absent for a tool that works with any model, without arguments that name it. */
  model?: string;
  effect: Effect;
}

/** A tool as it is listed and called. `run` throws `OdooError`; its result goes to the client as it is. */
export interface ServedTool {
  definition: ToolDefinition;
  /** The model whose records all its calls are about; absent where they name it. */
  model?: string;
  run(args: unknown, context: ToolContext): Promise<Record<string, unknown>>;
}

/** A tool that also tells what a call would do. */
export interface Tool extends ServedTool {
  /** Of a call with these arguments, which need not be checked yet; without any, of the tool itself. */
  target(args?: Readonly<Record<string, unknown>>): Target;
}

/** Whether no call of the tool changes anything. */
export const onlyReads = ({ definition }: Pick<ServedTool, "definition">): boolean =>
  definition.annotations.readOnlyHint;
