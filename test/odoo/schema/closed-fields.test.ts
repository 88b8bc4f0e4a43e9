import { describe, expect, it } from "vitest";
import {
  checkNameSearch,
  checkNotSecret,
  checkOpen,
  checkWords,
  hasNameSearch,
} from "../../../src/odoo/schema/closed-fields.js";
import { fieldWith } from "../../support/fixtures.js";

const RULE = "models.res.partner.exclude";
const PARTNER = {
  name: "res.partner",
  fields: {
    name: fieldWith(),
    email: fieldWith({ closed: RULE }),
    api_key: fieldWith(),
    access_token: fieldWith({ closed: RULE }),
    password: fieldWith({ type: "boolean" }),
  },
};

/** What a check throws, if it does. */
const refusal = (check: () => void): unknown => {
  try {
    check();
  } catch (error) {
    return error;
  }
  return undefined;
};

const CLOSED = {
  category: "forbidden",
  message: `domain[0]: res.partner.email is closed to this server (${RULE}).`,
  model: "res.partner",
  field: "email",
  rule: RULE,
  hint: "Leave the field out.",
};

describe("checkOpen", () => {
  it("refuses what the policy closes, with its rule", () => {
    expect(refusal(() => checkOpen(PARTNER, "email", "domain[0]"))).toMatchObject(CLOSED);
  });

  it.each(["name", "api_key", "no_such_field", "constructor"])("lets %s pass", (name) => {
    expect(refusal(() => checkOpen(PARTNER, name, "fields"))).toBeUndefined();
  });
});

describe("checkNotSecret", () => {
  const check = (name: string) => refusal(() => checkNotSecret(PARTNER, name, "order", "sorted by"));

  it("refuses a secret, and says what cannot be done with it", () => {
    expect(check("api_key")).toMatchObject({
      category: "forbidden",
      message: "order: res.partner.api_key is secret, so it cannot be sorted by.",
      rule: "secret fields",
    });
  });

  it("refuses what the policy closes before that", () => {
    expect(check("access_token")).toMatchObject({ message: expect.stringContaining("is closed"), rule: RULE });
  });

  it.each(["name", "password", "no_such_field"])("lets %s pass, which holds no secret", (name) => {
    expect(check(name)).toBeUndefined();
  });
});

describe("checkNameSearch", () => {
  const check = (fields: Record<string, ReturnType<typeof fieldWith>>) =>
    refusal(() => checkNameSearch({ name: "res.partner", fields }, "query"));

  it.each(["char", "text"] as const)("refuses a model with a closed %s, which a search by name could tell", (type) => {
    expect(check({ name: fieldWith(), email: fieldWith({ type, closed: RULE }) })).toMatchObject({
      category: "forbidden",
      field: "email",
      rule: RULE,
      message: expect.stringMatching(/^query: records of res\.partner cannot be searched by display name, .+ email/),
    });
  });

  it.each(["integer", "html", "many2one"] as const)("lets a model with a closed %s pass", (type) => {
    expect(check({ name: fieldWith(), other: fieldWith({ type, closed: RULE }) })).toBeUndefined();
  });

  it("lets an open model pass", () => {
    expect(check({ name: fieldWith(), email: fieldWith() })).toBeUndefined();
  });

  it("refuses what has no search by name", () => {
    expect(hasNameSearch({ fields: { email: fieldWith({ closed: RULE }) } })).toBe(false);
    expect(hasNameSearch({ fields: { email: fieldWith(), other: fieldWith({ type: "html", closed: RULE }) } })).toBe(
      true,
    );
  });
});

describe("what is sent, whose links are secret", () => {
  const MESSAGE = {
    name: "mail.message",
    fields: {
      body: fieldWith({ type: "html" }),
      body_html: fieldWith({ type: "text" }),
      subject: fieldWith(),
      description: fieldWith({ type: "html" }),
    },
  };
  const compared = (name: string, value: unknown) => refusal(() => checkWords(MESSAGE, name, value, "domain[0]"));

  it.each(["access_token=a", "%token%", "tok_n", "________-____-4___", "3f", "a=", ["words", "b7"]])(
    "is not searched by more than words: %j",
    (value) => {
      for (const name of ["body", "body_html"])
        expect(compared(name, value)).toMatchObject({ rule: "secret fields", field: name, outcome: "not_applied" });
    },
  );

  it("is searched by words, and for none; other texts by all", () => {
    for (const value of ["delivery is late", "Zahlungsverzögerung", null, false, [], ""])
      expect(compared("body", value)).toBeUndefined();
    for (const name of ["subject", "description"]) expect(compared(name, "S00027")).toBeUndefined();
  });
});
