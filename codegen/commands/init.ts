import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Client, createClient } from "../../src/odoo/client.js";
import { connect, listDatabases } from "../../src/odoo/connection/connect.js";
import { findOdoo } from "../../src/odoo/connection/find-odoo.js";
import { isExposed, readSettings } from "../../src/odoo/connection/settings.js";
import { OdooError } from "../../src/odoo/errors/errors.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import { type Answers, type Credentials, givenAnswers, type InitOptions } from "../setup/answers.js";
import { type App, isReadable, proposedApps } from "../setup/apps.js";
import { leftToPaste, planClientEdits, serverCommand, thisPlace, writeClientEdits } from "../setup/client-files.js";
import { pasteable } from "../setup/mcp-clients.js";
import { refuseExisting, writeOwnFiles } from "../setup/own-files.js";
import type { Io } from "../terminal/io.js";
import { withProgress } from "../terminal/progress.js";
import type { Report } from "../terminal/report.js";
import { plainText } from "../text/text.js";

const TIMEOUT_MS = 30_000;

/** Questions or flags -> config, `.env`, `.gitignore` and clients' files in the working folder, after a real sign-in. */
export async function initCommand(options: InitOptions, io: Io): Promise<Report> {
  try {
    return await fromAnswers(options, io);
  } catch (error) {
    // Files are written last, after everything that can be refused.
    if (!(error instanceof OdooError)) throw error;
    throw new OdooError(error.category, `init wrote nothing: ${error.message}`, { hint: error.hint });
  }
}

async function fromAnswers(options: InitOptions, io: Io): Promise<Report> {
  refuseExisting(io.cwd());
  const answers = options.yes ? givenAnswers(options, io.env, io.stdin) : await terminalAnswers(options, io);
  try {
    return await setUp(answers, options.serverName, io);
  } finally {
    await closeConnections();
  }
}

async function terminalAnswers(options: InitOptions, { stdin, stdout, env }: Io): Promise<Answers> {
  if (!stdin.isTTY) {
    throw new OdooError("settings", "it asks questions, and stdin is no terminal.", {
      hint: "Use --yes with --url, --db, --username and --api-key-env.",
    });
  }
  const { askedAnswers } = await import("../setup/prompts.js");
  return askedAnswers(options, env, { input: stdin, output: stdout });
}

async function setUp(answers: Answers, serverName: string, io: Io): Promise<Report> {
  const folder = io.cwd();
  const { url, names } = await untilAccepted(answers, async () => {
    const address = await answers.url();
    const found = async () => {
      const { url } = await findOdoo({ url: address, timeoutMs: TIMEOUT_MS });
      return { url, names: await listDatabases({ url, timeoutMs: TIMEOUT_MS }) };
    };
    return withProgress("Looking for Odoo", found, io);
  });
  const { settings, client, who } = await untilAccepted(answers, async () => {
    const database = await answers.database(url, names);
    const credentials = await answers.credentials();
    return withProgress("Signing in", () => signIn(url, database, credentials), io);
  });
  const apps = await withProgress("Looking at the installed apps", () => proposedApps(client), io);
  const models = await untilAccepted(answers, async () => checked(client, apps, await answers.models(apps)));
  const server = serverCommand({ folder });
  const { names: clients, edits } = await untilAccepted(answers, async () => {
    const names = await answers.clients();
    return { names, edits: planClientEdits(names, server, serverName, thisPlace(io)) };
  });
  const left = leftToPaste(clients, server, serverName, thisPlace(io));
  const written = await writeOwnFiles(folder, models, settings);
  return {
    done: [
      `Signed in to Odoo ${client.series.name} as ${who}.`,
      `Apps with models to use: ${apps.map(({ title }) => title).join(", ")}.`,
      ...written,
      ...(await writeClientEdits(edits)),
      ...left.done,
      ...nextSteps(folder),
    ],
    text: clients.length > 0 ? left.text : pasteable(server, serverName),
  };
}

/** The step's result, tried again as long as the one who answers wants to. */
async function untilAccepted<T>(answers: Answers, step: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await step();
    } catch (error) {
      if (!(error instanceof OdooError)) throw error;
      answers.refused(error);
    }
  }
}

async function signIn(url: string, database: string, credentials: Credentials) {
  // The answers have seen to it that an address without encryption is wanted.
  const allowed = isExposed(url) ? { ODOO_ALLOW_HTTP: "1" } : {};
  const settings = { ODOO_URL: url, ...allowed, ODOO_DB: database, ...credentials };
  const client = createClient(await connect({ ...readSettings(settings), timeoutMs: TIMEOUT_MS }));
  const [user] = await client.read("res.users", [client.user.uid], ["login", "name"]);
  const login = String(user?.login);
  // JSON-2 asks for no login: a key alone decides who it is.
  if (login !== credentials.ODOO_USERNAME) {
    const message = `The API key belongs to "${plainText(login, 80)}", not to "${credentials.ODOO_USERNAME}".`;
    throw new OdooError("auth", message, { hint: "Say whose key it is, or use another key." });
  }
  return { settings, client, who: plainText(`${user?.name} (${login})`, 120) };
}

/** The chosen models, all of which the user may read. */
async function checked(client: Client, apps: readonly App[], models: readonly string[]): Promise<readonly string[]> {
  const proposed = new Set(apps.flatMap((app) => app.models));
  for (const model of models) {
    if (proposed.has(model) || (await isReadable(client, model))) continue;
    const message = `There is no model "${model}" that this user may read.`;
    throw new OdooError("settings", message, { hint: "`--models` takes technical names, such as sale.order." });
  }
  return [...new Set(models)];
}

function nextSteps(folder: string): string[] {
  const installed = existsSync(join(folder, "node_modules", "odoo-typed-mcp"));
  return [
    ...(installed ? [] : ["Next: npm install odoo-typed-mcp, for editors and for the types of generated/."]),
    "Next: npx odoo-typed-mcp codegen, then npx odoo-typed-mcp doctor.",
  ];
}
