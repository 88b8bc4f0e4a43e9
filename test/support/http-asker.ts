import { Agent, request } from "node:http";

/** What a server answered to one request of the protocol. */
export interface Reply {
  status: number;
  /** The body as it came. */
  text: string;
  /** Of an answered call. */
  result: Record<string, unknown> | undefined;
}

export interface Asker {
  /** Asks in the protocol of 2025, which needs no sign-on. Rejects where the connection breaks off before the whole answer. */
  ask(headers: Readonly<Record<string, string>>, method: string, params: object): Promise<Reply>;
  close(): void;
}

/** Asks for many users, and takes less of the machine than the official clients. `keepAlive`: all share their connections, as behind a balancer. */
export function asker(origin: string, { keepAlive = true } = {}): Asker {
  const { post, close } = poster({ keepAlive });
  const url = new URL("/mcp", origin);
  const usual = { accept: "application/json, text/event-stream" };
  return {
    async ask(headers, method, params) {
      const posted = await post(url, { ...usual, ...headers }, { jsonrpc: "2.0", id: 1, method, params });
      const [, data] = /^(?:data: )?(\{.*)$/m.exec(posted.text) ?? [];
      const { result } = JSON.parse(data ?? "{}") as { result?: Record<string, unknown> };
      return { ...posted, result };
    },
    close,
  };
}

/** Posts JSON over connections of its own. Rejects where one breaks off before the whole answer. */
export function poster({ keepAlive = true } = {}) {
  const agent = new Agent({ keepAlive });
  const post = (url: URL, headers: Readonly<Record<string, string>>, body: object) =>
    new Promise<Omit<Reply, "result">>((resolve, reject) => {
      const all = { "content-type": "application/json", ...headers };
      const sending = request(url, { method: "POST", agent, headers: all }, (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => {
          text += chunk;
        });
        response.on("error", reject).on("end", () => resolve({ status: response.statusCode ?? 0, text }));
      });
      sending.on("error", reject).end(JSON.stringify(body));
    });
  return { post, close: () => agent.destroy() };
}
