import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { betweenMarkers, catalogMarkdown } from "../catalog/markdown.js";
import { catalogPage } from "../catalog/page.js";
import { catalogView } from "../catalog/view.js";
import { readText } from "../disk/files.js";
import type { Paths } from "../disk/paths.js";
import { readSnapshot } from "./generate.js";
import { readConfig } from "./introspect.js";

export interface CatalogOptions extends Paths {
  /** The page to write. */
  output: string;
  /** A Markdown file whose list of tools to write, instead of the page. */
  markdown?: string;
  /** Write nothing; tell whether the file is what would be written. */
  check?: boolean;
}

/** schema.json + config -> a page, or a list in a Markdown file. Needs no Odoo. `stale` tells that a check failed. */
export async function catalogCommand(options: CatalogOptions): Promise<{ text: string; stale: boolean }> {
  const config = await readConfig(options.config);
  const { schema } = await readSnapshot(options.generated);
  const view = catalogView(schema, config);
  const file = options.markdown ?? options.output;
  const text = options.markdown
    ? betweenMarkers(await readText(file, "Name an existing file."), catalogMarkdown(view), file)
    : catalogPage(view);
  if (options.check) {
    const stale = (await readFile(file, "utf8").catch(() => undefined)) !== text;
    return {
      text: stale ? `${file} is not up to date. Run the command without --check.` : `${file} is up to date.`,
      stale,
    };
  }
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  return { text: `Wrote the tools of ${view.models.length} models to ${file}.`, stale: false };
}
