import { createClient } from "../../odoo/client.js";
import type { WebSession } from "../../odoo/report/web-session.js";
import type { Audit } from "../call/audit.js";
import { fileFolder } from "./file-folder.js";
import type { ServedFolder } from "./served-folder.js";
import { openSession, type Session } from "./session.js";

/** A session, and what keeps it up to date: the user is read again where that was some minutes ago. */
export interface SignedIn extends Session {
  web: WebSession | undefined;
  refresh(): Promise<void>;
}

/** The settings are read again when the credential is refused: a key that was replaced in .env needs no restart. */
export async function signIn(
  { generated, readOnly, folder: workingFolder, environment, settings }: ServedFolder,
  { audit, signal }: { audit: Audit; signal: AbortSignal },
): Promise<SignedIn> {
  // Not before it is needed: the listing waits for whatever is loaded at the start.
  const [{ connect }, { servedPolicy }, { webSession }, { approvalFolder, approvalsIn }] = await Promise.all([
    import("../../odoo/connection/connect.js"),
    import("../generated/policy.js"),
    import("../../odoo/report/web-session.js"),
    import("./approval-folder.js"),
  ]);
  const { database, username: login, password, answerCharacters } = settings();
  const [connection] = await Promise.all([
    connect(settings(), settings, signal),
    // What the first call would wait for is loaded while Odoo answers.
    import("../catalogue/generic-tools.js"),
    import("../catalogue/model-tools.js"),
  ]);
  const { url } = connection;
  const client = createClient(connection);
  const policy = servedPolicy(generated, { readOnly });
  const web =
    password === undefined
      ? undefined
      : webSession(() => ({ ...settings(), url }), { uid: client.user.uid, queue: connection.queue });
  const folder = fileFolder(environment().ODOO_MCP_FILES);
  const waiting = approvalFolder(environment());
  const approvalsOf =
    waiting && approvalsIn(waiting, { url, database, user: client.user, login, folder: workingFolder });
  const parts = { generated, client, policy, audit, web, folder, answerCharacters };
  const session = openSession({ ...parts, approvalsOf: approvalsOf || undefined });
  return { ...session, web, refresh: connection.refreshUser };
}
