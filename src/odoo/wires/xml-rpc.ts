import type { Writable } from "node:stream";
import CustomType from "xmlrpc/lib/customtype.js";
import Deserializer from "xmlrpc/lib/deserializer.js";
import { serializeMethodCall } from "xmlrpc/lib/serializer.js";
import { debug } from "../errors/debug.js";
import { fromException, OdooError } from "../errors/errors.js";
import { parsePythonLiteral } from "../notation/python-literal.js";
import { send } from "./http.js";
import { notOdoo } from "./json-rpc.js";
import { isRead } from "./reads.js";
import type { RpcTransport } from "./rpc.js";

/** `/xmlrpc/2`, Odoo 14 to 21: for servers behind a proxy that blocks JSON. */
export const xmlRpc: RpcTransport = async (server, { service, method, args, call }) => {
  const answer = await send({
    url: `${server.url}/xmlrpc/2/${service}`,
    method: "POST",
    headers: { "content-type": "text/xml" },
    body: serializeMethodCall(
      method,
      args.map((argument) => sendable(argument)),
    ),
    timeoutMs: call?.timeoutMs ?? server.timeoutMs,
    signal: call?.signal,
    fresh: call?.method !== undefined && !isRead(call.method),
  });
  if (!/<methodResponse>/.test(answer.text.slice(0, 500))) throw notOdoo(answer);
  const result = deserialize(answer.text);
  return result instanceof Error ? faultResult(result as Fault, call) : result;
};

interface Fault extends Error {
  faultCode: number | string;
  faultString: string;
}

/**
 * Python's marshaller fails on these results after the transaction was committed (Odoo 14 to 19): the call succeeded. Records
 * are of classes such as `odoo.api.account.move`. Inside a dictionary or list, the rest of the result is lost: a window to
 * be filled in, perhaps.
 */
const COMMITTED =
  /TypeError: cannot marshal (None unless allow_none is enabled|<class 'odoo\.api\.[\w.]+'> objects)\s*$/;
const INSIDE = /^ +File "[^"\n]*", line \d+, in dump_(struct|array)$/m;
const UNREADABLE =
  /(OverflowError: int exceeds XML-RPC limits|TypeError: dictionary key must be string|TypeError: cannot marshal .+)\s*$/;

function faultResult(fault: Fault, call: Parameters<RpcTransport>[1]["call"]): null {
  const model = call?.model;
  const text = fault.faultString.trim();
  // Of a total of nothing, which query/groups.ts then asks for in parts.
  const isWhole = !INSIDE.test(text) || call?.method === "read_group";
  if (COMMITTED.test(text) && isWhole) return null;
  if (UNREADABLE.test(text)) {
    throw new OdooError("server_error", "The call was made, but XML-RPC cannot carry its result.", {
      outcome: "applied",
      model,
      hint: "Look at the records before calling again, and set ODOO_WIRE=jsonrpc to see such results.",
    });
  }
  debug("Odoo's fault", text);
  throw fromException(...exceptionOf(fault.faultCode, text), model);
}

