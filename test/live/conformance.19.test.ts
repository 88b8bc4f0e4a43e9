import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import { CONFIG_FILE } from "../support/fixtures.js";
import { credentialOf } from "../support/http-clients.js";
import type { Json } from "../support/mcp.js";
import { node24 } from "../support/node24.js";
import { type Replicas, startReplicas } from "../support/replicas.js";
import { type Translator, translator } from "../support/translator.js";
import { type Exceptions, type Revision, SCENARIOS } from "./conformance-scenarios.js";
import { describeOdoo } from "./odoos.js";
import { generatedFolder } from "./shared.js";

// MCP's own suite for servers, before two replicas behind a balancer.

const SUITE = fileURLToPath(
  new URL("../clients/node_modules/@modelcontextprotocol/conformance/dist/index.js", import.meta.url),
);

/** The suite needs a newer one than the project. */
const HAS_NODE = Number.parseInt(process.versions.node, 10) >= 22;
const CAN_HAVE_NODE = process.platform === "linux" && process.arch === "x64";

interface Check {
  id: string;
  status: "SUCCESS" | "FAILURE" | "WARNING" | "SKIPPED" | "INFO";
  errorMessage?: string;
}

/** Of every scenario: whether the server's messages are what the revision's schema says. */
const ON_THE_WIRE = "wire-schema-valid";

/** What ours is asked in the place of the suite's names. */
interface Records {
  contact: number;
  picture: number;
  file: number;
}

const translateTo =
  ({ contact, picture, file }: Records) =>
  ({ name, uri }: Json): Json | undefined => {
    const asking = { name: "delete_records", arguments: { model: "res.partner", ids: [contact] } };
    const tools: Record<string, Json> = {
      test_simple_text: { name: "search_count", arguments: { model: "res.partner" } },
      test_error_handling: { name: "search_records", arguments: { model: "res.partner", fields: ["no_such_field"] } },
      test_image_content: { name: "read_file", arguments: { id: picture } },
      test_embedded_resource: { name: "read_file", arguments: { id: file } },
      test_input_required_result_elicitation: asking,
      test_input_required_result_request_state: asking,
      test_input_required_result_tampered_state: asking,
      test_input_required_result_capabilities: asking,
    };
    const resources: Record<string, Json> = {
      "test://static-text": { uri: `odoo://res.partner/${contact}` },
      "test://static-binary": { uri: `odoo://attachment/${picture}` },
      "test://template/123/data": { uri: `odoo://res.partner/${contact}` },
    };
    return tools[String(name)] ?? resources[String(uri)];
  };

describeOdoo("19", "MCP's conformance suite", (instance) => {
  const { series, admin } = instance;
  let folder: string;
  let replicas: Replicas;
  let front: Translator;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "odoo-typed-mcp-conformance-"));
    const generated = await generatedFolder(instance, readFileSync(CONFIG_FILE, "utf8"));
    replicas = await startReplicas({ odoo: admin, generated });
    front = await translator(replicas.front.origin, {
      added: credentialOf(series, admin),
      translate: translateTo(await records()),
    });
  });
  afterAll(async () => {
    await front?.close();
    expect(await replicas?.end()).toEqual([0, 0]);
    await rm(folder, { recursive: true, force: true });
  });

  async function records(): Promise<Records> {
    const odoo = createClient(await connect(readSettings(admin)));
    const one = async (model: string, values: Json) => (await odoo.create(model, [values as never]))[0] ?? 0;
    const PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    const zip = Buffer.from(`PK\x05\x06${"\0".repeat(18)}`, "latin1").toString("base64");
    return {
      // A scenario looks for the number of its address in what it reads.
      contact: await one("res.partner", { name: "Conformance 123" }),
      picture: await one("ir.attachment", { name: "pixel.png", datas: PIXEL }),
      file: await one("ir.attachment", { name: "empty.zip", datas: zip }),
    };
  }

  describe.skipIf(!HAS_NODE && !CAN_HAVE_NODE).each(Object.keys(SCENARIOS) as Revision[])("for %s", (revision) => {
    const { applying, leftOut } = SCENARIOS[revision];
    let results: Record<string, Check[]>;

    beforeAll(async () => {
      const node = HAS_NODE ? process.execPath : ((await node24(folder)) ?? "");
      const output = join(folder, revision);
      const url = `${front.origin}/mcp`;
      const args = ["server", "--url", url, "--requirements", revision, "--output-dir", output];
      // It ends with 1, for the scenarios that do not apply.
      const { stdout } = await execa(node, [SUITE, ...args], { cwd: folder, reject: false });
      expect(stdout).toContain("=== SUMMARY ===");
      results = resultsIn(output);
      expect(replicas.front.sent).not.toContain(0);
    });

    it("has the scenarios that are known", () => {
      expect(Object.keys(results).sort()).toEqual([...Object.keys(applying), ...Object.keys(leftOut)].sort());
    });

    it("finds every message to be what the schema says", () => {
      const told = Object.entries(results).flatMap(([scenario, checks]) =>
        checks
          .filter(({ id }) => id === ON_THE_WIRE)
          .map(({ status, errorMessage }) => ({ scenario, status, errorMessage })),
      );
      expect(told.filter(({ status }) => status !== "SUCCESS")).toEqual([]);
      expect(told.length).toBeGreaterThan(0);
    });

    it.each(Object.entries(applying))("passes %s", (scenario, exceptions) => {
      const { passed, others } = sorted(results[scenario] ?? [], exceptions);
      expect(others).toEqual([]);
      expect(passed).not.toEqual([]);
    });

    it.each(Object.entries(leftOut))("does not apply: %s (%s)", (scenario) => {
      const { passed, others } = sorted(results[scenario] ?? [], {});
      expect(passed.length === 0 || others.length > 0).toBe(true);
    });
  });
});

/** What the suite says by scenario. */
function resultsIn(output: string): Record<string, Check[]> {
  const named = readdirSync(output).map((name): [string, Check[]] => {
    const [, scenario = name] = /^server-(.+)-\d{4}-\d\d-\d\dT[\d-]+Z$/.exec(name) ?? [];
    return [scenario, JSON.parse(readFileSync(join(output, name, "checks.json"), "utf8")) as Check[]];
  });
  return Object.fromEntries(named);
}

/** The checks that passed, and those that did not: an exception that passes, too, for it is none. */
function sorted(checks: readonly Check[], exceptions: Exceptions): { passed: Check[]; others: Check[] } {
  const own = checks.filter(({ id, status }) => id !== ON_THE_WIRE && status !== "INFO");
  const passed = own.filter(({ id, status }) => status === "SUCCESS" && !(id in exceptions));
  const others = own.filter(({ id, status }) => (status === "SUCCESS") === id in exceptions);
  return { passed, others };
}
