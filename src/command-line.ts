import { Console } from "node:console";
import { createRequire } from "node:module";
import { Command, CommanderError, Option } from "commander";
import type { CatalogOptions } from "../codegen/commands/catalog.js";
import type { CheckOptions } from "../codegen/commands/check.js";
import type { ClientOptions } from "../codegen/commands/client.js";
import type { DiffOptions } from "../codegen/commands/diff.js";
import type { ExplainOptions } from "../codegen/commands/explain.js";
import type { Paths, WritePaths } from "../codegen/disk/paths.js";
import type { InitOptions } from "../codegen/setup/answers.js";
import type { Io, Output } from "../codegen/terminal/io.js";
import type { Report } from "../codegen/terminal/report.js";
import { chooseInstance, INSTANCE } from "./instance-option.js";
import { VARIABLES, type Variable } from "./odoo/connection/variables.js";
import { OdooError } from "./odoo/errors/errors.js";
import { tellable, tellableInShort } from "./odoo/errors/tell.js";
import { commaSeparated, type ServeOptions, withServeOptions } from "./serve-options.js";
import type { ServedOptions } from "./tools/session/served-folder.js";

// odoo-mcp: every subcommand, nothing else. Each loads its own code when it runs.

/** What a command line can end with. */
const DONE = 0;
const COULD_NOT = 1;
/** A check found what it looks for. */
const FOUND = 2;

const { version } = createRequire(import.meta.url)("odoo-typed-mcp/package.json") as { version: string };

/**
 * Runs a command line, such as `["check", "--json"]`, and answers its exit code. It prints by `io` alone, but for `serve`,
 * whose stdin and stdout are the process's own. Throws nothing: what went wrong is one sentence on stderr.
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  const line: CommandLine = { io, ...printing(io), exitCode: DONE };
  try {
    await programOf(line).parseAsync([...argv], { from: "user" });
    return line.exitCode;
  } catch (error) {
    // Commander has said it already.
    if (error instanceof CommanderError) return error.exitCode;
    // Never a stack trace: what went wrong, and what to do if that is known.
    const hint = error instanceof OdooError && error.hint ? ` ${error.hint}` : "";
    line.tell(tellableInShort(`odoo-mcp: ${error instanceof Error ? error.message : String(error)}${hint}`));
    return COULD_NOT;
  }
}

/** A command line that runs. */
interface CommandLine {
  io: Io;
  /** Prints lines on stdout: what is to be used. */
  print(text: string): void;
  /** Prints lines on stderr: what was done. */
  tell(text: string): void;
  exitCode: number;
}

/** A console, because it outlives a reader that is gone; a stream alone would throw. */
function printing({ stdout, stderr }: Io): Pick<CommandLine, "print" | "tell"> {
  const console = new Console({ stdout, stderr });
  return { print: (text) => console.log(text), tell: (text) => console.error(tellable(text)) };
}

function programOf(line: CommandLine): Command {
  const { io } = line;
  const width = ({ isTTY, columns }: Output) => (isTTY && columns ? columns : undefined);
  const program = new Command("odoo-mcp")
    .description("Typed MCP tools, generated from your own Odoo.")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => line.print(text.replace(/\n$/, "")),
      writeErr: (text) => line.tell(text.replace(/\n$/, "")),
      getOutHelpWidth: () => width(io.stdout) ?? WIDTH,
      getErrHelpWidth: () => width(io.stderr) ?? WIDTH,
    })
    .version(version)
    .option("--folder <dir>", "work there, not in the current folder")
    .hook("preAction", (program, command) => {
      enter(program.opts<{ folder?: string }>().folder, io);
      chooseInstance(command);
    })
    .addHelpText(
      "after",
      `
Settings come from the environment or a .env file in the working directory, those of an --instance from a file of its own:
${variables(({ environmentOnly }) => !environmentOnly)}

From the environment alone:
${variables(({ environmentOnly = false }) => environmentOnly)}

Exit codes: 0 done, 1 could not, 2 what check, diff or catalog --check looks for.`,
    );
  addInit(program, line);
  addClient(program, line);
  addWriting(program, line);
  addCatalog(program, line);
  addServe(program);
  addCalling(program, line);
  addApprove(program, line);
  addDoctor(program, line);
  addCheck(program, line);
  addDiff(program, line);
  addExplain(program, line);
  return program;
}

