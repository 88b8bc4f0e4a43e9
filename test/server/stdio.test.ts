import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { CONFIG_FILE, GENERATED, temporaryFolder } from "../support/fixtures.js";
import { withTools } from "../support/many-tools.js";
import { CLI } from "../support/mcp.js";

// The server process itself, without the SDK's client in between. Odoo is a server that answers when the test says so.

const INITIALIZE = {
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "test", version: "1" } },
};
const COUNT = {
  jsonrpc: "2.0",
  id: 2,
  method: "tools/call",
  params: { name: "search_count", arguments: { model: "res.partner", domain: [] } },
};

const UPDATE = {
  jsonrpc: "2.0",
  id: 3,
  method: "tools/call",
  params: { name: "update_record", arguments: { model: "res.partner", id: 5, values: { name: "New" } } },
};

describe("odoo-mcp serve", () => {
  let odoo: Server;
  let counting: Promise<void>;
  let answerCount: () => void;
  let updating: Promise<void>;
  let answerUpdate: () => void;
  /** Whether Odoo is as if it restarted: a proxy answers in its place. */
  let down: boolean;
  let administrator: boolean;
  let settings: Record<string, string>;
  /** How the comparison of the snapshot with the instance is answered: not at all, if the test does not say. */
  let answerFields: (reply: (result: unknown) => void) => void;

  beforeEach(async () => {
    answerFields = () => {};
    down = false;
    administrator = false;
    let asked = () => {};
    counting = new Promise((resolve) => {
      asked = resolve;
    });
    let askedToUpdate = () => {};
    updating = new Promise((resolve) => {
      askedToUpdate = resolve;
    });
    odoo = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk) => {
        body += chunk;
      });
      request.on("end", () => {
        const reply = (result: unknown) =>
          response.end(JSON.stringify({ jsonrpc: "2.0", id: JSON.parse(body).id, result }));
        if (down) return response.writeHead(502, { "content-type": "text/html" }).end("<h1>Bad Gateway</h1>");
        if (request.url === "/web/webclient/version_info")
          return reply({ server_version_info: [19, 0, 0, "final", 0, ""] });
        if (body.includes("authenticate")) return reply(2);
        if (body.includes("has_group")) return reply(administrator);
        if (body.includes("fields_get")) return answerFields(reply);
        if (body.includes('"write"')) {
          answerUpdate = () => reply(true);
          return askedToUpdate();
        }
        // Whether the record to change is there.
        if (body.includes('"search"')) return reply([5]);
        if (!body.includes("search_count")) return reply([{ id: 2, lang: "en_US", tz: "UTC" }]);
        answerCount = () => reply(7);
        asked();
      });
    });
    odoo.listen(0, "127.0.0.1");
    await once(odoo, "listening");
    const { port } = odoo.address() as AddressInfo;
    settings = {
      ODOO_URL: `http://127.0.0.1:${port}`,
      ODOO_DB: "test",
      ODOO_USERNAME: "admin",
      ODOO_PASSWORD: "secret",
    };
  });
  afterEach(() => {
    odoo.closeAllConnections();
    odoo.close();
  });

  function start() {
    const server = spawn(process.execPath, [CLI, "serve"], { env: settings, stdio: ["pipe", "pipe", "pipe"] });
    let stdout = "";
    server.stdout.on("data", (chunk) => {
      stdout += chunk;
    });
    let stderr = "";
    server.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    const exited = once(server, "exit").then(([code, signal]) => ({ code, signal, stderr }));
    return {
      server,
      exited,
      stderrSoFar: () => stderr,
      send: (message: object) => server.stdin.write(`${JSON.stringify(message)}\n`),
      /** Every line of stdout must be a message of the protocol. */
      messages: () =>
        stdout
          .split("\n")
          .filter(Boolean)
          .map(
            (line) => JSON.parse(line) as { id: number; result?: { structuredContent?: unknown; isError?: boolean } },
          ),
    };
  }

  it("ends cleanly when stdin ends, and had nothing but protocol on stdout", async () => {
    const { server, exited, send, messages } = start();
    send(INITIALIZE);
    send({ jsonrpc: "2.0", id: 2, method: "tools/list" });
    server.stdin.end();
    expect(await exited).toEqual({ code: 0, signal: null, stderr: "" });
    expect(messages().map(({ id }) => id)).toEqual([1, 2]);
  });

  it("says nothing of its own while many answers wait for a client that reads slowly", async () => {
    const { server, exited, send, messages } = start();
    const read = once(server.stdout, "close");
    server.stdout.pause();
    send(INITIALIZE);
    for (let id = 2; id <= 50; id++) send({ jsonrpc: "2.0", id, method: "tools/list" });
    server.stdin.end();
    // Nothing tells from outside that the pipe is full. One that is read before it is proves less, and fails nothing.
    setTimeout(() => server.stdout.resume(), 500);
    expect(await exited).toEqual({ code: 0, signal: null, stderr: "" });
    await read;
    expect(messages().map(({ id }) => id)).toEqual(Array.from({ length: 50 }, (_, at) => at + 1));
  });

  it("answers a call under way before it ends", async () => {
    const { server, exited, send, messages } = start();
    send(INITIALIZE);
    send(COUNT);
    await counting;
    server.stdin.end();
    // Nothing tells from outside that the end was read. An answer that comes before it proves less, and fails nothing.
    setTimeout(answerCount, 200);
    expect(await exited).toMatchObject({ code: 0 });
    expect(messages().at(-1)).toMatchObject({ id: 2, result: { structuredContent: { count: 7 } } });
  });

  it("lists its tools while the comparison with the instance hangs, and ends cleanly in the midst of it", async () => {
    let compared = () => {};
    const comparing = new Promise<void>((resolve) => {
      compared = resolve;
    });
    answerFields = () => compared();
    const { server, exited, send, messages } = start();
    send(INITIALIZE);
    await comparing;
    send({ jsonrpc: "2.0", id: 2, method: "tools/list" });
    await expect.poll(() => messages().map(({ id }) => id)).toEqual([1, 2]);
    server.stdin.end();
    expect(await exited).toEqual({ code: 0, signal: null, stderr: "" });
  });

  it("says on stderr, once, that the user is an administrator", async () => {
    administrator = true;
    const { server, exited, send, messages, stderrSoFar } = start();
    send(INITIALIZE);
    send(COUNT);
    await counting;
    answerCount();
    await expect.poll(stderrSoFar).toContain("SECURITY.md");
    server.stdin.end();
    const { stderr } = await exited;
    expect(stderr).toBe(
      "odoo-mcp: The user is an administrator of Odoo (Settings), and so is the assistant. " +
        "Use a user with the rights that it needs and no more; SECURITY.md tells how to make one.\n",
    );
    expect(messages().map(({ id }) => id)).toEqual([1, 2]);
  });

  it.each(["ja", "read"])("does not start where it cannot tell whether it is read-only: %j", async (text) => {
    settings.ODOO_MCP_READ_ONLY = text;
    const { exited, messages } = start();
    expect(await exited).toMatchObject({ code: 1, stderr: expect.stringContaining("ODOO_MCP_READ_ONLY must be 1") });
    expect(messages()).toEqual([]);
  });

  it.each([" On", "TRUE", "yes "])("is read-only with ODOO_MCP_READ_ONLY=%j", async (text) => {
    settings.ODOO_MCP_READ_ONLY = text;
    const { server, exited, send, messages } = start();
    send(INITIALIZE);
    send({ jsonrpc: "2.0", id: 2, method: "tools/list" });
    server.stdin.end();
    expect(await exited).toMatchObject({ code: 0 });
    const listed = JSON.stringify(messages());
    expect(listed).toContain('"read_records"');
    expect(listed).not.toContain('"update_record"');
  });

  it("does not start beside a config that the folder was not made from", async () => {
    const { folder, remove } = await temporaryFolder();
    onTestFinished(remove);
    const [generated, config] = [join(folder, "generated"), join(folder, "odoo-models.config.json")];
    await cp(GENERATED, generated, { recursive: true });
    const made = JSON.parse(await readFile(CONFIG_FILE, "utf8")) as object;
    await writeFile(config, JSON.stringify({ ...made, policy: { "sale.order": { operations: ["read"] } } }));
    const serving = async (...args: string[]) => {
      const server = spawn(process.execPath, [CLI, "serve", ...args], { cwd: folder, env: settings });
      server.stdin.end();
      let stderr = "";
      server.stderr.on("data", (chunk) => {
        stderr += chunk;
      });
      const [code] = await once(server, "exit");
      return { code, stderr };
    };
    const refused = { code: 1, stderr: expect.stringMatching(/^odoo-mcp: .*another one\. Run `odoo-mcp generate`/) };
    expect(await serving()).toEqual(refused);
    expect(await serving("--config", CONFIG_FILE)).toEqual({ code: 0, stderr: "" });
    await rm(config);
    expect(await serving()).toEqual({ code: 0, stderr: "" });
    expect(await serving("--config", config)).toMatchObject({ code: 1 });
  });

  it("begins to sign in when a long listing is out, or after a second", async () => {
    const folder = await withTools(GENERATED, 500);
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const began = performance.now();
    const asked = once(odoo, "request").then(() => performance.now() - began);
    const args = [CLI, "serve", "--generated", folder];
    const server = spawn(process.execPath, args, { env: settings, stdio: ["pipe", "pipe", "ignore"] });
    for (const message of [INITIALIZE, { jsonrpc: "2.0", id: 2, method: "tools/list" }])
      server.stdin.write(`${JSON.stringify(message)}\n`);
    // Nobody reads the listing, which is more than a pipe holds.
    expect(await asked).toBeGreaterThan(1_000);
    server.stdout.resume();
    server.stdin.end();
    expect(await once(server, "exit")).toEqual([0, null]);
  });

  it("says on stderr in one line what the instance has changed", async () => {
    answerFields = (reply) => reply({ name: { type: "char", string: "Name" } });
    const { server, exited, send, messages, stderrSoFar } = start();
    send(INITIALIZE);
    await expect.poll(stderrSoFar).toContain("Run `odoo-mcp codegen`.");
    server.stdin.end();
    const { code, stderr } = await exited;
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /^odoo-mcp: Odoo has changed since generated\/ was made: [^\n]+\. Run `odoo-mcp codegen`\.\n$/,
    );
    expect(messages().map(({ id }) => id)).toEqual([1]);
  });

  it("ends cleanly on SIGTERM, aborting a call that Odoo does not answer", async () => {
    const { server, exited, send, messages } = start();
    send(INITIALIZE);
    send(COUNT);
    await counting;
    server.kill("SIGTERM");
    expect(await exited).toMatchObject({ code: 0, signal: null });
    expect(messages().at(-1)).toMatchObject({
      id: 2,
      result: { isError: true, structuredContent: { error: { category: "cancelled", outcome: "not_applied" } } },
    });
  });

  it("waits longer for a write than for a read", async () => {
    const { server, exited, send, messages } = start();
    send(INITIALIZE);
    send(UPDATE);
    send(COUNT);
    await Promise.all([updating, counting]);
    server.stdin.end();
    // When the read has been given up, the write is answered.
    await expect.poll(() => messages().map(({ id }) => id)).toEqual([1, 2]);
    answerUpdate();
    const { stderr, ...ended } = await exited;
    expect(ended).toEqual({ code: 0, signal: null });
    const audit = stderr
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line.replace("odoo-mcp audit: ", "")));
    expect(audit).toMatchObject([
      { event: "begin", tool: "update_record", model: "res.partner", ids: [5], values: [{ name: "New" }] },
      { event: "end", tool: "update_record", outcome: "applied", ids: [5], id: audit[0].id },
    ]);
    expect(messages().slice(1)).toMatchObject([
      { id: 2, result: { isError: true, structuredContent: { error: { category: "cancelled" } } } },
      { id: 3, result: { structuredContent: { ids: [5] } } },
    ]);
  });

  it("gives a write up on the second signal, and says that its outcome is unknown", async () => {
    const { server, exited, send, messages } = start();
    send(INITIALIZE);
    send(UPDATE);
    await updating;
    server.kill("SIGTERM");
    // Two signals at once are one. That the first was heard is told by a call that is refused; those before it wait.
    let asked = 100;
    await expect
      .poll(() => {
        send({ ...COUNT, id: asked++ });
        return messages().some(({ id, result }) => id >= 100 && result?.isError);
      })
      .toBe(true);
    server.kill("SIGTERM");
    expect(await exited).toMatchObject({ code: 0, signal: null });
    expect(messages().find(({ id }) => id === UPDATE.id)).toMatchObject({
      result: { isError: true, structuredContent: { error: { category: "cancelled", outcome: "unknown" } } },
    });
  });

  it("waits for an Odoo that is down when it starts, listing its tools meanwhile", async () => {
    down = true;
    const { server, exited, send, messages, stderrSoFar } = start();
    send(INITIALIZE);
    send(COUNT);
    await expect.poll(stderrSoFar).toContain("Calls wait until Odoo answers.");
    send({ jsonrpc: "2.0", id: 4, method: "tools/list" });
    await expect.poll(() => messages().map(({ id }) => id)).toEqual([1, 4]);
    down = false;
    await counting;
    answerCount();
    await expect.poll(() => messages().at(-1)).toMatchObject({ id: 2, result: { structuredContent: { count: 7 } } });
    server.stdin.end();
    const { code, stderr } = await exited;
    expect(code).toBe(0);
    expect(stderr).toMatch(/^odoo-mcp: [^\n]+\(HTTP 502\)\. Calls wait until Odoo answers\.\n$/);
  });

  it("answers a call with unavailable when Odoo stays down, and ends cleanly", async () => {
    settings.ODOO_URL = "http://127.0.0.1:9";
    settings.ODOO_TIMEOUT_MS = "1500";
    const { server, exited, send, messages } = start();
    send(INITIALIZE);
    send(UPDATE);
    await expect
      .poll(() => messages().at(-1))
      .toMatchObject({
        id: 3,
        result: {
          structuredContent: {
            error: {
              category: "unavailable",
              message: "Cannot connect to 127.0.0.1:9: nothing listens there. Nothing was written.",
              outcome: "not_applied",
              retryable: true,
            },
          },
        },
      });
    server.stdin.end();
    expect(await exited).toMatchObject({ code: 0 });
  });

  it("ends at once although Odoo never answers the sign-in", async () => {
    odoo.removeAllListeners("request").on("request", () => connected());
    let connected = () => {};
    const asked = new Promise<void>((resolve) => {
      connected = resolve;
    });
    const { server, exited, send } = start();
    send(INITIALIZE);
    await asked;
    server.stdin.end();
    expect(await exited).toEqual({ code: 0, signal: null, stderr: "" });
  });

  it("ends with one sentence where the credential is refused", async () => {
    odoo.removeAllListeners("request").on("request", (request, response) => {
      let body = "";
      request.on("data", (chunk) => {
        body += chunk;
      });
      request.on("end", () => {
        const result = body.includes("authenticate") ? false : { server_version_info: [19, 0] };
        response.end(JSON.stringify({ jsonrpc: "2.0", id: JSON.parse(body).id, result }));
      });
    });
    const { exited, send, messages } = start();
    send(INITIALIZE);
    send(COUNT);
    send(UPDATE);
    const { code, stderr } = await exited;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^odoo-mcp: Odoo refused ODOO_PASSWORD for "admin" on database "test"\.[^\n]*\n$/);
    // The calls that waited for the sign-in have their answer before the end.
    const answers = messages().filter(({ id }) => id !== INITIALIZE.id);
    expect(answers.map(({ id }) => id).sort()).toEqual([COUNT.id, UPDATE.id]);
    for (const { result } of answers) {
      expect(result).toMatchObject({ isError: true, structuredContent: { error: { category: "auth" } } });
    }
  });

  it("ends where a message has no end, without holding all of it", async () => {
    const { server, exited, send } = start();
    send(INITIALIZE);
    const megabyte = Buffer.alloc(1024 * 1024, "x");
    // The server reads no further than it must, so not all of it can be written.
    server.stdin.on("error", () => {});
    for (let sent = 0; sent < 80; sent++) server.stdin.write(megabyte);
    const { code, stderr } = await exited;
    expect(code).toBe(1);
    expect(stderr).toBe("odoo-mcp: a message is longer than 64 MiB, so the connection ends.\n");
  });

  it("takes a message of more than 10 MiB, which a file needs", async () => {
    const { server, exited, send, messages } = start();
    send(INITIALIZE);
    const values = { datas: "A".repeat(12 * 1024 * 1024) };
    send({ ...UPDATE, params: { name: "update_record", arguments: { model: "res.partner", id: "x", values } } });
    await expect
      .poll(() => messages().find(({ id }) => id === UPDATE.id))
      .toMatchObject({
        result: { isError: true, structuredContent: { error: { category: "validation" } } },
      });
    server.stdin.end();
    expect(await exited).toMatchObject({ code: 0 });
  });

  it("aborts the request to Odoo when the client cancels the call", async () => {
    const { server, exited, send } = start();
    send(INITIALIZE);
    send(COUNT);
    await counting;
    const aborted = once(odoo, "connection").then(() => undefined);
    const closed = new Promise<void>((resolve) => {
      odoo.getConnections(() => {
        const check = setInterval(() => {
          odoo.getConnections((_, open) => {
            if (open > 1) return;
            clearInterval(check);
            resolve();
          });
        }, 20);
      });
    });
    send({ jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 2 } });
    await Promise.race([closed, aborted]);
    server.stdin.end();
    expect(await exited).toMatchObject({ code: 0 });
  });
});
