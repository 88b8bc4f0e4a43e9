import type { Series } from "../schema/series.js";

/** Where a record is shown on Odoo's own screens, behind its sign-in: its form, of any model. */
export function recordLink({ url, series }: { url: string; series: Series }, model: string, id: number): string {
  if (series.major < 18) return `${url}/web#id=${id}&model=${model}&view_type=form`;
  // A name without a dot would be taken for an action's.
  return `${url}/odoo/${model.includes(".") ? model : `m-${model}`}/${id}`;
}
