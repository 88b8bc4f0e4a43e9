import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { box, inRoot } from "../sandbox/host.js";
import { sql } from "../sandbox/postgres.js";
import type { Series } from "../sandbox/recipes.js";

// PostgreSQL notes of each row that changes which table it is of, whoever writes it, once that is committed. A row that is written as it
// was has not changed: Odoo 14 locks the last number of a sequence so.

export interface Witness {
  /** The tables of which rows have changed since the last look. */
  changed(): Promise<string[]>;
  close(): void;
}

const NOTES = "odoo_mcp_witness";

export async function callWitness(series: Series): Promise<Witness> {
  const it = box(series);
  const { database } = it;
  const tables = await sql(
    it,
    database,
    "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace",
  );
  await sql(
    it,
    database,
    [
      `create table if not exists ${NOTES} (name text)`,
      `create or replace function ${NOTES}_note() returns trigger language plpgsql as $$ begin if tg_op <> 'UPDATE' or old is distinct from new then insert into ${NOTES} values (tg_table_name); end if; return null; end $$`,
      ...tables
        .split("\n")
        .filter((table) => table !== NOTES)
        .flatMap((table) => [
          `drop trigger if exists ${NOTES} on "${table}"`,
          `create trigger ${NOTES} after insert or update or delete on "${table}" for each row execute function ${NOTES}_note()`,
        ]),
    ].join(";\n"),
  );
  const psql = ["psql", "-h", "/run/postgresql", "-U", "postgres", "-d", database, "-qAtX"];
  const [command, args] = inRoot(it, psql);
  const session = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: session.stdout })[Symbol.asyncIterator]();
  return {
    async changed() {
      session.stdin.write(`delete from ${NOTES} returning name; select '';\n`);
      const names = new Set<string>();
      for (;;) {
        const { value, done } = await lines.next();
        if (done) throw new Error("psql has ended.");
        if (value === "") return [...names].sort();
        names.add(value);
      }
    },
    close: () => session.stdin.end(),
  };
}
