import type { Client } from "../../odoo/client.js";
import { formsOf } from "../../odoo/form/forms.js";
import type { WebSession } from "../../odoo/report/web-session.js";
import type { Approvals } from "../call/approvals.js";
import { type Audit, NO_AUDIT } from "../call/audit.js";
import { masterData } from "../call/master-data.js";
import { modelSource } from "../call/model-source.js";
import { type OpenDialogues, openDialogues } from "../call/open-dialogues.js";
import type { FileFolder, ToolContext } from "../call/tool.js";
import type { Generated } from "../generated/folder.js";
import { isPlain } from "../generated/manifest.js";
import { valueSource } from "../generated/value-source.js";
import type { Policy } from "../policy/policy.js";
import { quiet } from "../sending/switches.js";

/** Everything a running tool needs but what belongs to one call: what a signed-in user has as long as the server runs. */
export interface Session extends Omit<ToolContext, "signal" | "ask" | "call" | "attach" | "approvals"> {
  approvalsOf?: ApprovalsOf | undefined;
}

/** Where a person answers to a call whom the client does not ask, by the tool and its arguments. */
export type ApprovalsOf = (tool: string, args: unknown) => Approvals;

export interface SessionParts {
  generated: Generated;
  client: Client;
  policy: Policy;
  /** Nothing is audited if left out. */
  audit?: Audit;
  /** Null where nobody can give a password. */
  web?: WebSession | null | undefined;
  folder?: FileFolder | undefined;
  /** Of an answer, at most. */
  answerCharacters?: number | undefined;
  /** Nobody is asked outside of the client if left out. */
  approvalsOf?: ApprovalsOf | undefined;
  /** Kept in memory if left out. */
  dialogues?: OpenDialogues;
}

/** The one place where a session is put together. Reads the snapshot. Throws `OdooError` "settings". */
export function openSession(parts: SessionParts): Session {
  const { generated, client, policy, audit = NO_AUDIT, dialogues = openDialogues(), ...rest } = parts;
  const models = modelSource(generated.schema(), client, policy);
  return {
    audit,
    policy,
    client: quiet(client),
    models,
    master: masterData(client),
    values: valueSource(generated, models),
    forms: formsOf(client, (model) => isPlain(generated.manifest, model)),
    dialogues,
    ...rest,
  };
}
