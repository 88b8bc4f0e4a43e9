/** What a model's tools do with its records; also the ending of their names. */
export const OPERATIONS = ["search", "read", "count", "aggregate", "create", "update", "delete"] as const;
export type RecordOperation = (typeof OPERATIONS)[number];

/** MCP's hints to a client, all four always set: what is left out counts as the worst. */
export interface Annotations {
  readOnlyHint: boolean;
  destructiveHint: boolean;
  idempotentHint: boolean;
  openWorldHint: boolean;
}

/** What a call can do to the data. It decides the annotations. */
export type Effect = "read" | "create" | "update" | "delete" | "act";

export function annotationsOf(effect: Effect): Annotations {
  return {
    readOnlyHint: effect === "read",
    destructiveHint: effect === "update" || effect === "delete" || effect === "act",
    idempotentHint: effect === "read" || effect === "update" || effect === "delete",
    openWorldHint: false,
  };
}

export const effectOf = (operation: RecordOperation | "act"): Effect =>
  operation === "act" || operation === "create" || operation === "update" || operation === "delete"
    ? operation
    : "read";
