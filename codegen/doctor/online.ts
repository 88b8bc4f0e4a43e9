import { type Client, createClient } from "../../src/odoo/client.js";
import { type Connection, connect } from "../../src/odoo/connection/connect.js";
import type { Settings } from "../../src/odoo/connection/settings.js";
import { OdooError } from "../../src/odoo/errors/errors.js";
import { administratorText, LEAST_PRIVILEGE } from "../../src/odoo/instance/administrator.js";
import { findDrift, modelText } from "../../src/odoo/instance/drift.js";
import { RIGHTS, type Right, type Schema } from "../../src/odoo/schema/schema.js";
import type { Series } from "../../src/odoo/schema/series.js";
import { type Config, isPattern, operationsOf } from "../config/config.js";
import { checkNamesInOdoo } from "../introspect/policy-names.js";
import { RIGHT_OF } from "../plan/plan.js";
import { policyOf } from "../plan/policy.js";
import type { Progress } from "../terminal/progress.js";
import { plainText } from "../text/text.js";
import { type Finding, failed, ok, orFailed, warning } from "./findings.js";

// What `odoo-mcp doctor` asks of Odoo itself.

const WIRE_TITLES = { json2: "JSON-2", jsonrpc: "JSON-RPC", xmlrpc: "XML-RPC" } as const;

/** Which wire and why, and who is signed in; `use` says what to look at with the client. */
export async function checkSignIn(
  settings: Settings,
  series: Series,
  use: (client: Client) => Promise<Finding[]>,
): Promise<Finding[]> {
  return orFailed("sign-in", "Check the ODOO_* settings.", async () => {
    const connection = await connect(settings);
    const client = createClient(connection);
    const [user] = await client.read("res.users", [client.user.uid], ["login", "name"]);
    const who = plainText(`${user?.name} (${user?.login})`, 120);
    const { lang, tz } = client.user.context;
    return [
      ok("wire", `${WIRE_TITLES[connection.wireName]}: ${whyWire(connection, settings, series)}.`),
      ok("sign-in", `Signed in as ${who}, ${lang}, ${tz}.`),
      await checkPowers(client),
      ...(await use(client)),
    ];
  });
}

function whyWire({ wireName }: Connection, { wire, apiKeyCommand }: Settings, { name, major }: Series): string {
  if (wire !== "auto") return "ODOO_WIRE says so";
  const source = apiKeyCommand ? "ODOO_API_KEY_COMMAND" : "ODOO_API_KEY";
  if (wireName === "json2") return `Odoo ${name} has it, and ${source} is set`;
  return major < 19 ? `Odoo ${name} has no JSON-2` : "JSON-2 needs ODOO_API_KEY";
}

/** Whether the user could give itself any right. */
async function checkPowers(client: Client): Promise<Finding> {
  const text = await administratorText(client);
  return text ? warning("user", text, LEAST_PRIVILEGE) : ok("user", "No administrator of Odoo.");
}

/** What the user may do with each configured model, against what its tools would do. */
export async function checkRights(
  client: Client,
  config: Config,
  snapshot: Schema | undefined,
  progress: Progress,
): Promise<Finding[]> {
  const named = Object.keys(config.models).filter((name) => config.models[name] !== false && !isPattern(name));
  const models = [...new Set([...named, ...Object.keys(snapshot?.models ?? {})])].sort();
  const findings: Finding[] = [];
  for (const model of models) {
    progress.update(model);
    const needed = operationsOf(config, model).map((operation) => RIGHT_OF[operation]);
    findings.push(await checkModel(client, model, new Set(needed)));
  }
  return findings;
}

async function checkModel(client: Client, model: string, needed: ReadonlySet<Right>): Promise<Finding> {
  try {
    const has = await Promise.all(RIGHTS.map((right) => client.hasAccess(model, right)));
    const allowed = RIGHTS.filter((_, index) => has[index]);
    const lacking = RIGHTS.filter((right) => needed.has(right) && !allowed.includes(right));
    const message = `${model}: ${allowed.join(", ") || "no right at all"}`;
    if (lacking.length === 0) return ok("rights", `${message}.`);
    if (lacking.includes("read")) {
      return failed(
        "rights",
        `${message}; the user may not read it.`,
        "Give the user the right, or take it out of the config.",
      );
    }
    const without = `${message}; tools that ${lacking.join(" and ")} are left out.`;
    return warning("rights", without, "Give the user the right, or name the model's `operations` in the config.");
  } catch (error) {
    if (!(error instanceof OdooError) || error.category !== "not_found") throw error;
    return failed(
      "rights",
      `${model} does not exist in this Odoo.`,
      "Take it out of the config, or install its module.",
    );
  }
}

/** Whether the models, fields and methods are there that the policy names. */
export const checkPolicyInOdoo = (client: Client, config: Config, snapshot: Schema | undefined): Promise<Finding[]> =>
  orFailed("policy", "Mend the config's policy.", async () => {
    await checkNamesInOdoo(client, config, snapshot ?? { series: client.series.name, models: {} });
    if (snapshot) policyOf(config, snapshot);
    const entries = Object.keys(config.policy).length;
    return entries > 0 ? [ok("policy", `What its ${entries} entries name is there.`)] : [];
  });

const CODEGEN = "odoo-mcp codegen";

/** Where generated/ is older than the instance. */
export async function checkDrift(client: Client, snapshot: Schema): Promise<Finding[]> {
  const { series, models } = await findDrift(client, snapshot);
  const findings: Finding[] = [];
  if (series) {
    const message = `generated/ is made for Odoo ${series[0]}, and the server runs ${series[1]}.`;
    findings.push(warning("drift", message, CODEGEN));
  }
  for (const drift of models) {
    const broken = drift.removed.length + drift.changed.length > 0;
    const message = `${modelText(drift)}.`;
    // New fields break nothing: the tools only lack them.
    findings.push(broken ? warning("drift", message, CODEGEN) : { ...ok("drift", message), next: CODEGEN });
  }
  return findings.length > 0 ? findings : [ok("drift", `generated/ is what Odoo ${client.series.name} looks like.`)];
}