/** The variables that `listed` chooses, a line each. */
function variables(listed: (variable: Variable) => boolean): string {
  return Object.entries<Variable>(VARIABLES)
    .filter(([, variable]) => listed(variable))
    .map(([name, variable]) => {
      const choices = variable.kind === "choice" ? ` (${variable.choices.join(", ")})` : "";
      return `  ${name.padEnd(26)}${variable.says}${choices}`;
    })
    .join("\n");
}

/** Of help that is read in no terminal. */
const WIDTH = 80;

function subcommand(program: Command, name: string, description: string, examples: string): Command {
  return program
    .command(name)
    .description(description)
    .addHelpText("after", `\nExamples:\n${examples.replaceAll(/^/gm, "  ")}`);
}

function withPaths(command: Command): Command {
  return command
    .option("--config <file>", "which models get which tools", "odoo-models.config.json")
    .option(...GENERATED)
    .option(...INSTANCE);
}

const GENERATED = ["--generated <dir>", "folder of the generated files", "generated"] as const;

/** Makes `folder` the working directory, where every command looks for its files. */
function enter(folder: string | undefined, { chdir }: Io): void {
  if (folder === undefined) return;
  try {
    chdir(folder);
  } catch {
    throw new OdooError("settings", `Cannot work in ${folder}: it is no folder, or not yours to enter.`);
  }
}

function report({ done, text }: Report, { print, tell }: CommandLine): void {
  for (const sentence of done) tell(sentence);
  if (text) print(text);
}

const SERVER_NAME = ["--server-name <name>", "what the client calls the server", "odoo"] as const;
const SECRET_HELP = "A secret is never an argument: it is typed hidden, or read from the environment or stdin.";

function addInit(program: Command, line: CommandLine): void {
  subcommand(
    program,
    "init",
    `sign in, choose models, write the config and .env. ${SECRET_HELP}`,
    "odoo-mcp init\nODOO_API_KEY=... odoo-mcp init --yes --url https://example.odoo.com --username bot@example.com\n" +
      "odoo-mcp init --yes --url localhost:8069 --db test --username admin --password-stdin < password.txt",
  )
    .option("--yes", "ask nothing: take flags, ODOO_* variables and what Odoo proposes")
    .option("--url <address>", "address of your Odoo")
    .option("--db <name>", "database; the server's only one if left out")
    .option("--username <login>", "account that the assistant will use")
    .option("--api-key-env <variable>", "environment variable that holds its API key")
    .option("--api-key-stdin", "read its API key from stdin")
    .option("--password-env <variable>", "environment variable that holds its password")
    .option("--password-stdin", "read its password from stdin")
    .option("--allow-http", "send the secret unencrypted to another machine")
    .option("--models <names>", "models instead of the proposed ones, separated by commas", commaSeparated)
    .option(
      "--client <names>",
      "clients whose files to write: claude-desktop, claude-code, cursor, vscode, gemini, windsurf, zed; codex is printed",
      commaSeparated,
    )
    .option(...SERVER_NAME)
    .action(async (options: InitOptions) => {
      const [{ initCommand }, { clientNames }] = await Promise.all([
        import("../codegen/commands/init.js"),
        import("../codegen/commands/client.js"),
      ]);
      report(await initCommand({ ...options, client: clientNames(options.client ?? []) }, line.io), line);
    });
}

function addClient(program: Command, line: CommandLine): void {
  subcommand(
    program,
    "client",
    "print what to paste into MCP clients, or write it into their files",
    "odoo-mcp client\nodoo-mcp client claude-desktop cursor",
  )
    .argument(
      "[names...]",
      "claude-desktop, claude-code (.mcp.json), cursor, vscode (.vscode/mcp.json), codex (printed), gemini, windsurf, zed",
    )
    .option("--server-name <name>", `what the client calls the server; "odoo", of an instance "odoo-<name>"`)
    .option(...INSTANCE)
    .action(async (names: string[], options: ClientOptions) => {
      const { clientCommand } = await import("../codegen/commands/client.js");
      report(await clientCommand(names, options, line.io), line);
    });
}

