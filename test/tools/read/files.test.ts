import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import type { JsonRecord } from "../../../src/odoo/values/values.js";
import { describeFiles } from "../../../src/tools/read/files.js";
import { fakeClient, fieldWith } from "../../support/fixtures.js";

const FIELDS = { name: fieldWith(), photo: fieldWith({ type: "binary" }), scan: fieldWith({ type: "binary" }) };
const FILE = { size: "5.00 Kb" };

/** Describes the files of records in place, and tells the records. */
async function described(answers: Partial<Client>, records: JsonRecord[], model = "x.order") {
  const read = { model: { name: model, label: "", fields: FIELDS }, fields: Object.keys(FIELDS) };
  await describeFiles(fakeClient(answers), read, records, {});
  return records;
}
const url = (path: string) => `https://odoo.example/web/content/${path}`;

describe("the files of records", () => {
  it("are described by their attachments, all in one call", async () => {
    const searchRead = vi.fn<Client["searchRead"]>(async () => [
      { id: 1, res_id: 5, res_field: "photo", file_size: 5120, mimetype: "image/png" },
      { id: 2, res_id: 6, res_field: "scan", file_size: 10, mimetype: false },
    ]);
    const records = [
      { id: 5, name: "a", photo: FILE, scan: null },
      { id: 6, name: "b", photo: FILE, scan: FILE },
    ];
    expect(await described({ searchRead }, records)).toEqual([
      {
        id: 5,
        name: "a",
        photo: { ...FILE, bytes: 5120, mimetype: "image/png", url: url("x.order/5/photo") },
        scan: null,
      },
      {
        id: 6,
        name: "b",
        // Kept in the record's own table: Odoo has no attachment of it.
        photo: { ...FILE, bytes: null, mimetype: null, url: url("x.order/6/photo") },
        scan: { ...FILE, bytes: 10, mimetype: null, url: url("x.order/6/scan") },
      },
    ]);
    expect(searchRead).toHaveBeenCalledOnce();
    expect(searchRead.mock.calls[0]?.slice(0, 2)).toEqual([
      "ir.attachment",
      [
        ["res_model", "=", "x.order"],
        ["res_field", "in", ["photo", "scan"]],
        ["res_id", "in", [5, 6]],
      ],
    ]);
    expect(searchRead.mock.calls[0]?.[3]).toEqual({ limit: 4 });
  });

  it("are not asked about where there is none", async () => {
    const records = [{ id: 5, name: "a", photo: null, scan: null }];
    expect(await described({}, records)).toEqual(records);
  });

  it("of attachments are described by the attachments themselves", async () => {
    const read = async () => [{ id: 5, file_size: 3, mimetype: "text/plain" }];
    const [record] = await described({ read }, [{ id: 5, photo: FILE }], "ir.attachment");
    const address = url("ir.attachment/5/photo");
    expect(record?.photo).toEqual({ ...FILE, bytes: 3, mimetype: "text/plain", url: address });
  });

  it("are told without type and bytes to who may not read attachments", async () => {
    const searchRead = () => Promise.reject(new OdooError("forbidden", "No."));
    const [record] = await described({ searchRead }, [{ id: 5, photo: FILE }]);
    expect(record?.photo).toEqual({ ...FILE, bytes: null, mimetype: null, url: url("x.order/5/photo") });
  });

  it("fail as Odoo does for any other reason", async () => {
    const searchRead = () => Promise.reject(new OdooError("timeout", "late"));
    await expect(described({ searchRead }, [{ id: 5, photo: FILE }])).rejects.toThrow("late");
  });
});
