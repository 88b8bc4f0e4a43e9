import { describe, expect, it } from "vitest";
import { type Category, fromException, inView, OdooError, type Outcome } from "../../../src/odoo/errors/errors.js";

describe("fromException", () => {
  it.each<[name: string, message: string, Category]>([
    ["odoo.exceptions.AccessDenied", "Access Denied", "auth"],
    ["odoo.http.SessionExpiredException", "Session expired", "auth"],
    ["werkzeug.exceptions.Unauthorized", "Invalid apikey", "auth"],
    ["odoo.exceptions.AccessError", "You are not allowed to modify 'Contact' (res.partner) records.", "forbidden"],
    ["odoo.exceptions.MissingError", "It is gone.", "not_found"],
    ["odoo.exceptions.ValidationError", "The VAT number is wrong.", "validation"],
    ["odoo.exceptions.UserError", "You cannot delete a confirmed order.", "business_rule"],
    ["odoo.exceptions.RedirectWarning", "Configure a journal first.", "business_rule"],
    ["odoo.exceptions.LockError", "The record is locked.", "lock"],
    ["odoo.exceptions.ConcurrencyError", "Concurrent update", "conflict"],
    ["psycopg2.errors.SerializationFailure", "could not serialize access due to concurrent update", "conflict"],
    ["psycopg2.errors.DeadlockDetected", "deadlock detected", "conflict"],
    ["psycopg2.errors.NumericValueOutOfRange", "integer out of range", "server_error"],
    ["psycopg2.errors.LockNotAvailable", "could not obtain lock on row", "conflict"],
    ["werkzeug.exceptions.Forbidden", "No.", "forbidden"],
    ["werkzeug.exceptions.NotFound", "404: Not Found", "not_found"],
    ["werkzeug.exceptions.BadRequest", "could not parse the body as json", "bad_request"],
    ["werkzeug.exceptions.UnprocessableEntity", "cannot call res.partner.create with ids", "bad_request"],
    ["builtins.TypeError", "create() missing 1 required positional argument: 'vals_list'", "bad_request"],
    ["builtins.TypeError", "write() got an unexpected keyword argument 'values'", "bad_request"],
    ["builtins.ValueError", "Wrong value for res.partner.lang: 'xx'", "validation"],
    ["builtins.ValueError", "Invalid field 'nme' on 'res.partner'", "validation"],
    ["builtins.ZeroDivisionError", "division by zero", "server_error"],
    ["unknown", "something else", "server_error"],
  ])("puts %s (%s) into a category", (name, message, category) => {
    expect(fromException(name, message)).toMatchObject({ category, message, outcome: "not_applied" });
  });

  it.each([
    ["odoo.exceptions.UserError", "Object res.partnr doesn't exist"],
    ["werkzeug.exceptions.NotFound", "the model 'res.partnr' does not exist"],
    ["werkzeug.exceptions.NotFound", "The method 'res.partner.frobnicate' does not exist"],
    ["builtins.AttributeError", "type object 'res.partner' has no attribute 'frobnicate'"],
    ["builtins.AttributeError", "'res.partner' object has no attribute 'frobnicate'"],
    ["odoo.exceptions.UserError", "Record does not exist or has been deleted.\n(Record: res.partner(99,), User: 2)"],
    ["psycopg2.OperationalError", 'connection to server failed: FATAL:  database "shp" does not exist'],
  ])("knows by its text that a thing does not exist: %s, %s", (name, message) => {
    expect(fromException(name, message).category).toBe("not_found");
  });

  it.each([
    [
      "psycopg2.errors.InvalidTextRepresentation",
      'invalid input syntax for type integer: "x"\nLINE 1: SELECT "res_users"."password" FROM "res_users"\n            ^\n',
    ],
    [
      "psycopg2.errors.UndefinedFunction",
      "operator does not exist: integer ~~* unknown\nLINE 1: ...\nHINT:  No operator",
    ],
  ])("keeps only the first line of %s, for SQL follows it", (name, message) => {
    const [firstLine] = message.split("\n");
    expect(fromException(name, message).message).toBe(firstLine);
  });

  it.each<[name: string, message: string, Outcome]>([
    ["psycopg2.InterfaceError", "connection already closed", "unknown"],
    [
      "psycopg2.OperationalError",
      "server closed the connection unexpectedly\n\tThis probably means the server...",
      "unknown",
    ],
    ["psycopg2.errors.AdminShutdown", "terminating connection due to administrator command", "unknown"],
    [
      "psycopg2.OperationalError",
      'connection to server at "10.0.0.5", port 5432 failed: FATAL:  password',
      "not_applied",
    ],
    ["psycopg2.OperationalError", "could not connect to server: Connection refused", "not_applied"],
    ["psycopg2.errors.CannotConnectNow", "the database system is starting up", "not_applied"],
  ])(
    "tells nothing of the database's address for %s (%s), and knows whether it can have committed",
    (name, message, outcome) => {
      expect(fromException(name, message)).toMatchObject({
        category: "unavailable",
        message: "Odoo cannot use its database at the moment.",
        outcome,
      });
    },
  );

  it("names the record that Odoo names", () => {
    const message = "Record does not exist or has been deleted.\n(Record: res.partner(99,), User: 2)";
    expect(fromException("odoo.exceptions.MissingError", message)).toMatchObject({ record: 99, category: "not_found" });
    expect(fromException("odoo.exceptions.UserError", "No.").record).toBeUndefined();
  });

  it.each([
    [{ vals_list: [{ name: "x", x_colour: 5 }] }, "validation", "Invalid field 'x_colour'"],
    [{ fields: ["name", "x_colour"] }, "validation", "Invalid field 'x_colour'"],
    [{ vals: { name: "x" } }, "server_error", "Odoo raised KeyError: 'x_colour'"],
    [undefined, "server_error", "Odoo raised KeyError: 'x_colour'"],
  ])("takes a KeyError, whose text is only the key, for a field where %j names it", (params, category, message) => {
    const error = inView(fromException("builtins.KeyError", "'x_colour'"), { method: "create", params });
    expect(error).toMatchObject({ category, message, outcome: "not_applied" });
  });

  it("takes an AttributeError for an unknown method only where the call is of it", () => {
    const error = fromException("builtins.AttributeError", "'res.partner' object has no attribute 'frobnicate'");
    expect(inView(error, { method: "frobnicate" }).category).toBe("not_found");
    expect(inView(error, { method: "action_confirm" })).toMatchObject({
      category: "server_error",
      message: error.message,
    });
  });

  it.each([
    ["Odoo 19's missing value", "Missing required value for the field 'Name' (name).\nModel: 'Contact' (res.partner)"],
    [
      "Odoo 16's missing value",
      "The operation cannot be completed:\n- Create/update: a mandatory field is not set.\n\nModel: Contact (res.partner)\nField: Name (name)",
    ],
    [
      "Odoo 14's missing value",
      "The operation cannot be completed:\n- Create/update: a mandatory field is not set.\n\nModel: Contact (res.partner), Field: Name (name)",
    ],
    ["a wrong value", "Wrong value for res.partner.name: 'x'"],
    ["an unknown field", "Invalid field 'name' on model 'res.partner'"],
  ])("names the field of %s", (_, message) => {
    expect(fromException("odoo.exceptions.ValidationError", message).field).toBe("name");
  });

  it("carries the model it was called with, and no field where the message names none", () => {
    const error = fromException("odoo.exceptions.UserError", "No.", "sale.order");
    expect(error).toMatchObject({ model: "sale.order", field: undefined });
  });

  it("has a message even where Odoo gave none", () => {
    expect(fromException("builtins.AssertionError", " \n").message).toBe(
      "Odoo raised builtins.AssertionError without a message.",
    );
  });

  it.each([
    ["odoo.exceptions.AccessError", /administrator/],
    ["psycopg2.errors.SerializationFailure", /made again/],
    ["odoo.exceptions.LockError", /tried again/],
  ])("tells what to do next about %s", (name, hint) => {
    expect(fromException(name, "x").hint).toMatch(hint);
  });
});

