import { describe, expect, it } from "vitest";
import type { Category, OdooError } from "../../../src/odoo/errors/errors.js";
import { checkSendable, xmlRpc } from "../../../src/odoo/wires/xml-rpc.js";
import { type FakeAnswer, fakeServer, htmlPage, xmlFault, xmlResult } from "../../support/fake-server.js";

async function call(answer: FakeAnswer, ...args: unknown[]) {
  const server = await fakeServer(() => answer);
  const calling = xmlRpc(
    { url: server.url, timeoutMs: 60_000 },
    { service: "object", method: "execute_kw", args, call: { model: "x.model", method: "read" } },
  );
  const result = await calling.then(
    (value) => ({ value }),
    (error: OdooError) => ({ error }),
  );
  return { result, request: server.requests[0], requests: server.requests };
}

async function failure(answer: FakeAnswer, ...args: unknown[]): Promise<OdooError> {
  const { result } = await call(answer, ...args);
  if ("error" in result) return result.error;
  throw new Error(`no failure, but ${JSON.stringify(result.value)}`);
}

/** The XML of the argument that was sent. */
async function sent(argument: unknown): Promise<string | undefined> {
  const { request } = await call(xmlResult("<boolean>1</boolean>"), argument);
  return /<param><value>(.*)<\/value><\/param>/s.exec(request?.body ?? "")?.[1];
}

const OK = xmlResult("<boolean>1</boolean>");

/** A fault's text as Python formats an exception that another one led to, from a place that must stay unknown. */
const traceback = (lastLines: string) =>
  [
    "Traceback (most recent call last):",
    '  File "/opt/odoo/service/model.py", line 10, in execute',
    '    cr.execute("SELECT password FROM res_users")',
    "KeyError: 'cache'",
    "",
    "During handling of the above exception, another exception occurred:",
    "",
    "Traceback (most recent call last):",
    '  File "/opt/odoo/api.py", line 20, in call_kw',
    "    return method(self)",
    "           ^^^^^^^^^^^^",
    lastLines,
    "",
  ].join("\n");

describe("/xmlrpc/2: what is sent", () => {
  it("goes to the service, as XML", async () => {
    const { request } = await call(OK, 5);
    expect(request).toMatchObject({
      method: "POST",
      path: "/xmlrpc/2/object",
      headers: expect.objectContaining({ "content-type": "text/xml" }),
      body: '<?xml version="1.0"?><methodCall><methodName>execute_kw</methodName><params><param><value><int>5</int></value></param></params></methodCall>',
    });
  });

  it.each<[unknown, string]>([
    [true, "<boolean>1</boolean>"],
    [false, "<boolean>0</boolean>"],
    [-7, "<int>-7</int>"],
    [2147483647, "<int>2147483647</int>"],
    [-(2 ** 40), "<double>-1099511627776</double>"],
    [2147483648, "<double>2147483648</double>"],
    [2.5, "<double>2.5</double>"],
    [null, "<nil/>"],
    ["", "<string/>"],
    ["Zoë ☕\n\ttabs", "<string>Zoë ☕\n\ttabs</string>"],
    ["a < b & c", "<string>a &lt; b &amp; c</string>"],
    ["<p>\r\n</p>", "<string>&lt;p&gt;&#xD;\n&lt;/p&gt;</string>"],
    ["<![CDATA[x]]>", "<string>&lt;![CDATA[x]]&gt;</string>"],
    [[], "<array><data/></array>"],
    [[6, "x"], "<array><data><value><int>6</int></value><value><string>x</string></value></data></array>"],
    [{}, "<struct/>"],
    [
      { a: { b: 1 } },
      "<struct><member><name>a</name><value><struct><member><name>b</name><value><int>1</int></value></member></struct></value></member></struct>",
    ],
  ])("is %j in Python's XML", async (argument, xml) => {
    expect(await sent(argument)).toBe(xml);
  });

  it("leaves out members that are undefined, as JSON does", async () => {
    expect(await sent({ a: undefined, b: 1 })).toBe(
      "<struct><member><name>b</name><value><int>1</int></value></member></struct>",
    );
  });

  it("carries a member named __proto__ as any other", async () => {
    const hostile = JSON.parse('{ "__proto__": { "admin": true } }');
    expect(await sent(hostile)).toContain("<name>__proto__</name><value><struct><member><name>admin</name>");
    expect({}).not.toHaveProperty("admin");
  });

  it.each<[string, unknown]>([
    ["undefined", undefined],
    ["undefined in a list", [1, undefined]],
    ["a bigint", { n: 5n }],
    ["NaN", Number.NaN],
    ["infinity", [Number.NEGATIVE_INFINITY]],
    ["an integer that is not exact", 2 ** 53],
    ["a date", { at: new Date(0) }],
    ["bytes", Buffer.from("x")],
    ["a map", new Map()],
    ["a function", () => 1],
    ["a symbol", Symbol("x")],
  ])("is never %s, which the package would turn into something else", async (_, argument) => {
    const { result, requests } = await call(OK, argument);
    expect(result).toEqual({ error: expect.objectContaining({ category: "validation", outcome: "not_applied" }) });
    expect(requests).toEqual([]);
  });

  it.each(["\u0000", "\u0001", "a\u000bb", "\u001f", "\uffff"])(
    "is never a text that XML cannot hold: %j",
    async (text) => {
      for (const argument of [text, [text], { a: text }, { [text]: 1 }]) {
        expect(await failure(OK, argument)).toMatchObject({
          category: "validation",
          message: expect.stringMatching(/^(a: )?XML-RPC cannot carry control characters in a text\.$/),
        });
      }
    },
  );
});

