import { createServer, type IncomingHttpHeaders, request } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Json } from "./mcp.js";

/** Stands before a server of MCP, for clients whose words are not the server's. */
export interface Translator {
  origin: string;
  close(): Promise<void>;
}

export interface TranslatorOptions {
  /** Headers that every request gets on its way. */
  added: Readonly<Record<string, string>>;
  /** What is asked of the server in the place of the name, or address, that these parameters have; undefined to leave it. */
  translate: (params: Json) => Json | undefined;
}

export async function translator(origin: string, { added, translate }: TranslatorOptions): Promise<Translator> {
  const server = createServer(async (incoming, response) => {
    const { method, url } = incoming;
    const { body, headers } = translated(await text(incoming), incoming.headers, translate);
    const passed = request(
      new URL(url ?? "/", origin),
      { method, headers: { ...headers, ...added }, agent: false },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    passed.on("error", () => response.destroy());
    response.on("close", () => passed.destroy());
    passed.end(body);
  });
  // The servers' own `Keep-Alive` goes through, and is to be true.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

/** Untouched where nothing is to be said in other words: clients send what is no message at all, too. */
function translated(body: string, headers: IncomingHttpHeaders, translate: TranslatorOptions["translate"]) {
  const { params, ...message } = messageIn(body);
  const told = params && translate(params);
  if (!told) return { body, headers };
  const changed = JSON.stringify({ ...message, params: { ...params, ...told } });
  return {
    body: changed,
    headers: {
      ...headers,
      "content-length": String(Buffer.byteLength(changed)),
      // Since 2026-07-28 the name is there, too.
      ...("mcp-name" in headers ? { "mcp-name": String(told.name ?? told.uri) } : {}),
    },
  };
}

function messageIn(body: string): { params?: Json } {
  try {
    return (JSON.parse(body) ?? {}) as { params?: Json };
  } catch {
    return {};
  }
}
