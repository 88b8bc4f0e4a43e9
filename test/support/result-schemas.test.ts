import { expect, it } from "vitest";
import { resultSchemas } from "./result-schemas.js";

it("checks every result by its own schema, however often one was compiled", () => {
  const schema = (type: string) => ({ type: "object", properties: { id: { type } }, required: ["id"] }) as const;
  const [number, text] = [schema("integer"), schema("string")].map((one) => resultSchemas.getValidator(one));
  for (let time = 0; time < 2; time++) {
    expect(number?.({ id: 1 })).toMatchObject({ valid: true });
    expect(number?.({ id: "1" })).toMatchObject({ valid: false });
    expect(text?.({ id: "1" })).toMatchObject({ valid: true });
    expect(text?.({})).toMatchObject({ valid: false });
  }
});
