import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

// An Odoo 19 that answers at once, or so many milliseconds later as GET /later/<ms> asked for: what is left of a call's time is ours.
// The key "u7" is that of the user 7; users are of one of ten sets of groups.

let laterMs = 0;

function answerOf(uid, model, method, { ids = [] }) {
  switch (method) {
    case "context_get":
      return { uid, lang: "en_US" };
    case "search_count":
      return uid;
    case "search":
    case "search_read":
      return [];
    case "read":
      return model === "res.users" ? [userOf(uid)] : ids.map((id) => ({ id, display_name: "One", name: "One" }));
    default:
      return true;
  }
}

const userOf = (id) => ({
  id,
  login: `u${id}`,
  lang: "en_US",
  tz: "UTC",
  company_id: [1, "C"],
  company_ids: [1],
  group_ids: [id % 10],
});

const VERSION = { jsonrpc: "2.0", id: null, result: { server_version_info: [19, 0, 0, "final", 0, ""] } };

const server = createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request) body += chunk;
  const [, first, model, method, ms] = /^\/(\w+)(?:\/2\/([\w.]+)\/(\w+)|\/(\d+))?/.exec(request.url) ?? [];
  if (first === "later") laterMs = Number(ms);
  else if (first === "json" && laterMs > 0) await sleep(laterMs);
  const uid = Number(/u(\d+)$/.exec(request.headers.authorization ?? "")?.[1]);
  const answer = first === "json" ? answerOf(uid, model, method, JSON.parse(body)) : VERSION;
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
});
server.keepAliveTimeout = 0;
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
