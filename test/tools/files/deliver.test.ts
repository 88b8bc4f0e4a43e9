import { describe, expect, it, vi } from "vitest";
import { delivered, MAX_ATTACHED } from "../../../src/tools/files/deliver.js";
import { contextWith } from "../../support/context.js";
import { odooError, schemaWith } from "../../support/fixtures.js";

const context = contextWith({ schema: schemaWith({}) });
const file = (length: number) => ({ name: "a.bin", mimetype: "application/zip", bytes: new Uint8Array(length) });
const TOLD = { name: "a.bin", mimetype: "application/zip" };

describe("a file", () => {
  it("goes into the server's folder, however large", () => {
    const save = vi.fn(() => "/files/a.bin");
    const attach = vi.fn();
    const folder = { save, read: () => Promise.reject(new Error("not used")) };
    const large = file(MAX_ATTACHED + 1);
    expect(delivered(large, { ...context, folder, attach })).toEqual({
      ...TOLD,
      bytes: MAX_ATTACHED + 1,
      path: "/files/a.bin",
    });
    expect(save).toHaveBeenCalledWith("a.bin", large.bytes);
    expect(attach).not.toHaveBeenCalled();
  });

  it("goes beside the result without one, and only up to a size", () => {
    const attach = vi.fn();
    expect(delivered(file(MAX_ATTACHED), { ...context, attach })).toEqual({
      ...TOLD,
      bytes: MAX_ATTACHED,
      attached: true,
    });
    expect(attach).toHaveBeenCalledOnce();
    expect(() => delivered(file(MAX_ATTACHED + 1), { ...context, attach }, "; or do without")).toThrow(
      odooError("bad_request", "700001 bytes"),
    );
    expect(attach).toHaveBeenCalledOnce();
  });
});
