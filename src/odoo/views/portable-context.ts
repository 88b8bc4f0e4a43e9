// Contexts as every database has them.

/** A record that a context names, or several, by ids of one database. */
export interface NamedIds {
  key: string;
  ids: number[];
  isOne: boolean;
}

/**
 * The context of an action as every database has it: on one line, and apart from it the records that it names by ids of
 * this one (`'default_template_id': 14`). The text is empty where nothing is left.
 */
export function portableContext(context: unknown): { text: string; records: NamedIds[] } {
  if (typeof context !== "string") return { text: "", records: [] };
  const records: NamedIds[] = [];
  const text = context
    .replaceAll(/\s+/g, " ")
    .replaceAll(/(['"])(default_\w+_ids?)\1 ?: ?(\d+|\[[\d, ]+\]),? ?/g, (_, __, key: string, value: string) => {
      const ids = (value.match(/\d+/g) ?? []).map(Number);
      records.push({ key, ids, isOne: !value.startsWith("[") });
      return "";
    })
    .trim();
  return { text: /^\{ ?\}$/.test(text) ? "" : text, records };
}