/** XML-RPC tells only a code, and for Python's exceptions the whole traceback: the exception is named behind its last frame. */
function exceptionOf(code: number | string, text: string): [name: string, message: string] {
  if (code === 2) return userError(text);
  if (code === 3) return ["odoo.exceptions.AccessDenied", text];
  if (code === 4) return ["odoo.exceptions.AccessError", text];
  if (!/^Traceback|^[ \t]+File "/m.test(text)) return ["unknown", text];
  // Lines further down are the message's own, such as PostgreSQL's DETAIL and CONTEXT.
  const behind = text.slice(Math.max(0, text.lastIndexOf('\n  File "')));
  const [, name = "unknown", message = ""] = /^([A-Za-z_][\w.]*)(?:: (.*))?$/m.exec(behind) ?? [];
  return [name.includes(".") ? name : `builtins.${name}`, message];
}

/** RedirectWarning comes as the repr of its arguments: the sentence, an action, its button's text and a context. */
function userError(text: string): [name: string, message: string] {
  const sentence = REDIRECT.exec(text)?.[1];
  const parsed = sentence === undefined ? undefined : parsePythonLiteral(sentence);
  return typeof parsed === "string" ? ["odoo.exceptions.RedirectWarning", parsed] : ["odoo.exceptions.UserError", text];
}

const REDIRECT = /^\(('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"), .+\)$/s;

class OdooDeserializer extends Deserializer {
  declare endInt: (text: string) => void;
  declare marks: number[];
  declare stack: unknown[];
  declare value: boolean;

  /** The package gives 64-bit integers as texts. */
  endI8(text: string): void {
    this.endInt(text);
  }

  /** The package's own assigns the member "__proto__" to the object's prototype. */
  endStruct(): void {
    const members = this.stack.splice(this.marks.pop() ?? 0);
    const pairs = members.flatMap((name, index) => (index % 2 === 0 ? [[name, members[index + 1]]] : []));
    this.stack.push(Object.fromEntries(pairs));
    this.value = false;
  }
}

/** The result, or a fault as the error it is. Throws `OdooError` where the answer is no XML-RPC. */
function deserialize(xml: string): unknown {
  let outcome: { error: Error | null; result?: unknown } | undefined;
  try {
    new OdooDeserializer("utf8").deserializeMethodResponse(atOnce(xml), (error, result) => {
      outcome ??= { error, result };
    });
  } catch (error) {
    // The package's handlers fail on tags where they expect none.
    debug("XML that cannot be read", String(error));
    outcome = undefined;
  }
  if (outcome && !outcome.error) return outcome.result ?? null;
  if (typeof (outcome?.error as Partial<Fault> | undefined)?.faultString === "string") return outcome?.error;
  // Odoo 14 sends control characters as they are, which is no well-formed XML.
  const message = "Odoo's XML answer is not well-formed, perhaps for a control character in a text.";
  throw new OdooError("server_error", message, { outcome: "unknown", hint: "Set ODOO_WIRE=jsonrpc." });
}

/** The package reads a stream. This one is there at once, so that what its handlers throw can be caught. */
const atOnce = (xml: string) => ({
  setEncoding() {},
  on() {},
  pipe(parser: Writable) {
    parser.write(xml);
    parser.end();
  },
});

/** A text whose every character is escaped. The package's own way, CDATA, loses the carriage return of a line's end. */
class XmlText extends CustomType {
  override tagName = "string";
}

/** A number that the package sends as a double: Python marshals no integer above 32 bits when a JSON field holds it. */
class XmlDouble extends CustomType {
  override tagName = "double";
}

/**
 * A value as the `xmlrpc` package sends it unchanged. Throws `OdooError` "validation", which names the field, for what
 * XML cannot write, and for what Odoo would store and could never answer: a null inside a value.
 */
function sendable(value: unknown, at: readonly string[] = [], inside = false): unknown {
  switch (typeof value) {
    case "string":
      if (NOT_XML.test(value)) throw cannotCarry("control characters in a text", at);
      return new XmlText(value);
    case "boolean":
      return value;
    case "number":
      if (Number.isInteger(value) && !Number.isSafeInteger(value)) throw cannotCarry("numbers of 2^53 and more", at);
      if (Number.isFinite(value)) return Math.abs(value) > INT4_MAX ? new XmlDouble(value) : value;
      break;
    case "object":
      if (value === null) {
        if (inside) throw cannotCarry("null inside a value", at);
        return null;
      }
      if (Array.isArray(value)) return value.map((item) => sendable(item, at, inside || at.length > 0));
      if (Object.getPrototypeOf(value) === Object.prototype) {
        const entries = Object.entries(value).filter(([, item]) => item !== undefined);
        return Object.fromEntries(entries.map(([key, item]) => member(key, item, at)));
      }
      break;
  }
  throw cannotCarry(`a value of type ${typeof value}`, at);
}

/** Throws `OdooError` "validation", which names the field, for values that XML-RPC cannot carry. */
export function checkSendable(values: Readonly<Record<string, unknown>>): void {
  sendable(values);
}

function member(key: string, value: unknown, at: readonly string[]): [key: string, value: unknown] {
  if (NOT_XML.test(key)) throw cannotCarry("control characters in a text", at);
  return [key, sendable(value, [...at, key], at.length > 0)];
}

const INT4_MAX = 2 ** 31 - 1;

function cannotCarry(what: string, at: readonly string[]): OdooError {
  const place = at.length > 0 ? `${at.join(".")}: ` : "";
  return new OdooError("validation", `${place}XML-RPC cannot carry ${what}.`, {
    field: at[0],
    hint: "Set ODOO_WIRE=jsonrpc.",
  });
}

/** A character that XML 1.0 does not allow. */
const NOT_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
