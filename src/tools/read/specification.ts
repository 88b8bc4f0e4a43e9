import type { Specification } from "../../odoo/methods/reads.js";
import type { RawRecord } from "../../odoo/schema/raw.js";
import { fieldOf } from "../../odoo/schema/schema.js";
import type { JsonRecord } from "../../odoo/values/values.js";
import { jsonRecord } from "./json-record.js";
import type { Selection } from "./selection.js";

// A selection as Odoo takes it from 17 on, and the records that it answers.

/** Of a many2many that holds more records, none is told by name. */
export const MOST_NAMED = 10;

/** A many2one without fields would be answered as a bare id. */
export function specification({ model, fields, details, named }: Selection): Specification {
  return Object.fromEntries(
    fields.map((name) => {
      const detail = details.get(name);
      const nested = detail ? specification(detail) : {};
      if (fieldOf(model, name)?.type === "many2one") return [name, { fields: { ...NAME, ...nested } }];
      if (named.has(name)) return [name, { fields: NAME, limit: MOST_NAMED }];
      return [name, detail ? { fields: nested } : {}];
    }),
  );
}

const NAME = { display_name: {} };

/**
 * A record as tools give it, with the details and names that came with it. With a specification Odoo answers a many2one as
 * an object, and an x2many with details as a list of objects; before 17 it has neither.
 */
export function fromOdoo({ model, details, named }: Selection, raw: RawRecord): JsonRecord {
  const plain: RawRecord = { id: raw.id };
  const nested: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(raw)) {
    const detail = details.get(name);
    plain[name] = value;
    if (isRecord(value) && fieldOf(model, name)?.type === "many2one") {
      const { display_name, ...rest } = value;
      plain[name] = [value.id, display_name];
      if (detail) {
        // As before 17: a `name` that was asked for is the field, which is not always what Odoo displays.
        const record = fromOdoo(detail, detail.fields.includes("display_name") ? value : rest);
        nested[name] = { name: display_name, ...record };
      }
    } else if (Array.isArray(value) && value.every(isRecord)) {
      if (detail) nested[name] = value.map((row) => fromOdoo(detail, row));
      else if (named.has(name)) nested[name] = value.map(linked);
    }
  }
  return Object.assign(jsonRecord(model, plain), nested);
}

const isRecord = (value: unknown): value is RawRecord =>
  typeof value === "object" && value !== null && !Array.isArray(value) && "id" in value;

/** Of what a list holds beyond its limit, Odoo tells the id alone. */
const linked = ({ id, display_name }: RawRecord) => (display_name === undefined ? id : { id, name: display_name });
