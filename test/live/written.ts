import { box } from "../sandbox/host.js";
import { sql } from "../sandbox/postgres.js";
import type { Series } from "../sandbox/recipes.js";

// What was written into the sandbox's database, whoever wrote it, as PostgreSQL itself knows it.

/** Of each table the rows that it has, and those that were written since the last look. */
export type Written = ReadonlyMap<string, { rows: number; fresh: number }>;

/** Looks at the database, and says which tables hold anything new or have lost rows since the last look. */
export interface Watcher {
  /** Tables of data, without those of dialogues and of what Odoo keeps for itself. */
  changed(): Promise<string[]>;
}

/** What Odoo keeps for itself, and what it notes of every change beside the messages of the history: followers, values. */
const OWN =
  /^(ir_(?!attachment$)|bus_|base_|orm_|res_users|res_device|discuss_|web_tour|iap_|auth_|mail_(presence|alias|followers|message_|tracking|notification|mail_))/;

export async function watchDatabase(series: Series): Promise<Watcher> {
  const it = box(series);
  const ask = (statement: string) => sql(it, it.database, statement);
  const transient = (await ask("select model from ir_model where transient")).split("\n");
  const relations = await ask(
    "select r.name from ir_model_relation r join ir_model m on m.id = r.model where m.transient",
  );
  const ofDialogues = new Set([...transient.map((model) => model.replaceAll(".", "_")), ...relations.split("\n")]);
  const all = (await ask("select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"))
    .split("\n")
    .filter((table) => !OWN.test(table) && !ofDialogues.has(table))
    .sort();
  let since = "0";
  const look = async (): Promise<Written> => {
    const each = all.map(
      (table) => `select '${table}', count(*), count(*) filter (where xmin::text::bigint >= ${since}) from "${table}"`,
    );
    const lines = (await ask(`${each.join(" union all ")}; select txid_snapshot_xmax(txid_current_snapshot());`)).split(
      "\n",
    );
    since = lines.pop() ?? since;
    return new Map(
      lines.map((line) => {
        const [table = "", rows, fresh] = line.split("|");
        return [table, { rows: Number(rows), fresh: Number(fresh) }];
      }),
    );
  };
  let before = await look();
  return {
    async changed() {
      const now = await look();
      const tables = all.filter((table) => {
        const { rows = 0, fresh = 0 } = now.get(table) ?? {};
        return fresh > 0 || rows < (before.get(table)?.rows ?? 0);
      });
      before = now;
      return tables;
    },
  };
}
