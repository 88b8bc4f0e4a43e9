import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/** A balancer that sends every request to another server than the one before. */
export interface Balancer {
  origin: string;
  /** How many requests each server got, in their order. */
  sent: number[];
  close(): Promise<void>;
}

export async function balancer(origins: readonly string[]): Promise<Balancer> {
  const sent = origins.map(() => 0);
  let last = -1;
  const server = createServer((incoming, response) => {
    last = (last + 1) % origins.length;
    sent[last] = (sent[last] ?? 0) + 1;
    const { method, url, headers } = incoming;
    const passed = request(new URL(url ?? "/", origins[last]), { method, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    passed.on("error", () => response.destroy());
    response.on("close", () => passed.destroy());
    incoming.pipe(passed);
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
