import type { Model } from "../odoo/schema.js";
export interface ModelSource {
  get(name: string, signal?: AbortSignal): Promise<Model>;
}