describe("/xmlrpc/2: what it cannot carry", () => {
  const args = (values: unknown) => ["db", 2, "secret", "x.model", "write", [[1], values], {}];

  it.each<[values: unknown, field: string, message: string]>([
    [{ x_float: 2 ** 53 }, "x_float", "x_float: XML-RPC cannot carry numbers of 2^53 and more."],
    [{ x_json: { a: null } }, "x_json", "x_json.a: XML-RPC cannot carry null inside a value."],
    [{ x_json: [null] }, "x_json", "x_json: XML-RPC cannot carry null inside a value."],
    [
      { line_ids: [[0, 0, { name: "\u0001" }]] },
      "line_ids",
      "line_ids.name: XML-RPC cannot carry control characters in a text.",
    ],
  ])("is named with its field: %j", async (values, field, message) => {
    const { result, requests } = await call(OK, ...args(values));
    const refusal = expect.objectContaining({ category: "validation", field, message });
    expect(result).toEqual({ error: refusal });
    expect(requests).toEqual([]);
    // Before a call, too.
    expect(() => checkSendable(values as Record<string, unknown>)).toThrow(refusal);
  });

  it("is no null that stands for itself, as the order of a search", async () => {
    expect((await call(OK, "db", 2, "secret", "x.model", "search", [[], 0, 1, null], {})).requests).toHaveLength(1);
  });
});

it("/xmlrpc/2 carries what it can", () => {
  expect(() => checkSendable({ a: "b", c: null, line_ids: [[0, 0, { name: "d" }]] })).not.toThrow();
});

