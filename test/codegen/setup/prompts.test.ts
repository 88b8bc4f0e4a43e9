import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import type { InitOptions } from "../../../codegen/setup/answers.js";
import { askedAnswers } from "../../../codegen/setup/prompts.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import { odooError } from "../../support/fixtures.js";
import { ticks } from "../../support/ticks.js";

const ENTER = "\r";
const DOWN = "\u001b[B";

/** Answers typed by a person: each text once the screen shows what it belongs to. */
function typed(options: Partial<InitOptions> = {}) {
  const input = new PassThrough();
  const output = new PassThrough();
  let shown = "";
  output.on("data", (chunk) => {
    shown += chunk;
  });
  const answers = askedAnswers({ serverName: "odoo", ...options }, {}, { input, output });
  return {
    answers,
    shown: () => shown,
    async type(...keys: string[]) {
      for (const key of keys) {
        await ticks(5);
        input.write(key);
      }
    },
  };
}

describe("asked at a terminal", () => {
  it("an address is normalised, and what flags say is proposed", async () => {
    const { answers, type } = typed({ url: "example.odoo.com" });
    const url = answers.url();
    await type(ENTER);
    expect(await url).toBe("https://example.odoo.com");
  });

  it("an address without encryption is taken only after a yes", async () => {
    const { answers, type, shown } = typed();
    const url = answers.url();
    await type("http://odoo.example", ENTER, "n");
    await expect(url).rejects.toThrow(odooError("settings", "https"));
    expect(shown()).toContain("not encrypted");
    const again = answers.url();
    await type("http://odoo.example", ENTER, "y");
    expect(await again).toBe("http://odoo.example");
  });

  it("a database is chosen where the server lists them, and typed elsewhere", async () => {
    const { answers, type, shown } = typed();
    const listed = answers.database("https://odoo.example", ["one", "two\u001b[31m"]);
    await type(DOWN, ENTER);
    expect(await listed).toBe("two\u001b[31m");
    expect(shown()).not.toContain("\u001b[31m");
    const online = answers.database("https://shop.odoo.com", undefined);
    await type(ENTER);
    expect(await online).toBe("shop");
  });

  it("a secret is never shown", async () => {
    const { answers, type, shown } = typed();
    const credentials = answers.credentials();
    await type("bot", ENTER, DOWN, ENTER, "s3cr3t", ENTER);
    expect(await credentials).toEqual({ ODOO_USERNAME: "bot", ODOO_PASSWORD: "s3cr3t" });
    expect(shown()).not.toContain("s3cr3t");
  });

  it("all proposed models are chosen at first", async () => {
    const { answers, type } = typed();
    const models = answers.models([{ title: "Sales", models: ["sale.order", "sale.order.line"] }]);
    await type(DOWN, " ", ENTER);
    expect(await models).toEqual(["sale.order.line"]);
  });

  it("what was refused is said, and Ctrl-C ends it", async () => {
    const { answers, type, shown } = typed();
    answers.refused(new OdooError("auth", "Odoo refused it.", { hint: "Use a key." }));
    expect(shown()).toContain("Odoo refused it. Use a key.");
    const url = answers.url();
    await type("\u0003");
    const error = await url.catch((reason: unknown) => reason);
    expect(error).toEqual(odooError("cancelled", "stopped"));
    expect(() => answers.refused(error as OdooError)).toThrow(odooError("cancelled"));
  });
});
