import { expect, it } from "vitest";
import { shownFields } from "../../../src/tools/catalogue/shown-fields.js";
import { conversation } from "../../support/conversation.js";

it("are those of an activity that matter, but for closed ones", async () => {
  const { context } = conversation({ policy: { "mail.activity": { denyFields: ["user_id"] } } });
  const fields = shownFields(await context.models.get("mail.activity"))?.searchFields;
  expect(fields).toEqual(["activity_type_id", "summary", "date_deadline", "res_model", "res_id"]);
  expect(shownFields(await context.models.get("res.partner"))).toBeUndefined();
});
