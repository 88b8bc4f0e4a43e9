/** Odoo's version, such as 19.0 or, on Odoo Online, saas~19.4 (`major` 19, `minor` 4). */
export interface Series {
  major: number;
  minor: number;
  /** As Odoo names it. */
  name: string;
}
