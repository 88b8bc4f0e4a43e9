import { existsSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { OdooError } from "../../src/odoo/errors/errors.js";
import { CONFIG_FILE } from "../../src/tools/generated/made-from.js";
import { ENTRIES } from "./apps.js";

// What `odoo-mcp init` writes into the user's own folder.

const ENV_FILE = ".env";
const SCHEMA = "./node_modules/odoo-typed-mcp/odoo-models.schema.json";

/** Throws `OdooError` "settings" that names every file that is in the way. */
export function refuseExisting(folder: string): void {
  const there = [CONFIG_FILE, ENV_FILE].filter((file) => existsSync(join(folder, file)));
  if (there.length === 0) return;
  throw new OdooError("settings", `${there.join(" and ")} ${there.length > 1 ? "are" : "is"} already there.`, {
    hint: "Move them away, or run it in another folder.",
  });
}

/** Writes the config, the `.env` that only this user may read, and lines for it in `.gitignore`. */
export async function writeOwnFiles(
  folder: string,
  models: readonly string[],
  settings: Readonly<Record<string, string>>,
): Promise<string[]> {
  const env = envText(settings);
  const ignored = ignoreFile(folder);
  await writeFile(join(folder, ENV_FILE), env, { mode: 0o600, flag: "wx" });
  await writeFile(join(folder, CONFIG_FILE), configText(models), { flag: "wx" });
  if (ignored !== undefined) await writeFile(join(folder, ".gitignore"), ignored);
  return [
    `Wrote ${CONFIG_FILE}, with ${models.length} ${models.length === 1 ? "model" : "models"}.`,
    `Wrote ${ENV_FILE}${settings.ODOO_API_KEY_COMMAND ? "" : ", with the secret"}: readable to you alone, and ignored by git.`,
  ];
}

/** A config of these models. Pure. */
export function configText(models: readonly string[]): string {
  const entries = models.map((model) => `    ${JSON.stringify(model)}: ${JSON.stringify(ENTRIES[model] ?? {})}`);
  return `{\n  "$schema": ${JSON.stringify(SCHEMA)},\n  "models": {\n${entries.join(",\n")}\n  }\n}\n`;
}

/** Settings as the text of an `.env` file, which reads back the same. Throws for a value that no quotes can hold. Pure. */
export function envText(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${quoted(name, value)}\n`)
    .join("");
}

function quoted(name: string, value: string): string {
  const forms = [
    ...(/^[\w.@:/+=~-]+$/.test(value) ? [value] : []),
    ...["'", "`", '"'].map((mark) => mark + value + mark),
  ];
  const form = forms.find((text) => parseEnv(`${name}=${text}\n`)[name] === value);
  if (form === undefined) throw new OdooError("settings", `The value of ${name} cannot be written to ${ENV_FILE}.`);
  return form;
}

/** Of an instance, too, such as `.env.shop`. */
const SECRET_FILES = [ENV_FILE, `${ENV_FILE}.*`];

/** The new text of `.gitignore`, or undefined where it names the files already. */
function ignoreFile(folder: string): string | undefined {
  const file = join(folder, ".gitignore");
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const lines = text.split(/\r?\n/).map((line) => line.trim().replace(/^\//, ""));
  const missing = lines.includes(`${ENV_FILE}*`) ? [] : SECRET_FILES.filter((name) => !lines.includes(name));
  if (missing.length === 0) return undefined;
  return `${text}${text === "" || text.endsWith("\n") ? "" : "\n"}${missing.join("\n")}\n`;
}
