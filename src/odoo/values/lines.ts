import { z } from "zod";
import { isId, isObject, ownKeys, shown } from "../notation/checks.js";

// Lines: what a one2many or many2many holds, and how it is written together with its record.

/** How the values of a line's model are checked. */
export interface LineSchemas {
  /** A new line, whose field that points back (`inverse`) Odoo fills in itself. */
  createLine(inverse: string | undefined): z.ZodType<Record<string, unknown>>;
  updateLine: z.ZodType<Record<string, unknown>>;
}

/**
 * How a one2many or many2many to `Relation` is written. The keys can be combined; `set` replaces all that is linked.
 * `Inverse` is the field of a line that points back, which Odoo fills in itself. `Models` holds the generated models'
 * types by Odoo's name; rows of others are untyped. An interface, because models refer to each other in circles, and
 * TypeScript looks into an interface's members only when it must.
 */
export interface Lines<Models = unknown, Relation extends string = string, Inverse extends string = never> {
  create?: Omit<LineValues<Models, Relation, "Create">, Inverse>[];
  update?: ({ id: number } & Omit<LineValues<Models, Relation, "Update">, Inverse>)[];
  link?: number[];
  unlink?: number[];
  delete?: number[];
  set?: number[];
}

type LineValues<Models, Relation extends string, Use extends "Create" | "Update"> = Relation extends keyof Models
  ? Models[Relation] extends { readonly [Key in Use]: infer Values }
    ? Values
    : Record<string, unknown>
  : Record<string, unknown>;

/** The keys of `Lines`. */
export const LINE_OPERATIONS = ["create", "update", "link", "unlink", "delete", "set"] as const;
const LINES_FORM = '{"create": [{...}]}, {"update": [{"id": 7, ...}]}, {"link": [7]} (or unlink, delete, set)';

/** The schema of an x2many field's value, and its transformation into Odoo's commands. */
export function linesSchema<Models, Relation extends string, Inverse extends string>(
  relation: Relation,
  inverse: Inverse | undefined,
  resolve: (model: string) => Promise<LineSchemas>,
) {
  const noId = (given: unknown) => `expected the id of a ${relation} record, not ${shown(given)}`;
  const id = z
    .custom<number>((given) => isId(given) || isNamed(given), { error: ({ input }) => noId(input) })
    .transform((given) => (isNamed(given) ? given.id : given));
  const ids = z.array(id, { error: ({ input }) => `expected a list of ids, not ${shown(input)}` });
  const rowsOf = <Row>(row: z.ZodType<Row>) =>
    z.array(row, { error: ({ input }) => `expected a list of objects, not ${shown(input)}` });
  const row = <Row>() =>
    z.custom<Row>(isObject, {
      error: ({ input }) => `expected an object of fields and values, not ${shown(input)}`,
    });
  const changed = row<{ id: number }>().superRefine(({ id }, context) => {
    if (!isId(id)) context.addIssue({ code: "custom", path: ["id"], message: noId(id) });
  });
  const shape = z
    .strictObject({
      create: rowsOf(row<Record<string, unknown>>()),
      update: rowsOf(changed),
      link: ids,
      unlink: ids,
      delete: ids,
      set: ids,
    })
    .partial();
  // Ids are what a read gives, or objects with the id and details; writing them back replaces all that is linked. A
  // list of Odoo's own commands, or of new rows, is not taken for ids.
  const input = z.custom<Lines<Models, Relation, Inverse> | (number | { id: number })[]>(
    (given) =>
      Array.isArray(given) ? given.every((item) => typeof item !== "object" || isRead(item)) : isObject(given),
    { error: ({ input }) => `expected ${LINES_FORM}, or a list of ids, not ${shown(input)}` },
  );
  return input.transform(async (given, context) => {
    const isList = Array.isArray(given);
    const parsed = shape.safeParse(isList ? { set: given.map((item) => (isRead(item) ? item.id : item)) } : given);
    if (!parsed.success) {
      for (const issue of parsed.error.issues) {
        const path = isList ? issue.path.slice(1) : issue.path;
        context.issues.push({ ...issue, path, input: given } as z.core.$ZodRawIssue);
      }
      return z.NEVER;
    }
    return commands(parsed.data, async () => resolve(relation), inverse, context);
  });
}

/** A related record as a read with details gives it. Its details are not written: they are the other model's. */
const isRead = (item: unknown): item is { id: number } => isObject(item) && isId((item as { id?: unknown }).id);

/** A record as a read without details names it. */
const isNamed = (item: unknown): item is { id: number } =>
  isRead(item) && Object.keys(item).every((key) => key === "id" || key === "name");

/** Odoo's x2many commands: replace, take away, change, link, add, in this order. */
async function commands(
  lines: { [Key in keyof Lines]: Lines[Key] | undefined },
  values: () => Promise<LineSchemas>,
  inverse: string | undefined,
  context: z.core.ParsePayload,
): Promise<unknown[]> {
  const checked = async (key: "create" | "update", row: Record<string, unknown>, index: number) => {
    if (key === "create" && inverse !== undefined && Object.hasOwn(row, inverse)) {
      const message = "is the record that holds the line, which Odoo fills in; leave it out";
      context.issues.push({ code: "custom", path: [key, index, inverse], message, input: row });
      return {};
    }
    const schema = key === "create" ? (await values()).createLine(inverse) : (await values()).updateLine;
    const result = await schema.safeParseAsync(ownKeys(row));
    if (result.success) return result.data;
    for (const issue of result.error.issues) {
      context.issues.push({ ...issue, path: [key, index, ...issue.path], input: row } as z.core.$ZodRawIssue);
    }
    return {};
  };
  const updated = await Promise.all(
    (lines.update ?? []).map(async ({ id, ...values }, index) => [1, id, await checked("update", values, index)]),
  );
  const created = await Promise.all(
    (lines.create ?? []).map(async (row, index) => [0, 0, await checked("create", row, index)]),
  );
  return [
    ...(lines.set ? [[6, 0, lines.set]] : []),
    ...(lines.unlink ?? []).map((id) => [3, id, 0]),
    ...(lines.delete ?? []).map((id) => [2, id, 0]),
    ...updated,
    ...(lines.link ?? []).map((id) => [4, id, 0]),
    ...created,
  ];
}
