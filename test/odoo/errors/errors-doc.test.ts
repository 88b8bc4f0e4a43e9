import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { CATEGORIES } from "../../../src/odoo/errors/categories.js";
import { BY_NAME, type Category } from "../../../src/odoo/errors/errors.js";

// docs/errors.md is written from the tables that the client works with: `npx vitest run test/odoo/errors-doc.test.ts -u`.

const row = (...cells: string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;

function errorsPage(): string {
  const exceptions = new Map<Category, string[]>();
  for (const [name, category] of Object.entries(BY_NAME)) {
    exceptions.set(category, [...(exceptions.get(category) ?? []), `\`${name}\``]);
  }
  return `${[
    "# Errors",
    "",
    "A failure is a result with `isError` and `{ error: { category, message, outcome, retryable, call, model?, field?, record?, rule?, hint? } }`.",
    "",
    "| category | meaning | next step | passes |",
    "|---|---|---|---|",
    ...Object.entries(CATEGORIES).map(([name, { meaning, next, passes }]) =>
      row(`\`${name}\``, meaning, next, passes ? "yes" : "no"),
    ),
    "",
    "`outcome` is `not_applied`, `applied`, or `unknown` where the answer to a write was lost. `retryable` is true where the",
    "cause passes by itself and nothing was applied: the same call may simply be made again.",
    "",
    "## Odoo's exceptions",
    "",
    "| category | exceptions |",
    "|---|---|",
    ...[...exceptions].map(([category, names]) => row(`\`${category}\``, names.join(", "))),
    "",
    "Python's own exceptions are `validation` or `bad_request` where their text tells of a wrong field, value or argument,",
    "`not_found` where it tells of a missing model or method, and `server_error` otherwise. XML-RPC does not tell",
    "`UserError`, `ValidationError`, `MissingError` and `LockError` apart; there the text decides, and `business_rule` is",
    "what is left. Tracebacks, SQL, paths and credentials are never part of a result; `ODOO_MCP_DEBUG=1` prints what Odoo",
    "sent to stderr, without credentials.",
  ].join("\n")}\n`;
}

it("docs/errors.md is what the tables say", async () => {
  await expect(errorsPage()).toMatchFileSnapshot(fileURLToPath(new URL("../../../docs/errors.md", import.meta.url)));
});
