import { readFile } from "node:fs/promises";
import { execa } from "execa";
import { type Box, inRoot } from "./host.js";

/** A record for Odoo's form to make, or one that is there. */
export type Kind = { kind: string; model: string } & (
  | { id: number }
  | {
      /** What a menu that opens the form adds, such as "default_move_type". */
      context?: Readonly<Record<string, unknown>>;
      /** As tools take them, in the order in which a person fills them in. */
      values: Readonly<Record<string, unknown>>;
    }
);

export interface Made {
  kind: string;
  /** Every stored field but files and properties: a many2one as its id, lines as the same of each. */
  stored?: Readonly<Record<string, unknown>>;
  /** Why Odoo's form does not make it. */
  refused?: string;
}

export interface Shell {
  uid: number;
  /** Companies and language. */
  context: Readonly<Record<string, unknown>>;
  /** Models whose records are read as lines of another. */
  lines: readonly string[];
}

const MARK = "FORM-RESULT ";

/** What Odoo's own form (`Form` of odoo.tests) makes of the kinds; nothing of it stays in the database. */
export async function odooForm(box: Box, kinds: readonly Kind[], shell: Shell): Promise<Made[]> {
  const request = Buffer.from(JSON.stringify({ ...shell, kinds })).toString("base64");
  const script = (await readFile(new URL("form.py", import.meta.url), "utf8")).replace("@REQUEST@", request);
  const odoo = ["/usr/bin/python3", "/usr/bin/odoo", "shell", "-c", "/etc/odoo/odoo.conf", "-d", box.database];
  const [command, args] = inRoot(box, [...odoo, "--no-http", "--log-level=error"]);
  const { stdout, stderr } = await execa(command, args, { input: script });
  const made = stdout
    .split("\n")
    .filter((line) => line.includes(MARK))
    .map((line) => JSON.parse(line.slice(line.indexOf(MARK) + MARK.length)) as Made);
  if (made.length < kinds.length) throw new Error(`Odoo's shell ended early:\n${stderr.slice(-2000)}`);
  return made;
}
