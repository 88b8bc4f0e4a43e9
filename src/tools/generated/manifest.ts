import type { Action, ButtonContext } from "../../odoo/schema/schema.js";
import type { ToolDefinition } from "../call/tool.js";
import { type Effect, effectOf, type RecordOperation } from "../policy/effects.js";
import { effectOfStep, effectOnModel, type PolicyConfig } from "../policy/policy.js";

/** generated/manifest.json: the typed tools, ready to be listed. */
export interface Manifest {
  format: 1;
  series: string;
  /** By Odoo's name. */
  models: Readonly<Record<string, ManifestModel>>;
  tools: readonly ManifestTool[];
  /** Names of models by toolset, for `serve --toolsets`. */
  toolsets?: Readonly<Record<string, readonly string[]>>;
  /** Former names of tools, which are answered to and not listed: by the old name, the new one. */
  aliases?: Readonly<Record<string, string>>;
  /** Models that the user reaches by menus, and those of lines: see `Reached`. Absent: none but `models`. */
  reached?: readonly string[];
  /** What the config says of policy. */
  policy?: PolicyConfig;
  /** The digest of the config that it was made from: see `digestOf`. */
  config?: string;
}

export interface ManifestModel {
  label: string;
  /** Which module in `models/` exports the model, and as what. */
  module: string;
  exportName: string;
  /** What search and read answer when no fields are asked for. */
  searchFields: readonly string[];
  readFields: readonly string[];
  /** Where the config says that new records are created as they are given, without what Odoo's form fills in. */
  create?: "plain";
}

/** Whether new records of a model are created as they are given. Any name may be asked for. */
export const isPlain = ({ models }: Manifest, model: string): boolean =>
  Object.hasOwn(models, model) && models[model]?.create === "plain";

/** What calling a tool can do. */
export const effectOfEntry = (entry: DistributiveOmit<ManifestTool, "tool">): Effect =>
  entry.operation === "act"
    ? effectOfStep(entry.model, { name: entry.method, action: entry.action })
    : effectOnModel(entry.model, effectOf(entry.operation));

type DistributiveOmit<Type, Key extends PropertyKey> = Type extends unknown ? Omit<Type, Key> : never;

/** A tool, and what it does: an operation, or a step, by the method that it calls or by its name and its action. */
export type ManifestTool = { model: string; tool: ToolDefinition } & (
  | { operation: RecordOperation }
  | { operation: "act"; method: string; context?: ButtonContext; action?: Action }
);
