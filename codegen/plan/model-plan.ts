import type { Button, Field, Right } from "../../src/odoo/schema/schema.js";
import type { RecordOperation } from "../../src/tools/policy/effects.js";
import type { PolicyConfig } from "../../src/tools/policy/policy.js";
import type { Hidden } from "./curate.js";

/** What will be generated: every decision is made here, none in the files that write it down. */
export interface Plan {
  series: string;
  /** In code-point order of their names. */
  models: readonly ModelPlan[];
  /** Names of models by toolset. */
  toolsets: Readonly<Record<string, readonly string[]>>;
  /** Tools that the config asks for, and that the user's rights or the policy do not allow. */
  withheld: readonly Withheld[];
  /** Models whose records people change on the user's screens, the lines of the others' forms among them. */
  reached: readonly string[];
  /** Those of them that no tool reads, for the policy closes records or fields and does not name them. */
  unread: readonly string[];
  /** What the server decides by. */
  policy: PolicyConfig;
}

export interface Withheld {
  model: string;
  /** What the user may not do. */
  right?: Right;
  /** The rule of the policy that refuses them. */
  rule?: string;
  /** The names of the tools. */
  tools: readonly string[];
}

/** What a tool does, whatever it is called: an operation, or the step that it takes. `when`: for which records, in words. */
export type Purpose =
  | { operation: RecordOperation }
  | { operation: "act"; button: Button; when?: string; dialogue?: DialoguePlan };

/** What the tool of a step shows of the dialogue that it opens. */
export interface DialoguePlan {
  values: ValuesPlan;
  /** How the lines of its one2manys are shown. */
  rows: ReadonlyMap<string, RowPlan>;
  /** Its form's buttons, those that it means to be pressed first. */
  buttons: readonly Button[];
  /** The one that is pressed where none is named; absent where one has to be. */
  usual?: string;
  /** It opens whatever the records are. */
  always: boolean;
}

export type ToolPlan = Purpose & { name: string };

/** What of a model can be written, and what a new record of it needs. */
export interface Needs {
  /** The writable fields, in code-point order. */
  fields: readonly (readonly [name: string, field: Field])[];
  /** Fields that a new record must have. */
  required: readonly string[];
  /** Fields that a new record must have unless one of the others named is given. */
  requiredUnless: Readonly<Record<string, readonly string[]>>;
  /** Fields that can be given to a new record and not changed later. */
  createOnly: readonly string[];
  /** Those of `required` and `requiredUnless`. */
  needed: readonly string[];
}

/** What a tool shows of the values of a record, or of a line of one. */
export interface ValuesPlan extends Omit<Needs, "needed"> {
  /** The model's name. */
  name: string;
  /** When the form demands a field, as a Python expression over the record's fields. */
  requiredWhen: ReadonlyMap<string, string>;
  /** The fields that create and update show; the others are given as `extra`, those of a line beside them. */
  shown: readonly string[];
}

/** A line, as the tool of the record around it shows it. */
export type RowPlan = ValuesPlan;

export type AnsweredFields = readonly (readonly [name: string, field: Field])[];

export interface ModelPlan extends ValuesPlan {
  label: string;
  /** The generated module's file name, without ending. */
  module: string;
  /** What the module exports. */
  exportName: string;
  /** Fields that the policy closes. */
  closed: readonly string[];
  /** The other writable fields, and why tools do not show them. */
  hidden: ReadonlyMap<string, Hidden>;
  /** How the lines of its one2manys are shown, of models whose fields are known. */
  rows: ReadonlyMap<string, RowPlan>;
  /** What search and read answer when no fields are asked for. */
  searchFields: readonly string[];
  readFields: readonly string[];
  /** The fields that search, read and steps answer when no others are asked for, with the currencies of amounts. */
  answered: Readonly<Record<"search" | "read" | "act", AnsweredFields>>;
  /** What people search by. */
  searchedBy: readonly string[];
  tools: readonly ToolPlan[];
  /** Where new records are created as they are given, without what the form fills in. */
  create?: "plain";
  /** Aliases it had before. */
  formerly: readonly string[];
}
