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

/** What a call can do. "act" presses a button, "send" does what reaches people outside, such as an e-mail. */
export const EFFECTS = ["read", "create", "update", "delete", "act", "send"] as const;
export type Effect = (typeof EFFECTS)[number];
/** What a call can do to the data, or to the world. */
export type ChangingEffect = Exclude<Effect, "read">;

/** What changes records by their fields. Steps are of screens by themselves: their buttons are. */
export const isOfRecords = (effect: Effect): boolean =>
  effect === "create" || effect === "update" || effect === "delete";

export function annotationsOf(effect: Effect): Annotations {
  return {
    readOnlyHint: effect === "read",
    destructiveHint: effect !== "read" && effect !== "create",
    idempotentHint: effect === "read" || effect === "update" || effect === "delete",
    openWorldHint: effect === "send",
  };
}

export const effectOf = (operation: RecordOperation): Effect =>
  operation === "create" || operation === "update" || operation === "delete" ? operation : "read";
