import { fromException, OdooError } from "../errors/errors.js";
import { type HttpAnswer, send } from "./http.js";
import { exceptionIn, notOdoo } from "./json-rpc.js";
import { isRead } from "./reads.js";
import type { Wire } from "./wire.js";

export interface Json2Session {
  url: string;
  database: string | undefined;
  apiKey: string;
  timeoutMs: number;
}

/** `/json/2/<model>/<method>` with a bearer key, from Odoo 19 on. */
export function json2Wire(session: Json2Session): Wire {
  const headers: Record<string, string> = {
    "content-type": "application/json",
    authorization: `bearer ${session.apiKey}`,
    ...databaseHeader(session),
  };
  return {
    async call(call) {
      const body = {
        ...call.params,
        ...call.named,
        ...(call.ids ? { ids: call.ids } : {}),
        context: call.context ?? {},
      };
      const answer = await send({
        url: `${session.url}/json/2/${encodeURIComponent(call.model)}/${encodeURIComponent(call.method)}`,
        method: "POST",
        headers,
        body: JSON.stringify(body),
        timeoutMs: call.timeoutMs ?? session.timeoutMs,
        signal: call.signal,
        fresh: !isRead(call.method),
      });
      return resultOf(answer, call.model, session.database);
    },
  };
}

/**
 * What chooses one of several databases. Odoo Online's hosts have one each, and are said to answer the header with a page of
 * HTTP 404. Elsewhere it is always sent, and never left out after a refusal: a server might then answer from another database.
 */
export const databaseHeader = ({ url, database }: Pick<Json2Session, "url" | "database">): Record<string, string> =>
  database && !new URL(url).hostname.endsWith(".odoo.com") ? { "x-odoo-database": database } : {};

function resultOf(answer: HttpAnswer, model: string, database: string | undefined): unknown {
  let body: unknown;
  try {
    body = JSON.parse(answer.text);
  } catch {
    throw answer.status === 404 ? noDatabase(database) : notOdoo(answer);
  }
  if (answer.status === 200) return body;
  const { name, text } = exceptionIn(body);
  // Odoo names its exception; a gateway's JSON does not.
  throw name === undefined ? notOdoo(answer) : fromException(name, text, model);
}

/** Odoo's own page of 404 cannot be told from one of what stands before it. */
function noDatabase(database: string | undefined): OdooError {
  if (database === undefined)
    return new OdooError("not_found", "Odoo has no such database, or serves several and needs ODOO_DB to choose one.");
  const message = `Odoo has no database "${database}", or what stands before it refuses its name (X-Odoo-Database).`;
  return new OdooError("not_found", message, { hint: "Where the address has one database, leave ODOO_DB out." });
}