describe("OdooError", () => {
  it("is not worth another try where its cause does not pass, whatever its category", () => {
    expect(new OdooError("unavailable", "wrong certificate", { passes: false }).retryable).toBe(false);
  });

  it("changed nothing where the call only read", () => {
    const error = new OdooError("unavailable", "lost", { outcome: "unknown", model: "res.partner", record: 3 });
    expect(error.ofRead()).toMatchObject({ outcome: "not_applied", retryable: true, model: "res.partner", record: 3 });
  });

  it.each<[Category, Outcome, boolean]>([
    ["conflict", "not_applied", true],
    ["lock", "not_applied", true],
    ["rate_limited", "not_applied", true],
    ["unavailable", "not_applied", true],
    ["timeout", "not_applied", true],
    ["timeout", "unknown", false],
    ["unavailable", "unknown", false],
    ["server_error", "applied", false],
    ["server_error", "not_applied", false],
    ["validation", "not_applied", false],
    ["business_rule", "not_applied", false],
    ["auth", "not_applied", false],
    ["cancelled", "not_applied", false],
  ])(
    "of category %s and outcome %s says whether the same call may be made again: %s",
    (category, outcome, retryable) => {
      expect(new OdooError(category, "x", { outcome }).retryable).toBe(retryable);
    },
  );

  it("is cut where Odoo tells very much", () => {
    expect(fromException("odoo.exceptions.UserError", "x".repeat(10_000_000)).message).toHaveLength(4_000);
    // Steps grow with the square of a run of white space, where an expression looks for its end from each of its places.
    const blank = `a${"\n".repeat(1_000_000)}b${" ".repeat(1_000_000)}c`;
    expect(fromException("odoo.exceptions.UserError", blank).message).toBe("a");
  });

  it("changed nothing unless it says so", () => {
    expect(new OdooError("validation", "x").outcome).toBe("not_applied");
  });
});
