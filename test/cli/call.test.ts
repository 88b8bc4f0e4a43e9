import { it } from "vitest";
import { fakeOdoo } from "../support/fake-odoo.js";
import { GENERATED, temporaryFolder } from "../support/fixtures.js";
import { runHere } from "../support/run.js";
it("x", async () => {
  const { folder } = await temporaryFolder();
  const odoo = await fakeOdoo();
  for (const args of [["search_count", '{"model":"res.partner"}'], ["delete_records", '{"model":"res.partner","ids":[5]}'], ["who_am_i"]]) {
    const run = await runHere(["call", ...args, "--generated", GENERATED], { folder, env: odoo.settings });
    console.log(run);
  }
  console.log(odoo.requests.slice(-12).map((r) => r.body.slice(0, 300)));
});
