import { box } from "../sandbox/host.js";
import { openSql, type SqlSession } from "../sandbox/postgres.js";
import type { Series } from "../sandbox/recipes.js";

// PostgreSQL notes which table is changed, whoever changes it, once that is committed.

export interface Witness {
  /** The tables that have changed since the last look. */
  changed(): Promise<string[]>;
  close(): void;
}

const NOTES = "odoo_mcp_witness";

/**
 * Notes each row that changes. One that is written as it was has not changed: Odoo 14 locks the last number of a sequence so.
 */
export async function callWitness(series: Series): Promise<Witness> {
  const session = openSql(box(series), box(series).database);
  await noteChanges(session, "row");
  return { changed: () => noted(session), close: session.close };
}

/** Every table from now on: "row" notes rows that change, "statement" whatever may change them. */
export async function noteChanges(session: SqlSession, each: "row" | "statement"): Promise<void> {
  const isChange = each === "row" ? "if tg_op <> 'UPDATE' or old is distinct from new then" : "if true then";
  const tables = await session.ask(TABLES);
  const statements = [
    `create table if not exists ${NOTES} (name text)`,
    `create or replace function ${NOTES}_note() returns trigger language plpgsql as $$ begin ${isChange} insert into ${NOTES} values (tg_table_name); end if; return null; end $$`,
    ...tables
      .filter((table) => table !== NOTES)
      .flatMap((table) => [
        `drop trigger if exists ${NOTES} on "${table}"`,
        `create trigger ${NOTES} after insert or update or delete on "${table}" for each ${each} execute function ${NOTES}_note()`,
      ]),
  ];
  await session.ask(`set client_min_messages = warning; ${statements.join(";\n")}`);
}

/** Every table of Odoo's. */
export const TABLES = "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace";

/** The tables that were noted since this was last asked. */
export async function noted(session: SqlSession): Promise<string[]> {
  return [...new Set(await session.ask(`delete from ${NOTES} returning name`))].sort();
}