/** The commands that write below `generated`. */
function addWriting(program: Command, { io, tell }: CommandLine): void {
  const writing = (name: string, description: string, examples: string) =>
    withPaths(subcommand(program, name, description, examples)).option(
      "--force",
      "overwrite files there that odoo-mcp did not write, or that were edited",
    );
  writing("introspect", "read the configured models from Odoo into schema.json", "odoo-mcp introspect").action(
    async (paths: WritePaths) => {
      const { introspectCommand } = await import("../codegen/commands/introspect.js");
      tell(await introspectCommand(paths, io));
    },
  );
  writing("generate", "write the tools from schema.json; needs no Odoo", "odoo-mcp generate").action(
    async (paths: WritePaths) => {
      const { generateCommand } = await import("../codegen/commands/generate.js");
      tell(await generateCommand(paths, io));
    },
  );
  writing(
    "codegen",
    "introspect, then generate",
    "odoo-mcp codegen\nODOO_URL=https://example.odoo.com odoo-mcp codegen --config sales.json --generated out",
  ).action(async (paths: WritePaths) => {
    const { codegenCommand } = await import("../codegen/commands/generate.js");
    tell(await codegenCommand(paths, io));
  });
}

function addCatalog(program: Command, line: CommandLine): void {
  withPaths(
    subcommand(
      program,
      "catalog",
      "write a page that shows the tools to people; needs no Odoo",
      "odoo-mcp catalog --output catalog.html\nodoo-mcp catalog --markdown README.md --check",
    ),
  )
    .option("--output <file>", "the page to write", "catalog.html")
    .option("--markdown <file>", "write a table between this file's markers tools:start and tools:end instead")
    .option("--check", "write nothing; exit with 2 if the file is not up to date")
    .action(async (options: CatalogOptions) => {
      const { catalogCommand } = await import("../codegen/commands/catalog.js");
      const { text, stale } = await catalogCommand(options);
      line.tell(text);
      if (stale) line.exitCode = FOUND;
    });
}

function addServe(program: Command): void {
  const examples =
    "odoo-mcp serve\nodoo-mcp serve --folder /home/me/odoo\nodoo-mcp serve --toolsets sales,crm --read-only\n" +
    "odoo-mcp serve --surface search\nodoo-mcp serve --http --port 8100";
  withServeOptions(
    withServed(subcommand(program, "serve", "serve the tools over stdio, for an MCP client, or over HTTP", examples)),
  ).action(async ({ http, ...options }: ServeOptions) => {
    if (http) return (await import("./http/serve.js")).serveHttp({ ...options, version });
    return (await import("./server/stdio.js")).serve({ ...options, version });
  });
}

/** A generated folder whose tools are called. */
function withServed(command: Command): Command {
  return command
    .option("--config <file>", "the config that the files were made from, if it is not beside their folder")
    .option(...GENERATED)
    .option(...INSTANCE)
    .option("--read-only", "only tools that change nothing; ODOO_MCP_READ_ONLY=1 does the same");
}

/** The commands for people and scripts that call tools as a server's client does. */
function addCalling(program: Command, line: CommandLine): void {
  withServed(
    subcommand(
      program,
      "call",
      "call a tool, as an assistant would; its result is JSON on stdout. A question is asked on the terminal",
      `odoo-mcp call who_am_i\nodoo-mcp call res_partner_search '{"domain": [["name", "ilike", "azure"]]}'\n` +
        "odoo-mcp call res_partner_create - < partner.json",
    ),
  )
    .argument("<tool>", "a tool's name")
    .argument("[json]", "its arguments; - for those that stdin holds", "{}")
    .action(async (tool: string, json: string, options: ServedOptions) => {
      const { callCommand } = await import("../codegen/commands/call.js");
      const called = await callCommand(tool, json, options, line.io);
      report(called, line);
      if (called.failed) line.exitCode = COULD_NOT;
    });
  withServed(
    subcommand(
      program,
      "tools",
      "list the tools, or show one with its arguments; needs no Odoo",
      "odoo-mcp tools\nodoo-mcp tools res_partner_create\nodoo-mcp tools --json",
    ),
  )
    .argument("[tool]", "a tool's name")
    .option("--json", "print what MCP clients get")
    .action(async (tool: string | undefined, options: ServedOptions & { json?: boolean }) => {
      const { toolsCommand } = await import("../codegen/commands/tools.js");
      line.print(await toolsCommand(tool, options, line.io));
    });
}

