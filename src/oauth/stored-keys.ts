import { readFile, stat } from "node:fs/promises";
import { z } from "zod";
import { cached } from "../odoo/cache.js";
import { keyFrom } from "../odoo/connection/api-key-command.js";
import { OdooError } from "../odoo/errors/errors.js";

/** The key of a user of Odoo; undefined where there is none. */
export type KeyOf = (login: string) => Promise<string | undefined>;

const FILE = z.record(z.string(), z.string().min(1));

/**
 * Keys from a JSON file, `{ "login": "key" }`, which is read again for each: a change needs no restart. Throws `OdooError`
 * "settings" where it cannot be read, or others than its owner may (not on Windows).
 */
export const keysInFile =
  (file: string): KeyOf =>
  async (login) => {
    const problem = (what: string) => new OdooError("settings", `The file of Odoo's keys, ${file}, ${what}.`);
    const [text, { mode }] = await Promise.all([readFile(file, "utf8"), stat(file)]).catch(() => {
      throw problem("cannot be read");
    });
    if (process.platform !== "win32" && (mode & 0o077) !== 0) {
      throw new OdooError("settings", `The file of Odoo's keys, ${file}, may be read by others.`, {
        hint: `chmod 600 ${file}`,
      });
    }
    const keys = FILE.safeParse(parsed(text));
    if (!keys.success) throw problem('is not of the form { "login": "key" }');
    return Object.hasOwn(keys.data, login) ? keys.data[login] : undefined;
  };

/** How long a command's answer is taken for true. */
const KEPT_MS = 60_000;

/**
 * Keys from a command, which finds the login in its environment as `ODOO_MCP_LOGIN` and prints the key on its first line; nothing
 * where the user has none. It is run once a minute for a login. Throws `OdooError` "settings" where it fails.
 */
export function keysByCommand(command: string, name: string): KeyOf {
  const keys = cached((login) => keyFrom(command, { name, env: { ODOO_MCP_LOGIN: login } }), KEPT_MS);
  return async (login) => (login.includes("\0") ? undefined : (await keys.get(login)) || undefined);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
