import { accessSync, constants } from "node:fs";
import { join, resolve } from "node:path";
import { readEnvFile } from "../../src/odoo/connection/env-file.js";
import { exposesSecret, isExposed, type Settings } from "../../src/odoo/connection/settings.js";
import type { Schema } from "../../src/odoo/schema/schema.js";
import { checkMadeFrom } from "../../src/tools/generated/made-from.js";
import type { Manifest } from "../../src/tools/generated/manifest.js";
import type { Config } from "../config/config.js";
import { budgetOf } from "../emit/budget.js";
import { policyOf } from "../plan/policy.js";
import { clientsFound, type FoundClient } from "../setup/client-files.js";
import type { Place } from "../setup/mcp-clients.js";
import { type Finding, failed, ok, orFailed, warning } from "./findings.js";

// What `odoo-mcp doctor` can tell without an Odoo.

/** Whether others on this machine may read the secret. */
export function checkSecretFile(folder: string, file: string): Finding[] {
  const exposed = exposesSecret(resolve(folder, file));
  if (exposed === undefined) return [];
  return exposed
    ? [warning("secret", `${file} is readable to other users of this machine.`, `chmod 600 ${file}`)]
    : [ok("secret", `${file} is readable to you alone.`)];
}

/** Whether what is sent can be read on the way. */
export function checkEncryption({ url }: Settings, environment: Place["environment"]): Finding {
  if (isExposed(url)) {
    return warning(
      "tls",
      `${url} is not encrypted: anyone on the way can read the secret.`,
      "Set ODOO_URL to an https address.",
    );
  }
  if (url.startsWith("http:")) return ok("tls", "Not encrypted, but it stays on this machine.");
  return environment.NODE_TLS_REJECT_UNAUTHORIZED === "0"
    ? warning(
        "tls",
        "NODE_TLS_REJECT_UNAUTHORIZED=0: the certificate is not checked.",
        "Name its authority in NODE_EXTRA_CA_CERTS instead.",
      )
    : ok("tls", "Encrypted, with a certificate that is checked.");
}

/** What the way to Odoo is beside the usual, and what is said of it where nobody reads it. */
export function checkNetwork(folder: string, environment: Place["environment"]): Finding[] {
  const file = readEnvFile(join(folder, ".env"));
  const findings: Finding[] = [];
  for (const name of Object.keys(file).filter((name) => /^NODE_(?!EXTRA_CA_CERTS$)/.test(name))) {
    const message = `${name} in .env counts for nothing: Node reads it at its start, from the environment alone.`;
    findings.push(
      warning("network", message, "Set it in the environment of the server, such as `env` of its client's entry."),
    );
  }
  for (const [name, upper] of PROXIES) {
    const value = environment[name] ?? environment[upper] ?? file[name] ?? file[upper];
    if (!value) continue;
    findings.push(
      URL.canParse(value)
        ? ok("network", `${upper}: by ${new URL(value).host}, but for this machine and NO_PROXY.`)
        : failed("network", `${upper} is no address.`, "Name it with its scheme, such as http://proxy.example:3128."),
    );
  }
  const authorities = environment.NODE_EXTRA_CA_CERTS || file.NODE_EXTRA_CA_CERTS;
  if (authorities) findings.push(checkAuthorities(resolve(folder, authorities)));
  return findings;
}

const PROXIES = [
  ["https_proxy", "HTTPS_PROXY"],
  ["http_proxy", "HTTP_PROXY"],
] as const;

/** Node only warns of a file that it cannot read, on stderr, which no client shows. */
function checkAuthorities(file: string): Finding {
  try {
    accessSync(file, constants.R_OK);
    return ok("network", `NODE_EXTRA_CA_CERTS: what ${file} holds is trusted too.`);
  } catch {
    const next = "Name the file of your authority's certificate, in PEM.";
    return failed("network", `NODE_EXTRA_CA_CERTS names ${file}, which cannot be read.`, next);
  }
}

/** Whether the server starts with the config as it is. */
export const checkMade = (folder: string, manifest: Manifest, config: string): Promise<Finding[]> =>
  orFailed("config", "odoo-mcp generate", () => {
    checkMadeFrom(folder, manifest, config);
    return [];
  });

/** Whether the policy suits the snapshot, as far as that tells; nothing without one of them. */
export const checkPolicy = async (config: Config | undefined, schema: Schema | undefined): Promise<Finding[]> =>
  orFailed("policy", "odoo-mcp codegen", () => {
    if (config && schema) policyOf(config, schema);
    return [];
  });

/** Many clients load every tool's description into the model's context before the first question. */
const MANY_TOKENS = 25_000;

/** What listing the tools costs a client. */
export function checkBudget(manifest: Manifest): Finding {
  const {
    tools,
    total: { bytes, tokens },
  } = budgetOf(manifest);
  const message = `${tools.length} tools, ${bytes} bytes, about ${tokens} tokens.`;
  if (tokens <= MANY_TOKENS) return ok("budget", message);
  return warning(
    "budget",
    message,
    "Name fewer models or operations in the config, unless your client loads tools on demand.",
  );
}

/** Whether a client starts this folder's server, and what it runs for that is there. */
export function checkClients(place: Place): Finding[] {
  const found = clientsFound(place);
  if (found.length === 0) {
    return [warning("client", "No file of a known client starts this folder's server.", "odoo-mcp client")];
  }
  const titled = ({ client, file }: FoundClient) => `${client.title} (${file})`;
  const working = found.filter(({ missing }) => missing.length === 0);
  return [
    ...(working.length > 0 ? [ok("client", `Set up in ${working.map(titled).join(", ")}.`)] : []),
    ...found
      .filter(({ missing }) => missing.length > 0)
      .map((broken) =>
        warning(
          "client",
          `${titled(broken)} starts what is not there: ${broken.missing.join(", ")}. An update of Node may have moved it.`,
          `odoo-mcp client ${broken.client.name}${broken.serverName === "odoo" ? "" : ` --server-name ${broken.serverName}`}`,
        ),
      ),
  ];
}
