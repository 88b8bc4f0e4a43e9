import { CONFIRM_ABOVE, MONEY } from "./defaults.js";
import type { PolicyConfig, PolicyEntry } from "./entries.js";

/** What a policy allows, for whoever asks what they may do. */
export interface PolicyInShort {
  read_only: boolean;
  /** What a person is asked before, unless the config says otherwise of a model. */
  person_asked_before: readonly string[];
  /** What is never changed unless the config opens it. */
  guarded: string;
  /** What the config says, by model or glob: operations, or which settings there are. */
  config?: Readonly<Record<string, string>>;
  /** How many more entries the config has. */
  more?: number;
}

/** More entries are counted. */
const MAX_ENTRIES = 20;

export function inShort(config: PolicyConfig, readOnly: boolean): PolicyInShort {
  const entries = Object.entries(config);
  const more = entries.length - MAX_ENTRIES;
  const told = entries.slice(0, MAX_ENTRIES).map(([name, entry]) => [name, entryInShort(entry)] as const);
  return {
    read_only: readOnly,
    person_asked_before: readOnly
      ? []
      : ["delete", "send", `steps of ${MONEY.join(", ")}`, `more than ${CONFIRM_ABOVE} records`],
    guarded: "users, rights, credentials, settings, code and the history of records",
    ...(told.length > 0 ? { config: Object.fromEntries(told) } : {}),
    ...(more > 0 ? { more } : {}),
  };
}

/** Which records and fields it leaves out, errors say where it matters. */
function entryInShort({
  operations,
  maxRecords,
  confirm,
  confirmAbove,
  approve,
  domain,
  ...rest
}: PolicyEntry): string {
  const parts = [
    operations && (operations.length > 0 ? operations.join(", ") : "nothing"),
    domain && domain.length > 0 && "some records",
    (rest.allowFields || rest.denyFields) && "some fields",
    rest.methods && "some steps",
    maxRecords !== undefined && `at most ${maxRecords} records a call`,
    confirm && `asked before ${confirm.join(", ") || "nothing"}`,
    confirmAbove !== undefined && `asked above ${confirmAbove} records`,
    approve === false && "asked at the client alone",
  ];
  return parts.filter(Boolean).join("; ");
}
