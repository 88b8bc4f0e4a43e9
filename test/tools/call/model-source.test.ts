import { afterEach, describe, expect, it, vi } from "vitest";
import { createClient } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import { PLAIN } from "../../../src/odoo/form/forms.js";
import type { WireCall } from "../../../src/odoo/wires/wire.js";
import { NO_AUDIT } from "../../../src/tools/call/audit.js";
import { masterData } from "../../../src/tools/call/master-data.js";
import { modelSource } from "../../../src/tools/call/model-source.js";
import { openDialogues } from "../../../src/tools/call/open-dialogues.js";
import type { ToolContext } from "../../../src/tools/call/tool.js";
import { GENERIC_TOOLS } from "../../../src/tools/catalogue/generic-tools.js";
import { UNRESTRICTED } from "../../../src/tools/policy/unrestricted.js";
import { fakeClient, fieldWith, schemaWith } from "../../support/fixtures.js";

const LABELS: Readonly<Record<string, string>> = { "res.partner": "Contact", "ir.secret": "Secret" };

/** Who on 14 is told of every model and must ask for the rights to each, and the methods that were called. */
function ordinaryUser() {
  const called: string[] = [];
  const odoo = { fails: false };
  function answer({ model, method, params, context }: WireCall): unknown {
    if (odoo.fails) throw new OdooError("unavailable", "No answer.");
    if (method === "get_installed") return [["en_US"], ["fr_FR"]];
    if (method === "check_access_rights") return model !== "ir.secret";
    const { fields } = params as { fields: readonly string[] };
    if (fields.includes("access_ids")) throw new OdooError("forbidden", "Not for you.");
    return Object.entries(LABELS).map(([name, label], index) => ({
      id: index + 1,
      model: name,
      name: `${label} ${context?.lang}`,
      transient: false,
    }));
  }
  const client = createClient({
    wire: {
      async call(call) {
        called.push(call.method);
        return answer(call);
      },
    },
    wireName: "jsonrpc",
    series: { major: 14, minor: 0, name: "14.0" },
    url: "https://odoo.example",
    user: { uid: 7, context: { lang: "en_US", tz: "UTC", allowed_company_ids: [1] }, companies: [1] },
  });
  const models = modelSource({ series: "14.0", models: {} }, client, UNRESTRICTED);
  const context: ToolContext = {
    call: { id: "test", tool: "list_models" },
    audit: NO_AUDIT,
    policy: UNRESTRICTED,
    client,
    models,
    master: masterData(client),
    values: () => Promise.reject(new Error("not used")),
    forms: PLAIN,
    dialogues: openDialogues(),
    signal: new AbortController().signal,
  };
  const labels = async (args = {}) => {
    const tool = GENERIC_TOOLS.find(({ definition }) => definition.name === "list_models");
    const { models } = (await tool?.run(args, context)) ?? {};
    return (models as { label: string }[]).map(({ label }) => label);
  };
  return { models, labels, called, odoo };
}

/** `ir.model` with the rights, which is refused, and without; then the rights to both models. */
const ONCE = ["search_read", "search_read", "check_access_rights", "check_access_rights"];

describe("the models that list_models tells", () => {
  afterEach(() => void vi.useRealTimers());

  it("are asked for once, also by two calls at a time", async () => {
    const { labels, called } = ordinaryUser();
    expect(await Promise.all([labels(), labels()])).toEqual([["Contact en_US"], ["Contact en_US"]]);
    expect(await labels()).toEqual(["Contact en_US"]);
    expect(called).toEqual(ONCE);
  });

  it("are asked for again after some minutes", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    const { labels, called } = ordinaryUser();
    await labels();
    vi.advanceTimersByTime(9 * 60_000);
    await labels();
    expect(called).toEqual(ONCE);
    vi.advanceTimersByTime(2 * 60_000);
    await labels();
    expect(called).toEqual([...ONCE, ...ONCE]);
  });

  it("are asked for again when Odoo shows that a model is not what it was", async () => {
    const { models, labels, called } = ordinaryUser();
    await labels();
    models.forget("res.partner");
    await labels();
    expect(called).toEqual([...ONCE, ...ONCE]);
  });

  it("are labelled in the language of the call", async () => {
    const { labels } = ordinaryUser();
    expect([await labels(), await labels({ lang: "fr_FR" })]).toEqual([["Contact en_US"], ["Contact fr_FR"]]);
  });

  it("are asked for again after a failure", async () => {
    const { labels, odoo } = ordinaryUser();
    odoo.fails = true;
    await expect(labels()).rejects.toThrow("No answer.");
    odoo.fails = false;
    expect(await labels()).toEqual(["Contact en_US"]);
  });
});

it("knows the snapshot's models, those of its lines, and which of them show a model's fields as their own", () => {
  const { models } = schemaWith({
    "a.template": {},
    "a.variant": {
      template_id: fieldWith({ type: "many2one", relation: "a.template" }),
      name: fieldWith({ inherited: "template_id" }),
    },
  });
  const lines = schemaWith({ "a.line": {} }).models;
  const source = modelSource({ series: "14.0", models, lines }, fakeClient({}), UNRESTRICTED);
  expect(["a.template", "a.line", "a.wizard", "constructor"].filter((name) => source.isKnown(name))).toEqual([
    "a.template",
    "a.line",
  ]);
  const heirs = [{ model: "a.variant", link: "template_id", fields: ["name"] }];
  expect(source.heirs("a.template")).toEqual(heirs);
  expect(source.heirs("a.template")).toEqual(heirs);
  expect(source.heirs("a.variant")).toEqual([]);
});
