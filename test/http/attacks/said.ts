import { ANNA } from "../support.js";
import { body, call } from "./attack.js";

// What lines of the table have in common: how answers begin, and a read that an attack changes nothing of.

export const NOBODY = "401 Send an Odoo API key as Authorization: Bearer <key>";
export const HOST = "403 Invalid Host";
export const NO_PATH = "404 There is nothing at this address.";
export const TWICE = "400 A header came twice:";
export const NO_MESSAGE = "400 Bad Request: the request body is not a valid JSON-RPC message";
export const BATCH = "400 Send one message a request";

export const COUNT = call("search_count", { model: "res.partner" });

/** Anna's own read with header lines beside. */
export const count = (...headers: readonly string[]) => body(COUNT, ...headers);

/** What that is answered. */
export const ANNAS_COUNT = `200 {"count":${ANNA.uid}}`;
