/** The parts of the `xmlrpc` package that have no published types. */
declare module "xmlrpc/lib/serializer.js" {
  export function serializeMethodCall(method: string, params: readonly unknown[], encoding?: string): string;
}

declare module "xmlrpc/lib/deserializer.js" {
  import type { Writable } from "node:stream";

  /** What the package uses of a stream. */
  interface Source {
    setEncoding(encoding: string): void;
    on(event: string, listener: (error: Error) => void): void;
    pipe(parser: Writable): void;
  }

  export default class Deserializer {
    constructor(encoding?: string);
    deserializeMethodResponse(stream: Source, callback: (error: Error | null, result: unknown) => void): void;
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
