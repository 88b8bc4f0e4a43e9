import { setImmediate as turn } from "node:timers/promises";
import { type FakeAnswer, fakeServer } from "../support/fake-server.js";

// An Odoo 19 whose every answer carries the mark of whoever asked: their records, labels, models and errors.

/** A user of it. Their company has the number of their own. */
export interface Member {
  uid: number;
  groups: readonly number[];
  /** A key that Odoo does not know any more is replaced by one of the next version. */
  version: number;
}

export const markOf = (uid: number): string => `~${uid}~`;
export const loginOf = (uid: number): string => `u${markOf(uid)}@example.com`;
export const keyOf = ({ uid, version }: Pick<Member, "uid" | "version">): string =>
  `K3Y-${uid}-${version}-`.padEnd(40, "q+/");

/** The uids whose marks are in a text, and whether a key is. */
export const marksIn = (text: string): Set<number> =>
  new Set([...text.matchAll(/~(\d+)~/g)].map(([, uid]) => Number(uid)));
export const hasKey = (text: string): boolean => /K3Y-\d/.test(text);

/** What each group opens; every other model is everybody's. */
const OPENED: readonly { group: number; model: string; right?: string }[] = [
  { group: 1, model: "account.move" },
  { group: 2, model: "crm.lead" },
  { group: 3, model: "res.partner", right: "create" },
  { group: 4, model: "sale.order", right: "write" },
];
export const GROUPS: readonly number[] = OPENED.map(({ group }) => group);

export function mayIn(groups: readonly number[], model: string, right: string): boolean {
  const needed = OPENED.filter((one) => one.model === model && (one.right === undefined || one.right === right));
  return needed.every(({ group }) => groups.includes(group));
}

/** A record that nobody gets: Odoo's refusal quotes the caller's mark and key. */
export const REFUSED_ID = 666;
/** A model that no snapshot knows: its fields are the asker's own. */
export const OWN_MODEL = "x_crowd.thing";
export const ownField = (uid: number): string => `x_of_${uid}`;

export interface CrowdOdoo {
  url: string;
  /** Who has a key. */
  keys: Map<string, Member>;
  /** Calls in the name of one user with what belongs to another. */
  wrong: string[];
  /** How often each method was called, as `model.method`. */
  called: Map<string, number>;
}

/** Its answers come after so many turns as `turns` says, and so in another order than the questions. */
export async function crowdOdoo(turns: () => number): Promise<CrowdOdoo> {
  const keys = new Map<string, Member>();
  const wrong: string[] = [];
  const called = new Map<string, number>();
  const { url } = await fakeServer(({ path, headers, body }, response) => {
    if (path === "/web/webclient/version_info") {
      return { body: { jsonrpc: "2.0", id: null, result: { server_version_info: [19, 0, 0, "final", 0, ""] } } };
    }
    const [, key = ""] = /^bearer (.*)$/.exec(headers.authorization ?? "") ?? [];
    const member = keys.get(key);
    const [, , , model = "", method = ""] = path.split("/");
    called.set(`${model}.${method}`, (called.get(`${model}.${method}`) ?? 0) + 1);
    const args = JSON.parse(body) as Asked;
    const companies = args.context?.allowed_company_ids;
    if (member && companies && companies.join() !== `${member.uid}`) {
      wrong.push(`${model}.${method} of ${member.uid} in the companies ${companies.join()}`);
    }
    const answer = member ? answerOf(member, model, method, args) : UNKNOWN_KEY;
    const send = async () => {
      for (let left = turns(); left > 0; left--) await turn();
      response.writeHead(answer.status ?? 200, { "content-type": "application/json" });
      response.end(JSON.stringify(answer.body));
    };
    void send();
    return undefined;
  });
  return { url, keys, wrong, called };
}

interface Asked {
  ids?: number[];
  operation?: string;
  fields?: string[];
  context?: { allowed_company_ids?: number[] };
}

const UNKNOWN_KEY: FakeAnswer = {
  status: 401,
  body: { name: "werkzeug.exceptions.Unauthorized", message: "Invalid apikey" },
};

/** `body` is what JSON writes, lists and plain values included. */
interface Answer {
  status?: number;
  body?: unknown;
}

function answerOf(member: Member, model: string, method: string, { ids = [], operation = "" }: Asked): Answer {
  const { uid, groups } = member;
  const mark = markOf(uid);
  if (ids.includes(REFUSED_ID)) {
    const key = keyOf(member);
    const forms = [key, encodeURIComponent(key), Buffer.from(`${loginOf(uid)}:${key}`).toString("base64")];
    const message = `The record is not for ${mark}: ${forms.join(", ")}`;
    return { status: 422, body: { name: "odoo.exceptions.UserError", message, arguments: [message], debug: message } };
  }
  const record = (id: number) => ({ id, display_name: `Contact of ${mark}`, name: `Contact of ${mark}` });
  switch (method) {
    case "context_get":
      return { body: { uid, lang: "en_US" } };
    case "has_access":
      return { body: mayIn(groups, model, operation) };
    case "fields_get":
      return { body: { [ownField(uid)]: { type: "char", string: `Field of ${mark}`, store: true, readonly: false } } };
    case "search":
      return { body: [uid] };
    case "search_count":
      return { body: uid };
    case "web_search_read":
      return { body: { length: 1, records: [record(uid)] } };
    case "search_read":
      return { body: model === "ir.model" ? [{ id: uid, model: OWN_MODEL, name: `Thing of ${mark}` }] : [] };
    case "read":
    case "web_read":
      return { body: model === "res.users" ? [userOf(member)] : ids.map(record) };
    default:
      return { body: true };
  }
}

const userOf = ({ uid, groups }: Member) => ({
  id: uid,
  login: loginOf(uid),
  name: `User ${markOf(uid)}`,
  display_name: `User ${markOf(uid)}`,
  lang: "en_US",
  tz: "UTC",
  company_id: [uid, `Company ${markOf(uid)}`],
  company_ids: [uid],
  group_ids: groups,
});
