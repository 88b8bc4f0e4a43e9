import { readdirSync, readFileSync } from "node:fs";
import { z } from "zod";

// The corpus: calls as AI assistants make them, wrong or odd, in the JSON files beside this one. More calls need no code.

const call = z.strictObject({
  model: z.string(),
  method: z.string(),
  ids: z.unknown().optional(),
  params: z.unknown().optional(),
});

const common = {
  /** What is wrong or odd. Unique in its file. */
  name: z.string(),
  tool: z.string(),
  /** Odoo's major version; 19 if left out. */
  series: z.int().optional(),
  /** `{ "$repeat": x, "times": n }` stands for a text or a list of n times x, `{ "$range": n }` for the list 1 to n. */
  args: z.unknown(),
};

const refused = z.strictObject({
  ...common,
  /** A regular expression for the message. */
  refused: z.string(),
  /** The wrong argument, field or value, as it stands in the message. */
  names: z.string().min(1),
  category: z.enum(["validation", "forbidden", "not_found", "bad_request"]).default("validation"),
  /** The error's own `field`. */
  field: z.string().optional(),
  /** How many things are wrong, if more than one. */
  problems: z.int().min(2).optional(),
});

const handled = z.strictObject({
  ...common,
  /** What Odoo is then asked, exactly; questions about fields and the new record's name apart. */
  sent: z.union([call, z.array(call)]),
  /** What the last of these calls has in its context, among other things. */
  context: z.record(z.string(), z.unknown()).optional(),
});

export type Refused = z.output<typeof refused>;
export type Handled = z.output<typeof handled>;

/** The entries by file, such as "fields". */
export function readCorpus(): Map<string, (Refused | Handled)[]> {
  const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith(".json"));
  return new Map(files.sort().map((file) => [file.replace(/\.json$/, ""), readEntries(file)]));
}

function readEntries(file: string): (Refused | Handled)[] {
  // Not imported: as JavaScript, "__proto__" would be no key like the others.
  const json: unknown = JSON.parse(readFileSync(`${import.meta.dirname}/${file}`, "utf8"));
  return z
    .array(z.unknown())
    .parse(json)
    .map((given, index) => {
      const schema = typeof given === "object" && given !== null && "sent" in given ? handled : refused;
      const parsed = schema.safeParse(given);
      if (!parsed.success) throw new Error(`${file}, entry ${index + 1}: ${z.prettifyError(parsed.error)}`);
      const expanded = { ...parsed.data, args: expand(parsed.data.args) };
      return "sent" in expanded ? { ...expanded, sent: expand(expanded.sent) as Handled["sent"] } : expanded;
    });
}

/** Fills in `$repeat` and `$range`. */
function expand(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(expand);
  if ("$range" in value) return Array.from({ length: Number(value.$range) }, (_, index) => index + 1);
  if ("$repeat" in value && "times" in value) {
    const times = Number(value.times);
    if (typeof value.$repeat === "string") return value.$repeat.repeat(times);
    return Array.from({ length: times }, () => expand(value.$repeat));
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, expand(inner)]));
}
