import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Progress } from "../../codegen/terminal/progress.js";
import { type Box, box, debianMirror, locked } from "./host.js";
import { apiKeys, makeTemplate, odooPid, passwords, restoreDatabase, startOdoo, stopOdoo } from "./odoo.js";
import { hasDatabase, startPostgres, stopPostgres } from "./postgres.js";
import type { Series } from "./recipes.js";
import { buildRoot } from "./root.js";

/** Brings up an Odoo of the series: minutes the first time, seconds afterwards, nothing if it runs. */
export async function up(series: Series, progress: Progress): Promise<void> {
  const it = box(series);
  if (await odooPid(it)) return startOdoo(it);
  await debianMirror();
  await locked(it, async () => {
    await prepare(it, progress);
    if (!(await hasDatabase(it, it.database))) {
      progress.update("copying the template database");
      await restoreDatabase(it);
    }
    progress.update("starting Odoo");
    await startOdoo(it);
  });
}

/** Stops Odoo and PostgreSQL and keeps the data. */
export async function down(series: Series): Promise<void> {
  const it = box(series);
  if (!existsSync(it.root)) return;
  await locked(it, async () => {
    await stopOdoo(it);
    await stopPostgres(it);
  });
}

/**
 * Brings the data back to the state of the first `up`, and leaves Odoo running. One that runs goes on with the other database: it
 * connects anew where a connection is gone, and by PostgreSQL's sequences finds that what it keeps in memory is not of this one.
 */
export async function reset(series: Series, progress: Progress): Promise<void> {
  const it = box(series);
  await debianMirror();
  await locked(it, async () => {
    await prepare(it, progress);
    progress.update("copying the template database");
    await restoreDatabase(it);
    progress.update("starting Odoo");
    await startOdoo(it);
  });
}

/** PostgreSQL runs and holds the template database; both are made where they are missing. */
async function prepare(it: Box, progress: Progress): Promise<void> {
  await buildRoot(it, progress);
  progress.update("starting PostgreSQL");
  await startPostgres(it);
  await makeTemplate(it, progress);
}

export async function status(series: Series): Promise<string> {
  const it = box(series);
  const pid = await odooPid(it);
  if (pid) return `Odoo ${series} runs on ${it.url} (database ${it.database}, pid ${pid})`;
  const built = existsSync(join(it.folder, "template.ready"));
  return `Odoo ${series} is stopped${built ? "" : " and not yet built"}`;
}

/** The settings of a client, as environment variables. With `login` "demo": an ordinary user, no administrator. */
export async function environment(series: Series, login: "admin" | "demo" = "admin"): Promise<Record<string, string>> {
  const it = box(series);
  const [keys, secrets] = [await apiKeys(it), await passwords(it)];
  return {
    ODOO_URL: it.url,
    ODOO_DB: it.database,
    ODOO_USERNAME: login,
    ODOO_PASSWORD: secrets[login],
    ODOO_API_KEY: keys[login],
  };
}
