import { expect, it } from "vitest";
import { NO_AUDIT } from "../../../src/tools/call/audit.js";
import { openGenerated } from "../../../src/tools/generated/folder.js";
import { UNRESTRICTED } from "../../../src/tools/policy/unrestricted.js";
import { openSession } from "../../../src/tools/session/session.js";
import { fakeClient, GENERATED } from "../../support/fixtures.js";

it("a session has the snapshot's models, the values of the generated modules, and dialogues of its own", async () => {
  const parts = { generated: openGenerated(GENERATED), client: fakeClient({}), policy: UNRESTRICTED };
  const session = openSession(parts);
  expect(session).toMatchObject({ audit: NO_AUDIT, policy: UNRESTRICTED, client: parts.client });
  expect((await session.models.get("sale.order")).fields).toHaveProperty("order_line");
  const { create } = await session.values("sale.order");
  expect((await create.safeParseAsync({ partner_id: 3 })).success).toBe(true);
  const handle = session.dialogues.add({ model: "a.wizard", context: {}, buttons: [] });
  expect(() => openSession(parts).dialogues.get(handle)).toThrow("no open wizard");
});
