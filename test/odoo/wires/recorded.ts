import type { Client } from "../../../src/odoo/client.js";

/** What a real Odoo answered to one of `CALLS`. */
export interface Recorded {
  call: string;
  status: number;
  contentType: string;
  body: string;
}

const TAG = "res.partner.category";

/** Calls of every kind, with `id` of the record that the last create made. In this order each can be made. */
export const CALLS: Readonly<Record<string, (client: Client, id: number) => Promise<unknown>>> = {
  search_read: (client) => client.searchRead("res.lang", [], ["code", "name", "active"], { limit: 2 }),
  search: (client) => client.search("res.lang", [], { limit: 2 }),
  search_count: (client) => client.searchCount("res.lang", []),
  "create two": (client) => client.create(TAG, [{ name: "recorded 1" }, { name: "recorded 2" }]),
  "create one": (client) => client.create(TAG, [{ name: "recorded" }]),
  write: (client, id) => client.write(TAG, [id], { name: "recorded anew" }),
  load: (client) => client.load(TAG, { fields: ["id", "name"], rows: [["__recorded__.one", "loaded"]] }),
  "load refused": (client) => client.load(TAG, { fields: ["id", "name"], rows: [["__recorded__.two", ""]] }),
  unlink: (client, id) => client.unlink(TAG, [id]),
  "create of nothing that is required": (client) => client.create(TAG, [{}]),
  "create with a wrong field": (client) => client.create(TAG, [{ nothing: 1 }]),
  "create in another's name": (client) => client.create("ir.model", [{ name: "x", model: "res.partner" }]),
  "write refused": (client) => client.write("res.partner.category", [1], { parent_id: 1 }),
  "write of a record that is gone": (client, id) => client.write(TAG, [id], { name: "gone" }),
  "unlink refused": (client) => client.unlink("res.lang", [1]),
  "no such model": (client) => client.create("no.such.model", [{}]),
};
