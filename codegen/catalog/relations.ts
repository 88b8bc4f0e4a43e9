import type { FieldType, Schema } from "../../src/odoo/schema/schema.js";

/** A stored relation between two models of the catalogue. */
export interface Relation {
  model: string;
  field: string;
  type: FieldType;
  /** The model it points to; may be the same. */
  relation: string;
}

const RELATIONAL: ReadonlySet<FieldType> = new Set(["many2one", "one2many", "many2many"]);

/** The stored relations among these models, by model and field in code-point order. What is only computed is none. */
export function relationsAmong(schema: Schema, models: readonly string[]): Relation[] {
  const known = new Set(models);
  return [...known].sort().flatMap((model) =>
    Object.entries(schema.models[model]?.fields ?? {})
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([field, { type, relation, store }]) =>
        relation !== undefined && known.has(relation) && RELATIONAL.has(type) && store !== false
          ? [{ model, field, type, relation }]
          : [],
      ),
  );
}

/** A line of the graph: all relations between two models of one kind, drawn once. */
export interface Link {
  /** Where a many2one stands; of a many2many, the first in code-point order. */
  from: string;
  to: string;
  many: boolean;
  relations: readonly Relation[];
}

/** The relations as lines. A one2many is the other end of a many2one, so it joins its line. */
export function linksOf(relations: readonly Relation[]): Link[] {
  const links = new Map<string, { from: string; to: string; many: boolean; relations: Relation[] }>();
  for (const relation of relations) {
    const many = relation.type === "many2many";
    const isBack = relation.type === "one2many" || (many && relation.model > relation.relation);
    const [from, to] = isBack ? [relation.relation, relation.model] : [relation.model, relation.relation];
    const key = JSON.stringify([from, to, many]);
    const link = links.get(key) ?? { from, to, many, relations: [] };
    link.relations.push(relation);
    links.set(key, link);
  }
  return [...links.values()];
}
