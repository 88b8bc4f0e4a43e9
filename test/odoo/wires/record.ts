import { mkdir, writeFile } from "node:fs/promises";
import { request as ask, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer, text } from "node:stream/consumers";
import { createClient } from "../../../src/odoo/client.js";
import { connect } from "../../../src/odoo/connection/connect.js";
import { readSettings } from "../../../src/odoo/connection/settings.js";
import { closeConnections } from "../../../src/odoo/wires/http.js";
import { environment } from "../../sandbox/sandbox.js";
import { CALLS, type Recorded } from "./recorded.js";

// npx tsx test/odoo/wires/record.ts: what the sandbox's Odoo 14 and 19 answer to CALLS, over each wire, for the fuzz test.

const folder = new URL("recorded/", import.meta.url);
await mkdir(folder, { recursive: true });

for (const series of ["14", "19"] as const) {
  const settings = await environment(series);
  for (const wire of series === "14" ? ["jsonrpc", "xmlrpc"] : ["jsonrpc", "xmlrpc", "json2"]) {
    let last: Omit<Recorded, "call"> = { status: 0, contentType: "", body: "" };
    const proxy = createServer(async (incoming, response) => {
      const sent = await buffer(incoming);
      const { method, url, headers } = incoming;
      const asking = ask(`${settings.ODOO_URL}${url}`, { method, headers, agent: false }, async (answer) => {
        last = {
          status: answer.statusCode ?? 0,
          contentType: answer.headers["content-type"] ?? "",
          body: shortened(await text(answer)),
        };
        response.writeHead(last.status, { "content-type": last.contentType }).end(last.body);
      });
      asking.end(sent);
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    const ODOO_URL = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const client = createClient(await connect(readSettings({ ...settings, ODOO_URL, ODOO_WIRE: wire })));
    const recorded: Recorded[] = [];
    let made: number[] = [];
    for (const [call, run] of Object.entries(CALLS)) {
      const result = await run(client, made[0] ?? 1).catch((error: unknown) => error);
      if (call.startsWith("create") && Array.isArray(result)) made = result;
      recorded.push({ call, ...last });
      console.log(series, wire, call, result);
    }
    await writeFile(new URL(`${wire}-${series}.json`, folder), `${JSON.stringify(recorded, null, 2)}\n`);
    proxy.close();
  }
}
await closeConnections();

/** Tracebacks without their middle and without the folders of the machine. */
function shortened(body: string): string {
  return body
    .replaceAll(/[\w./~-]+\/(?=(?:odoo|addons)\/)/g, "/opt/odoo/")
    .replaceAll(/((?:\\n|\n) {2}File [^,]+, line \d+, in \w+(?:\\n|\n) {4}.{1,200}?){3,}(?=(?:\\n|\n) {2}File)/g, "");
}
