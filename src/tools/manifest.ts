import type { RecordOperation } from "./operations.js";
import type { ToolDefinition } from "./tool.js";

/** generated/manifest.json: the typed tools, ready to be listed. */
export interface Manifest {
  format: 1;
  series: string;
  /** By Odoo's name: which module in `models/` exports the model, and as what. */
  models: Readonly<Record<string, { label: string; module: string; exportName: string }>>;
  tools: readonly ManifestTool[];
}

export interface ManifestTool {
  model: string;
  operation: RecordOperation;
  tool: ToolDefinition;
}
