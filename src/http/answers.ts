import type { ServerResponse } from "node:http";

/** An answer that is no protocol message's: why a request was not looked into. */
export interface Refusal {
  status: number;
  message: string;
  headers?: Readonly<Record<string, string>>;
}

/** JSON-RPC's number for what a server says of itself. */
const SERVER_ERROR = -32000;

/** Refuses a request whose body was not read: the connection ends, so that nothing of it is taken for another request. */
export function refuse(response: ServerResponse, { status, message, headers = {} }: Refusal): void {
  const body = JSON.stringify({ jsonrpc: "2.0", error: { code: SERVER_ERROR, message }, id: null });
  response.writeHead(status, { "content-type": "application/json", connection: "close", ...headers }).end(body);
}

/** Answers a probe. */
export function tell(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" }).end(text);
}
