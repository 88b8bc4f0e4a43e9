import { ATTACHMENT, type Attempt, CLOSED, MINE, RIGHTS, SECRETS, TEMPLATE } from "./attempt.js";

// Files: of records that may not be read or changed, and those that would be more than a file.

const refused = (what: string, tool: string, args: Attempt["args"], rule: string, says?: string): Attempt => ({
  what,
  tool,
  args,
  rule,
  asks: "reads",
  ...(says ? { says } : {}),
});

const EMPLOYEES = 'policy["hr.*"].operations';

export const files: Attempt[] = [
  refused("read a file of an order of theirs", "read_file", ({ theirFile }) => ({ id: theirFile }), MINE),
  refused("read a file of a mail server", "read_file", ({ serverFile }) => ({ id: serverFile }), SECRETS),
  // 14 hides such files from everybody.
  {
    ...refused("read the file behind a denied field", "read_file", ({ pictureFile }) => ({ id: pictureFile }), CLOSED),
    series: "19",
  },
  refused(
    "read it by the field",
    "read_file",
    ({ partner }) => ({ model: "res.partner", id: partner, field: "image_1920" }),
    CLOSED,
  ),
  refused(
    "read a file by the field that names it",
    "read_file",
    ({ theirFile }) => ({ model: "ir.attachment", id: theirFile, field: "datas" }),
    MINE,
  ),
  refused("fetch an address", "read_file", ({ address }) => ({ id: address }), "validation", "an address, not a file"),
  refused(
    "search the files behind fields",
    "search_records",
    () => ({ model: "ir.attachment", domain: [["res_field", "=", "image_1920"]] }),
    ATTACHMENT,
  ),
  refused(
    "read what belongs to orders by a path",
    "sale_order_search",
    () => ({ domain: [], fields: ["activity_ids.summary"] }),
    MINE,
  ),
  refused(
    "search by it",
    "contact_search",
    () => ({ fields: ["name"], domain: [["activity_ids.summary", "ilike", "a"]] }),
    MINE,
  ),
  refused(
    "attach a file to an order of theirs, by the tool for it",
    "attach_file",
    ({ theirs }) => ({ model: "sale.order", id: theirs, name: "x.txt", text: "x" }),
    MINE,
  ),
  refused(
    "attach one to a user, by it",
    "attach_file",
    ({ user }) => ({ model: "res.users", id: user, name: "x.txt", text: "x" }),
    RIGHTS,
  ),
  refused(
    "attach one to a model that is only read",
    "attach_file",
    ({ template }) => ({ model: "product.template", id: template, name: "x.txt", text: "x" }),
    TEMPLATE,
  ),
  refused(
    "attach one to an employee",
    "attach_file",
    ({ employee }) => ({ model: "hr.employee", id: employee, name: "x.txt", text: "x" }),
    EMPLOYEES,
  ),
  refused(
    "attach one to a file of an order of theirs",
    "attach_file",
    ({ theirFile }) => ({ model: "ir.attachment", id: theirFile, name: "x.txt", text: "x" }),
    MINE,
  ),
  refused(
    "attach a picture that is a program",
    "attach_file",
    ({ partner }) => ({ model: "res.partner", id: partner, name: "x", text: "<svg/>", mimetype: "image/svg+xml" }),
    "validation",
    'Unknown argument "mimetype"',
  ),
  refused(
    "attach a file of the server's machine",
    "attach_file",
    ({ partner }) => ({ model: "res.partner", id: partner, path: "/etc/passwd" }),
    "settings",
    "no folder for files",
  ),
  refused(
    "make an address of a file",
    "create_record",
    () => ({ model: "ir.attachment", values: { name: "x", type: "url" } }),
    "validation",
    "readonly",
  ),
];
