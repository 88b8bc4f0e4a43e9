import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** A balancer that sends every request to another server than the one before, or to the next one where nobody listens. */
export interface Balancer {
  origin: string;
  /** How many requests each server got, in their order. */
  sent: number[];
  close(): Promise<void>;
}

export async function balancer(origins: readonly string[]): Promise<Balancer> {
  const sent = origins.map(() => 0);
  let last = -1;

  function pass(incoming: IncomingMessage, body: Buffer, response: ServerResponse, left = origins.length): void {
    last = (last + 1) % origins.length;
    const at = last;
    const { method, url, headers } = incoming;
    const passed = request(new URL(url ?? "/", origins[at]), { method, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      // A server that ends within an answer breaks it off.
      answer.on("error", () => response.destroy()).pipe(response);
    });
    passed.on("socket", (socket) =>
      socket.once("connect", () => {
        sent[at] = (sent[at] ?? 0) + 1;
      }),
    );
    passed.on("error", ({ code }: NodeJS.ErrnoException) => {
      if (code === "ECONNREFUSED" && left > 1) pass(incoming, body, response, left - 1);
      else response.destroy();
    });
    response.on("close", () => passed.destroy());
    passed.end(body);
  }

  const server = createServer((incoming, response) => {
    buffer(incoming).then(
      (body) => pass(incoming, body, response),
      () => response.destroy(),
    );
  });
  // The servers' own `Keep-Alive` goes through, and is to be true.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, sent, close };
}
