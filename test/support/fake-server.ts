import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";

// A server for faults and answers that a real Odoo cannot be made to give.

export interface FakeRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface FakeAnswer {
  /** 200 if left out. */
  status?: number;
  headers?: Record<string, string>;
  /** An object is sent as JSON; a text with the content type that `headers` gives, or none. */
  body?: string | object;
}

/** Answers one request. Without an answer it is left hanging, or the handler does as it likes with `response`. */
export type Handler = (request: FakeRequest, response: ServerResponse) => FakeAnswer | undefined;

export interface FakeServer {
  /** Its origin, on 127.0.0.1. */
  url: string;
  /** What it was asked, in order. */
  requests: FakeRequest[];
  close(): Promise<void>;
}

/** Is given what is to be done when something is not needed any more. */
export type AtEnd = (close: () => Promise<void>) => void;

/** Listens until the running test is over, or until `atEnd` says so. */
export async function fakeServer(handler: Handler, atEnd: AtEnd = onTestFinished): Promise<FakeServer> {
  const requests: FakeRequest[] = [];
  const server = createServer(async (incoming, response) => {
    const { method = "", url: path = "", headers } = incoming;
    const request = { method, path, headers, body: await text(incoming) };
    requests.push(request);
    const answer = handler(request, response);
    if (answer) send(response, forCall(answer, request.body));
  });
  // It ends no connection by itself: on a busy machine a question may be on its way already.
  Object.assign(server, { keepAliveTimeout: 0, headersTimeout: 0, requestTimeout: 0 });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  atEnd(close);
  return { url: `http://127.0.0.1:${port}`, requests, close };
}

/** Odoo answers with the id of the call. */
function forCall(answer: FakeAnswer, body: string): FakeAnswer {
  const isEnvelope = typeof answer.body === "object" && "jsonrpc" in answer.body && body.startsWith('{"jsonrpc"');
  return isEnvelope ? { ...answer, body: { ...(answer.body as object), id: JSON.parse(body).id } } : answer;
}

function send(response: ServerResponse, { status = 200, headers = {}, body = "" }: FakeAnswer): void {
  const json = typeof body === "object";
  response.writeHead(status, { ...(json ? { "content-type": "application/json" } : {}), ...headers });
  response.end(json ? JSON.stringify(body) : body);
}

/** What Odoo's `/jsonrpc` answers: a result, or nothing but the envelope for `None`. */
export const jsonResult = (result?: unknown): FakeAnswer => ({ body: { jsonrpc: "2.0", id: 1, result } });

/** What Odoo's `/jsonrpc` answers for an exception, with the traceback it always sends. */
export const jsonError = (name: string, message: string, args: unknown[] = [message]): FakeAnswer => ({
  body: {
    jsonrpc: "2.0",
    id: 1,
    error: {
      code: 200,
      message: "Odoo Server Error",
      data: { name, message, arguments: args, debug: 'Traceback (most recent call last):\n  File "/opt/odoo/http.py"' },
    },
  },
});

export const htmlPage = (status: number): FakeAnswer => ({
  status,
  headers: { "content-type": "text/html; charset=utf-8" },
  body: "<!DOCTYPE html><html><body><h1>nginx</h1></body></html>",
});

/** Python's answer of an XML-RPC call that gave `value`, which is given as XML. */
export const xmlResult = (value: string): FakeAnswer =>
  xmlAnswer(`<params>\n<param>\n<value>${value}</value>\n</param>\n</params>`);

export const xmlFault = (code: number | string, text: string): FakeAnswer => {
  const given = typeof code === "number" ? `<int>${code}</int>` : `<string>${escaped(code)}</string>`;
  return xmlAnswer(
    `<fault>\n<value><struct>\n<member>\n<name>faultCode</name>\n<value>${given}</value>\n</member>\n<member>\n` +
      `<name>faultString</name>\n<value><string>${escaped(text)}</string></value>\n</member>\n</struct></value>\n</fault>`,
  );
};

const xmlAnswer = (content: string): FakeAnswer => ({
  headers: { "content-type": "text/xml; charset=utf-8" },
  body: `<?xml version='1.0'?>\n<methodResponse>\n${content}\n</methodResponse>\n`,
});

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
