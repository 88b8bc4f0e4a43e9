/** The parts of the `xmlrpc` package that have no published types. */
declare module "xmlrpc/lib/serializer.js" {
  export function serializeMethodCall(method: string, params: readonly unknown[], encoding?: string): string;
}

declare module "xmlrpc/lib/deserializer.js" {
  import type { Readable } from "node:stream";

  export default class Deserializer {
    constructor(encoding?: string);
    deserializeMethodResponse(stream: Readable, callback: (error: Error | null, result: unknown) => void): void;
  }
}

declare module "xmlrpc/lib/customtype.js" {
  /** A value that is written as the text of an element `tagName`. */
  export default class CustomType {
    constructor(raw: string | number);
    raw: string | number;
    tagName: string;
  }
}
