import { box } from "../sandbox/host.js";
import { openSql } from "../sandbox/postgres.js";
import type { Series } from "../sandbox/recipes.js";
import { noteChanges, noted, TABLES } from "./witness.js";

// What was written into the sandbox's database, whoever wrote it, as PostgreSQL itself knows it.

/** Of each table the rows that it has, and those that were written since the last look. */
type Written = ReadonlyMap<string, { rows: number; fresh: number }>;

/** Looks at the database, and says which tables hold anything new or have lost rows since the last look. */
export interface Watcher {
  /** Tables of data, without those of dialogues and of what Odoo keeps for itself. */
  changed(): Promise<string[]>;
  close(): void;
}

/** What Odoo keeps for itself, and what it notes of every change beside the messages of the history: followers, values. */
const OWN =
  /^(ir_(?!attachment$)|bus_|base_|orm_|res_users|res_device|discuss_|web_tour|iap_|auth_|mail_(presence|alias|followers|message_|tracking|notification|mail_))/;

export async function watchDatabase(series: Series): Promise<Watcher> {
  const session = openSql(box(series), box(series).database);
  const { ask } = session;
  const transient = await ask("select model from ir_model where transient");
  const relations = await ask(
    "select r.name from ir_model_relation r join ir_model m on m.id = r.model where m.transient",
  );
  const ofDialogues = new Set([...transient.map((model) => model.replaceAll(".", "_")), ...relations]);
  const all = (await ask(TABLES)).filter((table) => !OWN.test(table) && !ofDialogues.has(table)).sort();
  let since = "0";
  const look = async (tables: readonly string[]): Promise<Written> => {
    const each = tables.map(
      (table) => `select '${table}', count(*), count(*) filter (where xmin::text::bigint >= ${since}) from "${table}"`,
    );
    const rows = each.length > 0 ? await ask(each.join(" union all ")) : [];
    [since = since] = await ask("select txid_snapshot_xmax(txid_current_snapshot())");
    return new Map(
      rows.map((line) => {
        const [table = "", rows, fresh] = line.split("|");
        return [table, { rows: Number(rows), fresh: Number(fresh) }];
      }),
    );
  };
  await noteChanges(session, "statement");
  const before = new Map(await look(all));
  return {
    async changed() {
      const touched = new Set(await noted(session));
      const now = await look(all.filter((table) => touched.has(table)));
      const tables = [...now].filter(([table, { rows, fresh }]) => fresh > 0 || rows < (before.get(table)?.rows ?? 0));
      for (const [table, told] of now) before.set(table, told);
      return tables.map(([table]) => table);
    },
    close: session.close,
  };
}