describe("/xmlrpc/2: what is answered", () => {
  it.each<[string, unknown]>([
    ["<boolean>0</boolean>", false],
    ["<int>-7</int>", -7],
    ["<i8>9999999999</i8>", 9999999999],
    ["<double>3000000000.0</double>", 3000000000],
    ["<nil/>", null],
    ["<string></string>", ""],
    ["bare", "bare"],
    ["<string> &lt;p&gt; a &amp;&amp; b\n</string>", " <p> a && b\n"],
    [
      "<array><data>\n<value><int>1</int></value>\n<value><array><data>\n</data></array></value>\n</data></array>",
      [1, []],
    ],
    [
      "<struct>\n<member>\n<name>id</name>\n<value><int>1</int></value>\n</member>\n<member>\n<name>name</name>\n" +
        "<value><string>Zoë ☕</string></value>\n</member>\n</struct>",
      { id: 1, name: "Zoë ☕" },
    ],
    ["<struct>\n</struct>", {}],
    [
      "<struct><member><name>__proto__</name><value><struct><member><name>a</name><value><int>1</int></value></member></struct></value></member></struct>",
      JSON.parse('{ "__proto__": { "a": 1 } }'),
    ],
  ])("is read from Python's XML: %j", async (xml, value) => {
    expect((await call(xmlResult(xml))).result).toEqual({ value });
  });

  it("keeps control characters, which Odoo 14 sends though XML forbids them", async () => {
    expect((await call(xmlResult("<string>a\u0001b</string>"))).result).toEqual({ value: "a\u0001b" });
  });

  it("is read whole, however long its text", async () => {
    const text = "é<&".repeat(100_000);
    const xml = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
    expect((await call(xmlResult(`<string>${xml}</string>`))).result).toEqual({ value: text });
  });

  it.each([
    "TypeError: cannot marshal None unless allow_none is enabled",
    "TypeError: cannot marshal <class 'odoo.api.account.move'> objects",
    "TypeError: cannot marshal <class 'odoo.api.mail.activity'> objects",
  ])(
    "is a success with null where Python could not write None or records, for that was after the commit: %s",
    async (line) => {
      expect((await call(xmlFault(1, traceback(line)))).result).toEqual({ value: null });
    },
  );

  it.each([
    "OverflowError: int exceeds XML-RPC limits",
    "TypeError: dictionary key must be string",
    "TypeError: cannot marshal <class 'generator'> objects",
    "TypeError: cannot marshal <class 'odoo.tools.misc.frozendict'> objects",
  ])("was applied, though unreadable, where Python could not write the result: %s", async (line) => {
    const error = await failure(xmlFault(1, traceback(line)));
    expect(error).toMatchObject({ category: "server_error", outcome: "applied", retryable: false, model: "x.model" });
    expect(error.hint).toContain("ODOO_WIRE=jsonrpc");
  });

  it.each([
    [
      "14, dict",
      "None unless allow_none is enabled",
      '"/usr/lib/python3.9/xmlrpc/client.py", line 601, in dump_struct',
    ],
    [
      "19, list",
      "None unless allow_none is enabled",
      '"/usr/lib/python3.13/xmlrpc/client.py", line 563, in dump_array',
    ],
    [
      "14, dict",
      "<class 'odoo.api.res.partner'> objects",
      '"/usr/lib/python3.9/xmlrpc/client.py", line 601, in dump_struct',
    ],
  ])(
    "was applied, though unreadable, where what Python could not write is a part of the result: %s of %s",
    async (_, what, frame) => {
      const text = traceback(`TypeError: cannot marshal ${what}`).replace(
        "TypeError",
        `  File ${frame}\n    dump(v, write)\nTypeError`,
      );
      expect(await failure(xmlFault(1, text))).toMatchObject({ category: "server_error", outcome: "applied" });
    },
  );

  it.each<[number, string, Category]>([
    [2, "You cannot delete a confirmed order.", "business_rule"],
    [2, "(no tuple)", "business_rule"],
    [2, "Record does not exist or has been deleted.\n(Record: res.partner(99,), User: 2)", "not_found"],
    [2, "Object res.partnr doesn't exist", "not_found"],
    [3, "Access Denied", "auth"],
    [4, "You are not allowed to modify 'Contact' records.", "forbidden"],
    [1, "Something without a traceback", "server_error"],
  ])("is an exception by its code %i: %j", async (code, text, category) => {
    expect(await failure(xmlFault(code, text))).toMatchObject({ category, message: text, outcome: "not_applied" });
  });

  it.each([
    [`("It isn't set up.\\nDo so.", 12, 'Go there', None)`, "It isn't set up.\nDo so."],
    ["('Say \"x\".', <odoo.Action object at 0x7f>, 'Go', {'a': 1})", 'Say "x".'],
  ])("is the sentence alone of a RedirectWarning: %j", async (text, message) => {
    expect(await failure(xmlFault(2, text))).toMatchObject({ category: "business_rule", message });
  });

  it.each<[string, Category, string]>([
    ["ValueError: Wrong value for res.partner.lang: 'xx'", "validation", "Wrong value for res.partner.lang: 'xx'"],
    ["KeyError: 'x_colour'", "server_error", "Odoo raised KeyError: 'x_colour'"],
    [
      "TypeError: f() missing 1 required positional argument: 'x'",
      "bad_request",
      "f() missing 1 required positional argument: 'x'",
    ],
    [
      "AttributeError: type object 'x.model' has no attribute 'f'",
      "not_found",
      "type object 'x.model' has no attribute 'f'",
    ],
    ["AssertionError", "server_error", "Odoo raised builtins.AssertionError without a message."],
    [
      'psycopg2.errors.InvalidTextRepresentation: invalid input syntax for type integer: "x"\nLINE 1: SELECT password FROM res_users\n               ^',
      "server_error",
      'invalid input syntax for type integer: "x"',
    ],
    [
      "psycopg2.errors.DeadlockDetected: deadlock detected\nDETAIL:  Process 1 waits\nHINT:  See server log.\nCONTEXT:  SQL: UPDATE res_users",
      "conflict",
      "deadlock detected",
    ],
    ["odoo.exceptions.ValidationError: No.\nField: Name", "validation", "No."],
  ])("tells of a traceback only what was raised: %j", async (lines, category, message) => {
    expect(await failure(xmlFault(1, traceback(lines)))).toMatchObject({ category, message, outcome: "not_applied" });
  });

  it.each([
    traceback("SomethingWithoutAColon or a name"),
    'Traceback (most recent call last):\n  File "/opt/odoo/api.py", line 20\n    SELECT password',
    "Traceback (most recent call last):",
  ])("never tells a traceback that it cannot read: %j", async (text) => {
    const { message, hint, field } = await failure(xmlFault(1, text));
    expect(`${message} ${hint} ${field}`).not.toMatch(/Traceback|File|password|\/opt/);
  });

  it.each<[string, FakeAnswer, Partial<OdooError>]>([
    ["a page of another server", htmlPage(200), { category: "unavailable", outcome: "unknown" }],
    ["a page of a proxy that lost Odoo", htmlPage(502), { category: "unavailable", outcome: "unknown" }],
    ["a page that asks for patience", htmlPage(429), { category: "rate_limited", outcome: "not_applied" }],
    ["JSON", { body: { result: true } }, { category: "unavailable", outcome: "unknown" }],
    ["an empty text", { body: "" }, { category: "unavailable", outcome: "unknown" }],
    [
      "XML that breaks off",
      { body: "<?xml version='1.0'?>\n<methodResponse>\n<params>\n<param>\n<value><array><data>\n<value><int>1" },
      { category: "server_error", outcome: "unknown", hint: "Set ODOO_WIRE=jsonrpc." },
    ],
    ["XML with values it does not know", xmlResult("<int>one</int>"), { category: "server_error", outcome: "unknown" }],
    [
      "XML without a result",
      { body: "<methodResponse></methodResponse>" },
      { category: "server_error", outcome: "unknown" },
    ],
  ])("is no success when it is %s", async (_, answer, expected) => {
    expect(await failure(answer)).toMatchObject(expected);
  });
});
