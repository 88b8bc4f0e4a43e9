import { expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { fillIn } from "../../../src/odoo/form/fill.js";
import { NO_AUDIT } from "../../../src/tools/call/audit.js";
import { openGenerated } from "../../../src/tools/generated/folder.js";
import { UNRESTRICTED } from "../../../src/tools/policy/unrestricted.js";
import { openSession } from "../../../src/tools/session/session.js";
import { fakeClient, GENERATED } from "../../support/fixtures.js";

it("a session has the snapshot's models, the values of the generated modules, and dialogues of its own", async () => {
  const quiet = fakeClient({});
  const writingIn = vi.fn<Client["writingIn"]>(() => quiet);
  const parts = { generated: openGenerated(GENERATED), client: fakeClient({ writingIn }), policy: UNRESTRICTED };
  const session = openSession(parts);
  expect(session).toMatchObject({ audit: NO_AUDIT, policy: UNRESTRICTED, client: quiet });
  expect(writingIn.mock.calls).toEqual([[expect.objectContaining({ mail_auto_subscribe_no_notify: true })]]);
  expect((await session.models.get("sale.order")).fields).toHaveProperty("order_line");
  const { create } = await session.values("sale.order");
  expect((await create.safeParseAsync({ partner_id: 3 })).success).toBe(true);
  const handle = session.dialogues.add({ model: "a.wizard", context: {} });
  await expect(openSession(parts).dialogues.get(handle)).rejects.toThrow("no open wizard");
});

it("a session creates records as they are given of those models alone of which the config says so", async () => {
  const generated = openGenerated(GENERATED);
  const { models } = generated.manifest;
  const partner = models["res.partner"];
  if (!partner) throw new Error("no model res.partner");
  const manifest = {
    ...generated.manifest,
    models: { ...models, "res.partner": { ...partner, create: "plain" as const } },
  };
  const form = { arch: '<form><field name="name" on_change="1"/></form>', embedded: {} };
  const onchange = vi.fn<Client["onchange"]>(async () => ({ value: {} }));
  const client = fakeClient({ getViews: async () => ({ form }), onchange });
  const session = openSession({ generated: { ...generated, manifest }, client, policy: UNRESTRICTED });
  const asking = { client, forms: session.forms, model: session.models.get, mayName: () => true };
  for (const name of ["res.partner", "sale.order"]) await fillIn(asking, await session.models.get(name), { name: "a" });
  expect(onchange.mock.calls.map(([model]) => model)).toEqual(["sale.order"]);
});
