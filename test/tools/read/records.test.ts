import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import type { RawRecord } from "../../../src/odoo/schema/raw.js";
import { modelCall } from "../../../src/tools/call/model-call.js";
import type { PolicyConfig } from "../../../src/tools/policy/policy.js";
import { countRecords, metadataOf, readRecords, searchRecords } from "../../../src/tools/read/records.js";
import { contextWith } from "../../support/context.js";
import { fieldWith, odooError, schemaWith } from "../../support/fixtures.js";
import { inWaves } from "../../support/waves.js";

const schema = schemaWith({
  "x.order": {
    display_name: fieldWith({ readonly: true }),
    name: fieldWith(),
    total: fieldWith({ type: "float", readonly: true }),
    rank: fieldWith({ type: "integer", store: false }),
    password: fieldWith(),
    photo: fieldWith({ type: "binary" }),
    create_uid: fieldWith({ type: "many2one", relation: "res.users", readonly: true }),
    partner_id: fieldWith({ type: "many2one", relation: "x.partner" }),
  },
  "x.partner": { name: fieldWith() },
});
const NAMED_A: PolicyConfig = { "x.order": { domain: [["name", "=", "a"]] } };

const opened = (answers: Partial<Client>, policy: PolicyConfig = {}) =>
  modelCall("x.order", "read", contextWith({ schema, policy, answers }));

describe("a page of a search", () => {
  /** Searches an Odoo with so many records, and counts how often it was asked for the total. */
  async function page(there: number, { limit, offset = 0 }: { limit: number; offset?: number }, policy?: PolicyConfig) {
    const searchRead = vi.fn<Client["searchRead"]>(async (_model, _domain, _fields, wanted) =>
      Array.from({ length: Math.max(0, Math.min(wanted.limit, there - (wanted.offset ?? 0))) }, (_, id) => ({
        id: id + 1,
        display_name: "x",
      })),
    );
    const searchCount = vi.fn<Client["searchCount"]>(async () => there);
    const found = await searchRecords(await opened({ searchRead, searchCount }, policy), { domain: [], limit, offset });
    const { total, next_offset, limit: used } = found;
    return { told: { total, next_offset, limit: used }, counted: searchCount.mock.calls.length };
  }

  it.each([
    ["that is not full tells the total by itself", 3, { limit: 5 }, 3, null, 0],
    ["that is empty and the first does so too", 0, { limit: 5 }, 0, null, 0],
    ["that is full is counted, and says where the next begins", 9, { limit: 5 }, 9, 5, 1],
    ["that is the last and full has no next", 10, { limit: 5, offset: 5 }, 10, null, 1],
    ["that is the last and not full is not counted", 7, { limit: 5, offset: 5 }, 7, null, 0],
    ["past the end is counted, for nothing else tells the total", 7, { limit: 5, offset: 20 }, 7, null, 1],
  ])("%s", async (_, there, wanted, total, next_offset, counted) => {
    expect(await page(there, wanted)).toEqual({ told: { total, next_offset, limit: wanted.limit }, counted });
  });

  it("holds no more records than the policy lets a call hold", async () => {
    const { told } = await page(9, { limit: 5 }, { "x.order": { maxRecords: 2 } });
    expect(told).toEqual({ total: 9, next_offset: 2, limit: 2 });
  });

  it.each([
    ["rank", "validation", "order: x.order.rank is computed"],
    ["password", "forbidden", "order: x.order.password is secret"],
    ["nmae", "validation", '"nmae"'],
    ["name; drop", "validation", "order: "],
  ] as const)("is not ordered by %j", async (order, category, text) => {
    const search = searchRecords(await opened({}), { domain: [], order, limit: 5, offset: 0 });
    await expect(search).rejects.toThrow(odooError(category, text));
  });
});

