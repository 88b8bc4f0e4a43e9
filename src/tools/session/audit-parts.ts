import type { AuditedValues, AuditLine } from "../call/audit.js";

// A line of the audit that is too long, as several.

/**
 * The line, or the parts of one that has more than `most` bytes, as `sizeOf` measures them: the first has all but the values, the
 * others have those, in their order. A record of more than `most` bytes goes on in the next part.
 */
export function partsOf(line: AuditLine, most: number, sizeOf: (line: object) => number): object[] {
  if (line.event !== "begin" || sizeOf(line) <= most) return [line];
  const { values = [], dialogue, ...head } = line;
  const { event, id, tool } = head;
  const room = most - sizeOf({ event, id, tool, part: "", dialogue: { ...dialogue, values: [] } });
  const rows = (all: readonly AuditedValues[]) => batchesOf(all, room, sizeOf);
  const parts: object[] = [
    { ...head, ...(dialogue ? { dialogue: { ...dialogue, values: [] } } : {}) },
    ...rows(values).map((batch) => ({ event, id, tool, values: batch })),
    ...rows(dialogue?.values ?? []).map((batch) => ({ event, id, tool, dialogue: { values: batch } })),
  ];
  return parts.map((part, index) => ({ ...part, part: `${index + 1}/${parts.length}` }));
}

function batchesOf(rows: readonly AuditedValues[], room: number, sizeOf: (line: object) => number): AuditedValues[][] {
  const batches: AuditedValues[][] = [];
  let left = 0;
  for (const piece of rows.flatMap((row) => (sizeOf(row) > room ? piecesOf(row, room, sizeOf) : [row]))) {
    const size = sizeOf(piece) + 1;
    if (size > left) {
      batches.push([]);
      left = room;
    }
    batches.at(-1)?.push(piece);
    left -= size;
  }
  return batches;
}

/** A record's values as several, each as large as there is room. */
function piecesOf(row: AuditedValues, room: number, sizeOf: (line: object) => number): AuditedValues[] {
  const pieces: Record<string, unknown>[] = [];
  let left = 0;
  for (const [name, value] of Object.entries(row)) {
    const size = sizeOf({ [name]: value });
    if (size > left) {
      pieces.push({});
      left = room;
    }
    Object.assign(pieces.at(-1) ?? {}, { [name]: value });
    left -= size;
  }
  return pieces;
}
