import { z } from "zod";
import { FIELD_TYPES, isFieldName, isModelName, isSourcePath, RIGHTS } from "./schema.js";

// The form of generated/schema.json, declared when it is first read: a server lists its tools before.

export const FORMAT = 1;

const field = () =>
  z.strictObject({
    type: z.enum(FIELD_TYPES),
    string: z.string(),
    help: z.string().optional(),
    required: z.boolean().optional(),
    readonly: z.boolean().optional(),
    needed: z
      .strictObject({
        reason: z.enum(["flag", "onchange"]),
        unless: z.array(z.string().refine(isFieldName)).optional(),
      })
      .optional(),
    depends: z.array(z.string().refine(isFieldName)).optional(),
    sources: z.array(z.string().refine(isSourcePath)).optional(),
    related: z.string().optional(),
    inherited: z.string().refine(isFieldName).optional(),
    store: z.boolean().optional(),
    searchable: z.boolean().optional(),
    sortable: z.boolean().optional(),
    groupable: z.boolean().optional(),
    aggregator: z.string().optional(),
    relation: z.string().refine(isModelName).optional(),
    relation_field: z.string().refine(isFieldName).optional(),
    selection: z.array(z.tuple([z.string(), z.string()])).optional(),
    dynamic: z.boolean().optional(),
    currency_field: z.string().refine(isFieldName).optional(),
    size: z.int().optional(),
  });

const fieldNames = () => z.array(z.string().refine(isFieldName));

const XMLID = /^\w+\.[\w.-]+$/;
const xmlid = () => z.string().regex(XMLID);

const action = () =>
  z.discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("dialogue"),
      xmlid: xmlid().optional(),
      model: z.string().refine(isModelName),
      context: z.string().optional(),
      form: xmlid().optional(),
      records: z.record(z.string(), z.union([xmlid(), z.array(xmlid())])).optional(),
    }),
    z.strictObject({ kind: z.literal("server"), xmlid: xmlid().optional(), title: z.string() }),
    z.strictObject({
      kind: z.literal("report"),
      xmlid: xmlid().optional(),
      title: z.string(),
      report: z.string().optional(),
    }),
    z.strictObject({ kind: z.literal("unknown"), title: z.string().optional() }),
  ]);

const views = () =>
  z.strictObject({
    form: z.array(
      z.strictObject({
        name: z.string().refine(isFieldName),
        page: z.int().min(2).optional(),
        readonly: z.boolean().optional(),
        hidden: z.string().optional(),
        required: z.string().optional(),
        columns: z
          .array(
            z.strictObject({
              name: z.string().refine(isFieldName),
              required: z.string().optional(),
            }),
          )
          .optional(),
      }),
    ),
    list: fieldNames(),
    typedInList: fieldNames().optional(),
    search: fieldNames(),
    buttons: z.array(
      z.strictObject({
        name: z.string().refine(isFieldName),
        label: z.string(),
        confirm: z.string().optional(),
        context: z.union([z.string(), z.record(z.string(), z.json())]).optional(),
        hidden: z.string().optional(),
        place: z.enum(["header", "counter", "list", "menu", "print"]).optional(),
        primary: z.literal(true).optional(),
        action: action().optional(),
      }),
    ),
  });

const model = () =>
  z.strictObject({
    label: z.string(),
    rights: z.array(z.enum(RIGHTS)).optional(),
    views: views().optional(),
    fields: z.record(z.string().refine(isFieldName), field()),
  });

const models = () => z.record(z.string().refine(isModelName), model());

/** See `dialogueKey`. */
const isDialogueKey = (key: string) => {
  const [model = "", ...forms] = key.split("@");
  return isModelName(model) && forms.length <= 1 && forms.every((form) => XMLID.test(form));
};

const snapshot = () =>
  z.strictObject({
    format: z.literal(FORMAT),
    series: z.string().regex(/^[\w.~-]{1,30}$/),
    instance: z
      .strictObject({ groups: z.array(z.string()).optional(), modules: z.array(z.string()).optional() })
      .optional(),
    reached: z
      .strictObject({ by: z.enum(["menus", "rights"]), models: z.array(z.string().refine(isModelName)) })
      .optional(),
    models: models(),
    lines: models().optional(),
    dialogues: z.record(z.string().refine(isDialogueKey), model()).optional(),
  });

export type SnapshotModels = z.output<ReturnType<typeof models>>;

let declared: ReturnType<typeof snapshot> | undefined;

export function snapshotFormat() {
  declared ??= snapshot();
  return declared;
}
