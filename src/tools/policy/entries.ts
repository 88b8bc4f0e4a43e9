import type { ChangingEffect, Effect } from "./effects.js";

/** What the config says of one model, or of those a glob matches. What is left out is as the default has it. */
export interface PolicyEntry {
  operations?: readonly Effect[] | undefined;
  /** The methods that may be called; the buttons of the form if left out. */
  methods?: readonly string[] | undefined;
  /** The only fields that may be read or written, beside id and display_name. */
  allowFields?: readonly string[] | undefined;
  denyFields?: readonly string[] | undefined;
  /** Fields that may be written though no form lets a person fill them in; "*" for all. */
  openFields?: readonly string[] | undefined;
  /** Of one call. */
  maxRecords?: number | undefined;
  /** Which records there are at all, as far as tools are concerned. "me" stands for the signed-in user. */
  domain?: readonly unknown[] | undefined;
  /** What a person is asked before. */
  confirm?: readonly ChangingEffect[] | undefined;
  /** A person is asked before a call changes more records than these. */
  confirmAbove?: number | undefined;
  /** Whether that yes may be given outside of the client. */
  approve?: boolean | undefined;
}

/** By model's name or glob. For each setting the model's own entry speaks, else the last glob that says it. */
export type PolicyConfig = Readonly<Record<string, PolicyEntry>>;
