// What generated modules import, by the name "odoo-typed-mcp/runtime". All of it with a star: TypeScript merges what a
// module declares for this name into no other form of export.
export * from "./odoo/values/define-model.js";
