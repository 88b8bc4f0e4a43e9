import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import type { Writable } from "node:stream";
import { text } from "node:stream/consumers";
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

/** Odoo's shell, which starts once and answers until it is closed. */
export interface OdooForm {
  /** What Odoo's own form (`Form` of odoo.tests) makes of the kinds; nothing of it stays in the database. */
  made(kinds: readonly Kind[]): Promise<Made[]>;
  close(): Promise<void>;
}

const MARK = "FORM-RESULT ";

/** The file of the process that form.py reads. */
const ASKED = 3;

export async function openOdooForm(box: Box, shell: Shell): Promise<OdooForm> {
  const own = Buffer.from(JSON.stringify(shell)).toString("base64");
  const script = (await readFile(new URL("form.py", import.meta.url), "utf8")).replace("@SHELL@", own);
  const odoo = ["/usr/bin/python3", "/usr/bin/odoo", "shell", "-c", "/etc/odoo/odoo.conf", "-d", box.database];
  const [command, args] = inRoot(box, [...odoo, "--no-http", "--log-level=error"]);
  const running = spawn(command, args, { stdio: ["pipe", "pipe", "pipe", "pipe"] });
  const ended = once(running, "close");
  const errors = text(running.stderr);
  const told = createInterface({ input: running.stdout })[Symbol.asyncIterator]();
  const asked = running.stdio[ASKED] as Writable;
  running.stdin.end(script);
  return {
    async made(kinds) {
      asked.write(`${JSON.stringify(kinds)}\n`);
      const made: Made[] = [];
      while (made.length < kinds.length) {
        const { value: line = "", done } = await told.next();
        if (done) throw new Error(`Odoo's shell ended early:\n${(await errors).slice(-2000)}`);
        if (line.includes(MARK)) made.push(JSON.parse(line.slice(line.indexOf(MARK) + MARK.length)) as Made);
      }
      return made;
    },
    async close() {
      asked.end();
      await ended;
    },
  };
}
