import { readdirSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { approveCommand } from "../../codegen/commands/approve.js";
import { callCommand } from "../../codegen/commands/call.js";
import { approvalFolder, waitingIn } from "../../src/tools/session/approval-folder.js";
import { type FakeOdoo, fakeOdoo } from "../support/fake-odoo.js";
import { GENERATED, odooError, temporaryFolder } from "../support/fixtures.js";
import { CLI } from "../support/mcp.js";
import { asExeca, runHere } from "../support/run.js";

const DELETION = ["delete_records", '{"model":"res.partner","ids":[5]}'];

describe("a tool from a shell", () => {
  let folder: string;
  let remove: () => Promise<void>;
  let odoo: FakeOdoo;
  let env: Record<string, string>;
  beforeEach(async () => {
    ({ folder, remove } = await temporaryFolder());
    odoo = await fakeOdoo();
    env = { ...odoo.settings, ODOO_MCP_AUDIT: join(folder, "audit.jsonl") };
  });
  afterEach(() => remove());

  const start = (args: readonly string[], input = "") =>
    runHere([...args, "--generated", GENERATED], { folder, env, input }).then(asExeca);
  const call = async (args: readonly string[], input = "") => {
    const { exitCode, stdout, stderr } = await start(["call", ...args], input);
    return { exitCode, stderr, result: stdout === "" ? undefined : JSON.parse(stdout) };
  };
  const audited = () =>
    readFileSync(join(folder, "audit.jsonl"), "utf8")
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  const state = () => approvalFolder({ HOME: folder }) ?? "";

  /** A terminal, at which a person types these keys in turn, each once a question is there. */
  function terminal(...keys: string[]) {
    const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
    let shown = "";
    for (const output of [stdout, stderr]) {
      output.on("data", (chunk: Buffer) => {
        shown += chunk;
        if (String(chunk).includes("Do it?") && !String(chunk).includes("\u001b[1A")) {
          const key = keys.shift();
          if (key) setImmediate(() => stdin.write(key));
        }
      });
    }
    const tty = <Stream extends PassThrough>(stream: Stream) =>
      Object.assign(stream, { isTTY: true, setRawMode: () => stream });
    const { chdir } = process;
    const io = {
      stdin: tty(stdin),
      stdout: tty(stdout),
      stderr: tty(stderr),
      env: { HOME: folder, ...env },
      cwd: () => folder,
      chdir,
    };
    return { io, shown: () => shown };
  }
  async function approve(prefix: string | undefined, ...keys: string[]) {
    const { io, shown } = terminal(...keys);
    const done: string[] = [];
    for await (const sentence of approveCommand(prefix, io)) done.push(sentence);
    return { done, shown: shown() };
  }

  it("answers its result as JSON on stdout, and nothing beside it", async () => {
    expect(await call(["search_count", '{"model":"res.partner"}'])).toEqual({
      exitCode: 0,
      stderr: "",
      result: { count: 1 },
    });
    expect(await call(["search_count", "-"], '{"model":"res.partner"}')).toMatchObject({
      exitCode: 0,
      result: { count: 1 },
    });
  });

  it("answers what failed as JSON on stdout too, a sentence on stderr, and 1", async () => {
    const { exitCode, stderr, result } = await call([
      "search_count",
      '{"model":"res.partner","domain":[["nme","=","x"]]}',
    ]);
    expect({ exitCode, category: result.error.category }).toEqual({ exitCode: 1, category: "validation" });
    expect(stderr).toMatch(/^odoo-mcp: [^\n]*"nme"[^\n]+$/);
  });

  it.each([
    [["search_cont"], 'There is no tool "search_cont". Did you mean "search_count"'],
    [["search_count", "{model"], "The arguments must be a JSON object"],
    [["search_count", "-"], "The arguments must be a JSON object"],
  ])("is not called as %j, which Odoo is not asked about", async (args, message) => {
    const { exitCode, stderr, result } = await call(args);
    expect({ exitCode, result, asked: odoo.requests }).toEqual({ exitCode: 1, result: undefined, asked: [] });
    expect(stderr).toContain(message);
  });

  it("is under the same policy and audit as a server's", async () => {
    expect(
      (await call(["update_record", '{"model":"res.users","id":5,"values":{"name":"x"}}'])).result.error,
    ).toMatchObject({
      category: "forbidden",
      rule: expect.stringContaining("guarded"),
    });
    await call(["update_record", '{"model":"res.partner","id":5,"values":{"name":"New"}}', "--read-only"]);
    expect(odoo.changes()).toEqual([]);
    await call(["update_record", '{"model":"res.partner","id":5,"values":{"name":"New"}}']);
    expect(odoo.changes()).toEqual(["write"]);
    expect(audited()).toMatchObject([
      { event: "refused", tool: "update_record", client: "odoo-mcp call" },
      { event: "begin", model: "res.partner", values: [{ name: "New" }] },
      { event: "end", outcome: "applied" },
    ]);
  });

  it("asks at the terminal, and is not called without a yes", async () => {
    const [name = "", json = ""] = DELETION;
    const refused = terminal("n");
    const no = await callCommand(name, json, { generated: GENERATED }, refused.io);
    expect(no).toMatchObject({ failed: true, text: expect.stringContaining("The person said no.") });
    expect(refused.shown()).toContain('- "Azure", id 5');
    expect(odoo.changes()).toEqual([]);
    const agreed = await callCommand(name, json, { generated: GENERATED }, terminal("y").io);
    expect(agreed.failed).toBe(false);
    expect(odoo.changes()).toEqual(["unlink"]);
  });

  it("where nobody can be asked waits for a yes, which holds for that call once", async () => {
    const refused = (await call(DELETION)).result.error;
    const [, request = ""] = /`odoo-mcp approve (\w+)`/.exec(refused.hint) ?? [];
    expect(refused).toMatchObject({ rule: "confirmation", outcome: "not_applied" });
    const { done, shown } = await approve(request, "y");
    expect(shown).toContain(
      `${request} (1 of 1): delete_records as "bot", database "test", by the server in "${folder}"\n`,
    );
    expect(shown).toContain(`The assistant wants to delete 1 record of res.partner in ${env.ODOO_URL}.`);
    expect(done).toEqual([`${request} is approved: the same call goes through once, within 15 minutes.`]);
    expect(odoo.changes()).toEqual([]);
    const other = ["delete_records", '{"model":"res.partner","ids":[6]}'];
    expect((await call(other)).result.error).toMatchObject({ rule: "confirmation" });
    expect(await call(DELETION)).toMatchObject({ exitCode: 0 });
    expect((await call(DELETION)).result.error).toMatchObject({ rule: "confirmation" });
    expect(odoo.changes()).toEqual(["unlink"]);
    expect(audited().filter(({ event }) => event === "begin")).toMatchObject([{ approved: request }]);
  });

  it("goes through once where two make the same call at once", async () => {
    await call(DELETION);
    await approve(undefined, "y");
    const another = () =>
      execa(process.execPath, [CLI, "call", ...DELETION, "--generated", GENERATED], {
        cwd: folder,
        env: { ...env, HOME: folder },
        extendEnv: false,
        reject: false,
        stdin: "ignore",
      });
    const ended = await Promise.all([another(), another(), another()]);
    expect(ended.map(({ exitCode }) => exitCode).sort()).toEqual([0, 1, 1]);
    expect(odoo.changes()).toEqual(["unlink"]);
  });

  it("is told a no that a person says outside, and goes on waiting where they stop", async () => {
    await call(DELETION);
    await expect(approve(undefined, "\u0003")).rejects.toThrow(odooError("cancelled", "goes on waiting"));
    expect(waitingIn(state())).toHaveLength(1);
    await approve(undefined, "n");
    expect((await call(DELETION)).result.error.message).toContain("The person said no.");
    expect(readdirSync(state())).toEqual([]);
  });

  it("is approved by nobody without a terminal", async () => {
    await call(DELETION);
    const { exitCode, stdout, stderr } = asExeca(await runHere(["approve"], { folder, env, input: "y\n" }));
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toContain("this is no terminal. Nothing was approved.");
    expect(waitingIn(state())).toHaveLength(1);
  });

  it("is approved by its own request alone", async () => {
    expect((await approve(undefined)).done).toEqual(["Nothing waits for a yes."]);
    await call(DELETION);
    await call([...DELETION.slice(0, 1), '{"model":"res.partner","ids":[6]}']);
    const [first, second] = waitingIn(state()).map(({ digest }) => digest.slice(0, 8));
    await expect(approve("xyz")).rejects.toThrow(odooError("settings", 'No request "xyz" waits.'));
    await expect(approve("")).rejects.toThrow(odooError("settings", "Several requests begin with"));
    const { done } = await approve(undefined, "n", "y");
    expect(done).toEqual([
      expect.stringContaining(`${first} is refused`),
      expect.stringContaining(`${second} is approved`),
    ]);
  });

  it("shows nothing of a request that a terminal would obey", async () => {
    await call(DELETION);
    const [request] = waitingIn(state());
    const hostile = {
      ...request,
      digest: undefined,
      user: "bot\u001b[2J\n(1 of 1): nothing",
      question: "\u001b[8mhidden",
    };
    await writeFile(join(state(), `${request?.digest}.waiting`), JSON.stringify(hostile));
    const { shown } = await approve(undefined, "n");
    expect(shown).not.toContain("\u001b[2J");
    expect(shown).not.toContain("\u001b[8m");
    expect(shown).not.toContain("\n(1 of 1)");
  });

  it("is listed a line each, shown whole by its name, and as MCP has it", async () => {
    const listed = await start(["tools"]);
    expect(listed).toMatchObject({ exitCode: 0, stderr: "" });
    expect(listed.stdout).toMatch(/^res_partner_create +Create one Contact \(res\.partner\) record\./m);
    expect((await start(["tools", "--read-only"])).stdout).not.toContain("res_partner_create ");
    const one = (await start(["tools", "res_partner_create"])).stdout;
    expect(one).toMatch(/^res_partner_create: Create Contact$/m);
    expect(one).toMatch(/^ {2}values \(object; required\)/m);
    expect(one).toMatch(/^ {4}name \(/m);
    const json = JSON.parse((await start(["tools", "res_partner_create", "--json"])).stdout);
    expect(json).toMatchObject({ name: "res_partner_create", inputSchema: { type: "object" } });
    expect(JSON.parse((await start(["tools", "--json"])).stdout)).toContainEqual(json);
    expect((await start(["tools", "res_partner_creat"])).stderr).toContain('Did you mean "res_partner_create"');
    expect(odoo.requests).toEqual([]);
  });
});
