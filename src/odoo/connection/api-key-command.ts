import { spawn } from "node:child_process";
import { OdooError } from "../errors/errors.js";
import type { Settings } from "./settings.js";

/** Long enough for a person who must unlock a password manager. */
const LONGEST_MS = 30_000;
/** No key is longer. What comes after it is not kept. */
const MAX_OUTPUT = 64 * 1024;

const NAME = "ODOO_API_KEY_COMMAND";

/**
 * The settings with the key that their command prints, as they are where there is none. The command runs at every call.
 * Throws `OdooError` "settings", which tells nothing of what was printed.
 */
export async function withApiKey(settings: Settings, signal?: AbortSignal, longestMs = LONGEST_MS): Promise<Settings> {
  const { apiKeyCommand } = settings;
  if (apiKeyCommand === undefined) return settings;
  const apiKey = await keyFrom(apiKeyCommand, { name: NAME, signal, longestMs });
  if (!apiKey) throw commandError(NAME, "printed no key on its first line");
  return { ...settings, apiKey };
}

export interface KeyCommand {
  /** The setting that holds the command, for errors. */
  name: string;
  /** What it finds in its environment beside this process's own. */
  env?: Readonly<Record<string, string>>;
  signal?: AbortSignal | undefined;
  longestMs?: number;
}

/** The first line that a command prints, which may be empty. Throws `OdooError` "settings", which tells nothing of it. */
export async function keyFrom(command: string, run: KeyCommand): Promise<string> {
  const output = await outputOf(command, run);
  return output.split(/\r?\n/, 1)[0]?.trim() ?? "";
}

/** What the command printed. It may say to the person at stderr what it likes, and reads nothing: stdin is the client's. */
function outputOf(command: string, { name, env, signal, longestMs = LONGEST_MS }: KeyCommand): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, {
      shell: true,
      stdio: ["ignore", "pipe", "inherit"],
      windowsHide: true,
      env: { ...process.env, ...env },
    });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      if (output.length < MAX_OUTPUT) output += text;
    });
    const settled = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    };
    const giveUp = (error: OdooError) => {
      settled();
      child.kill();
      // What the shell has started may go on, and would keep the pipe and with it this process.
      child.stdout.destroy();
      child.unref();
      reject(error);
    };
    const onAbort = () => giveUp(new OdooError("cancelled", "The sign-in was cancelled."));
    const onLate = () => giveUp(commandError(name, `did not end within ${longestMs / 1000} seconds`));
    const timer = setTimeout(onLate, longestMs);
    signal?.addEventListener("abort", onAbort, { once: true });
    child.once("error", () => giveUp(commandError(name, "could not be started")));
    child.once("close", (code, ended) => {
      settled();
      if (code === 0) resolve(output);
      else reject(commandError(name, code === null ? `was ended by ${ended}` : `failed with exit code ${code}`));
    });
    if (signal?.aborted) onAbort();
  });
}

const commandError = (name: string, what: string) =>
  new OdooError("settings", `${name} ${what}.`, {
    hint: "Run the command in a terminal: the first line that it prints must be the API key.",
  });
