import type { RawRecord } from "../../odoo/schema/raw.js";
import { fieldOf, type Model } from "../../odoo/schema/schema.js";
import { readProperties } from "../../odoo/values/properties.js";
import { type JsonRecord, readRecord } from "../../odoo/values/values.js";

/** Odoo's record as tools give it, properties by their names. */
export function jsonRecord(model: Model, raw: RawRecord): JsonRecord {
  const record = readRecord(model, raw);
  for (const name of Object.keys(raw)) {
    if (fieldOf(model, name)?.type === "properties") record[name] = readProperties(raw[name]);
  }
  return record;
}
