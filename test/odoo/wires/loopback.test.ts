import { expect, it } from "vitest";
import { isLoopback } from "../../../src/odoo/wires/loopback.js";

it.each([
  ["http://localhost:8069", true],
  ["http://odoo.localhost", true],
  ["http://127.0.0.1", true],
  ["http://127.9.9.9", true],
  // As a browser, `URL` writes every form of an IPv4 address in the same way.
  ["http://0x7f.1", true],
  ["http://[::1]:8069", true],
  ["http://127.0.0.1.example.org", false],
  ["http://localhost.example.org", false],
  ["http://128.0.0.1", false],
])("%s is this machine: %s", (url, own) => expect(isLoopback(new URL(url).hostname)).toBe(own));
