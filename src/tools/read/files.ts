import type { Client } from "../../odoo/client.js";
import { OdooError } from "../../odoo/errors/errors.js";
import type { CallOptions } from "../../odoo/schema/raw.js";
import { fieldOf, type Model } from "../../odoo/schema/schema.js";
import type { JsonRecord } from "../../odoo/values/values.js";

// Files that binary fields hold: what they are and where to fetch them, never their content.

/** A binary field as tools give it. `bytes` and `mimetype` are null where Odoo keeps the file in the record's own table. */
export interface FileInfo {
  /** As Odoo says it, such as "19.53 Kb". */
  size: string;
  bytes: number | null;
  mimetype: string | null;
  /** Behind Odoo's own sign-in. */
  url: string;
}

/** Describes the files of a model's records, in place. One call, and only where there is a file. */
export async function describeFiles(
  client: Client,
  { model, fields }: { model: Model; fields: readonly string[] },
  records: readonly JsonRecord[],
  options: CallOptions,
): Promise<void> {
  const files = fields
    .filter((name) => fieldOf(model, name)?.type === "binary")
    .flatMap((field) => records.flatMap((record) => (hasFile(record[field]) ? [{ record, field }] : [])));
  if (files.length === 0) return;
  const ids = [...new Set(files.map(({ record }) => record.id))];
  const known = await attachments(
    client,
    { model: model.name, fields: [...new Set(files.map(({ field }) => field))], ids },
    options,
  );
  for (const { record, field } of files) {
    const { bytes = null, mimetype = null } = known.get(`${record.id} ${field}`) ?? known.get(`${record.id}`) ?? {};
    const { size } = record[field] as { size: string };
    const url = `${client.url}/web/content/${model.name}/${record.id}/${field}`;
    record[field] = { size, bytes, mimetype, url } satisfies FileInfo;
  }
}

const hasFile = (value: unknown): boolean => typeof value === "object" && value !== null && "size" in value;

const ATTACHMENT = "ir.attachment";
const ABOUT = ["file_size", "mimetype"];

/** What Odoo's attachments tell, by "id field", or by "id" where the records are attachments themselves. */
async function attachments(
  client: Client,
  { model, fields, ids }: { model: string; fields: readonly string[]; ids: readonly number[] },
  { signal }: CallOptions,
): Promise<Map<string, { bytes: number; mimetype: string | null }>> {
  const stored = [
    ["res_model", "=", model],
    ["res_field", "in", fields],
    ["res_id", "in", ids],
  ];
  const limit = ids.length * fields.length;
  try {
    const found =
      model === ATTACHMENT
        ? await client.read(ATTACHMENT, ids, ABOUT, { signal })
        : await client.searchRead(ATTACHMENT, stored, ["res_id", "res_field", ...ABOUT], { limit }, { signal });
    return new Map(
      found.map((row) => [
        model === ATTACHMENT ? `${row.id}` : `${row.res_id} ${row.res_field}`,
        { bytes: Number(row.file_size), mimetype: typeof row.mimetype === "string" ? row.mimetype : null },
      ]),
    );
  } catch (error) {
    // Who may read the record need not be allowed to read attachments.
    if (error instanceof OdooError && error.category === "forbidden") return new Map();
    throw error;
  }
}