function addApprove(program: Command, line: CommandLine): void {
  subcommand(
    program,
    "approve",
    "show the changes that an assistant's client could not ask about, and ask on the terminal",
    "odoo-mcp approve\nodoo-mcp approve 3f2a9c1d",
  )
    .argument("[digest]", "the beginning of a request's digest; all that wait if left out")
    .action(async (digest: string | undefined) => {
      const { approveCommand } = await import("../codegen/commands/approve.js");
      for await (const sentence of approveCommand(digest, line.io)) line.tell(sentence);
    });
}

function addDoctor(program: Command, line: CommandLine): void {
  withPaths(
    subcommand(
      program,
      "doctor",
      "check settings, connection, rights, generated files and clients; exit code 1 if something is wrong",
      "odoo-mcp doctor\nodoo-mcp doctor --json",
    ),
  )
    .option("--json", "print the findings as JSON")
    .action(async (options: Paths & { json?: boolean }) => {
      const { doctorCommand } = await import("../codegen/commands/doctor.js");
      const { text, healthy } = await doctorCommand(options, line.io);
      line.print(text);
      if (!healthy) line.exitCode = COULD_NOT;
    });
}

function addCheck(program: Command, line: CommandLine): void {
  withPaths(
    subcommand(
      program,
      "check",
      "compare generated files with their snapshot and config; exit code 2 if they differ",
      "odoo-mcp check\nodoo-mcp check --live --json",
    ),
  )
    .option("--live", "compare the snapshot with Odoo, too")
    .option("--json", "print the findings as JSON")
    .action(async (options: CheckOptions) => {
      const { checkCommand } = await import("../codegen/commands/check.js");
      const { text, clean } = await checkCommand(options, line.io);
      line.print(text);
      if (!clean) line.exitCode = FOUND;
    });
}

function addDiff(program: Command, line: CommandLine): void {
  withPaths(
    subcommand(
      program,
      "diff",
      "say what changed between two snapshots: breaking, notable and safe",
      "odoo-mcp diff\nodoo-mcp diff --from origin/main --markdown --fail-on breaking\nodoo-mcp diff --from old.json --to new.json",
    ),
  )
    .option("--from <source>", "a Git ref or a file; HEAD if left out")
    .option("--to <source>", "a Git ref or a file; the working folder if left out")
    .option("--markdown", "for a pull request")
    .addOption(new Option("--fail-on <level>", "exit code 2 if it is as grave").choices(["breaking", "notable"]))
    .action(async (options: DiffOptions) => {
      const { diffCommand } = await import("../codegen/commands/diff.js");
      const { text, failed } = await diffCommand(options, line.io);
      line.print(text);
      if (failed) line.exitCode = FOUND;
    });
}

function addExplain(program: Command, line: CommandLine): void {
  withPaths(
    subcommand(
      program,
      "explain",
      "say what the policy makes of a tool, or of a call, and which rule says so; exit code 2 if it is refused; needs no Odoo",
      "odoo-mcp explain sale_order_action_confirm\n" +
        `odoo-mcp explain create_record --args '{"model": "res.users", "values": {"name": "x"}}'`,
    ),
  )
    .argument("<tool>", "a tool's name")
    .option("--args <json>", "the arguments of a call")
    .option("--read-only", "as a server that was started with --read-only")
    .option("--json", "print the explanation as JSON")
    .action(async (tool: string, options: ExplainOptions) => {
      const { explainCommand } = await import("../codegen/commands/explain.js");
      const { text, allowed } = await explainCommand(tool, options);
      line.print(text);
      if (!allowed) line.exitCode = FOUND;
    });
}