describe("the policy's domain", () => {
  it("is put before the domain of a search, and of a count", async () => {
    const searchRead = vi.fn<Client["searchRead"]>(async () => []);
    const searchCount = vi.fn<Client["searchCount"]>(async () => 1);
    const call = await opened({ searchRead, searchCount }, NAMED_A);
    const domain = ["|", ["total", ">", 1], ["total", "<", -1]];
    await searchRecords(call, { domain, limit: 5, offset: 0 });
    await countRecords(call, { domain });
    const sent = [["name", "=", "a"], ...domain];
    expect(searchRead.mock.calls[0]?.[1]).toEqual(expect.arrayContaining(sent));
    expect(searchCount.mock.calls[0]?.[1]).toEqual(searchRead.mock.calls[0]?.[1]);
  });

  it("leaves out ids, which are then missing, from what is read and from metadata", async () => {
    const read = vi.fn<Client["read"]>(async (_, ids) => ids.map((id) => ({ id })));
    const getMetadata = vi.fn<Client["getMetadata"]>(async (_, ids) => ids.map((id) => ({ id })));
    const call = await opened({ search: async () => [5], read, getMetadata }, NAMED_A);
    expect(await readRecords(call, { ids: [5, 6], fields: ["name"] })).toMatchObject({ missing: [6] });
    expect(await metadataOf(call, [5, 6])).toMatchObject({ missing: [6] });
    expect([read.mock.calls[0]?.[1], getMetadata.mock.calls[0]?.[1]]).toEqual([[5], [5]]);
  });
});

describe("records by id", () => {
  const there = (...records: RawRecord[]) => vi.fn<Client["read"]>(async () => records);

  it("are in the order of the ids, and those that Odoo leaves out are missing", async () => {
    const read = there({ id: 5, name: "a" }, { id: 7, name: "c" });
    expect(await readRecords(await opened({ read }), { ids: [7, 6, 5], fields: ["name"] })).toEqual({
      records: [
        { id: 7, name: "c" },
        { id: 5, name: "a" },
      ],
      missing: [6],
    });
    expect(read.mock.calls[0]?.[3]).toMatchObject({ context: { bin_size: true } });
  });

  it("are read with what can be written and is no file, where no fields are asked for", async () => {
    const read = there({ id: 5 });
    await readRecords(await opened({ read }), { ids: [5] });
    expect(read.mock.calls[0]?.[2]).toEqual(["display_name", "name", "rank", "partner_id"]);
  });

  it("are no more than the policy lets a call hold", async () => {
    const call = await opened({}, { "x.order": { maxRecords: 1 } });
    const tooMany = odooError("forbidden", "1 records of x.order, not 2");
    await expect(readRecords(call, { ids: [5, 6] })).rejects.toThrow(tooMany);
    await expect(metadataOf(call, [5, 6])).rejects.toThrow(tooMany);
  });
});

describe("metadata", () => {
  const rows: RawRecord[] = [{ id: 7, create_uid: [2, "Eve"], write_date: "2026-01-01 00:00:00", xmlid: false }];
  const getMetadata = async () => rows;

  it("is told in the forms of fields", async () => {
    const { records } = await metadataOf(await opened({ getMetadata }), [7]);
    const create_uid = { id: 2, name: "Eve" };
    expect(records).toEqual([{ id: 7, create_uid, write_date: "2026-01-01T00:00:00Z", xmlid: null }]);
  });

  it("has nothing of a closed field", async () => {
    const policy: PolicyConfig = { "x.order": { denyFields: ["create_uid"] } };
    const { records } = await metadataOf(await opened({ getMetadata }, policy), [7]);
    expect(records).toEqual([{ id: 7, write_date: "2026-01-01T00:00:00Z", xmlid: null }]);
  });

  it("is not asked for where no record is left", async () => {
    const call = await opened({ search: async () => [] }, NAMED_A);
    expect(await metadataOf(call, [7])).toEqual({ records: [], missing: [7] });
  });
});

it("files and names that do not come along are asked for at once", async () => {
  const tagged = schemaWith({
    "x.order": { photo: fieldWith({ type: "binary" }), tag_ids: fieldWith({ type: "many2many", relation: "x.tag" }) },
    "x.tag": { name: fieldWith() },
  });
  const answers: Partial<Client> = {
    webSearchRead: async () => ({ records: [{ id: 5, photo: "5.00 Kb", tag_ids: [1] }], length: 1 }),
    searchRead: async () => [{ id: 1, res_id: 5, res_field: "photo", file_size: 5120, mimetype: "image/png" }],
    read: async () => [{ id: 1, display_name: "VIP" }],
  };
  const call = await modelCall("x.order", "read", contextWith({ schema: tagged, major: 16, answers }));
  const { client, waves } = inWaves(call.context.client);
  const searching = { ...call, context: { ...call.context, client } };
  const { records } = await searchRecords(searching, { domain: [], fields: ["photo", "tag_ids"], limit: 5, offset: 0 });
  expect(records).toMatchObject([{ id: 5, photo: { bytes: 5120 }, tag_ids: [{ id: 1, name: "VIP" }] }]);
  expect(waves()).toBe(2);
});
