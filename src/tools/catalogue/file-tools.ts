import { z } from "zod";
import * as argument from "../call/arguments.js";
import type { Tool } from "../call/tool.js";
import { carryOutOrPreview } from "../change/carry-out.js";
import { attachFile } from "../files/attach-file.js";
import { readFile } from "../files/read-file.js";
import { whoAmI } from "../read/who-am-i.js";
import { tool } from "./generic-tool.js";
import { LIST, RESULTS, resultSchema } from "./json-schemas.js";

// Tools for files, and for what a caller has to know of itself.

const MAX_NAME = 1000;
const MAX_PATH = 4000;

const recordId = argument.recordId.meta({ type: "integer", minimum: 1 });

export const FILE_TOOLS: readonly Tool[] = [
  tool({
    name: "attach_file",
    title: "Attach a file",
    description:
      "Attach a file to a record: its text, base64, or path in the server's folder for files. Answers the record's attachments; search_records of ir.attachment lists them by res_model and res_id.",
    effect: "create",
    arguments: z.strictObject({
      model: argument.modelName,
      id: recordId,
      name: z.string().max(MAX_NAME).optional().describe("offer.txt; of path its own if left out."),
      text: argument.writtenText.optional(),
      base64: z.string().optional(),
      path: z.string().min(1).max(MAX_PATH).optional(),
      dry_run: argument.dryRun,
    }),
    output: RESULTS.attach,
    run: async ({ dry_run, ...args }, context) => carryOutOrPreview(await attachFile(args, context), { dry_run }),
  }),
  tool({
    name: "read_file",
    title: "Read a file",
    description:
      "Read an attachment by id, or what a binary or text field holds (model, id, field): a text, a document's text if Odoo indexed it, a picture; else, or with as_file, the file itself, in the answer or the server's folder.",
    effect: "read",
    arguments: z.strictObject({
      id: recordId,
      model: argument.modelName.optional(),
      field: argument.name.optional().describe("Such as image_1920."),
      offset: argument.offset.meta({ description: "next_offset of the text before.", brief: "" }),
      as_file: z.boolean().optional(),
    }),
    output: RESULTS.file,
    run: readFile,
  }),
  tool({
    name: "who_am_i",
    title: "Who am I",
    description:
      "Tell the Odoo user, its companies with currency and which apply, language, time zone, today there, Odoo's version and address, and what this server's policy allows.",
    effect: "read",
    arguments: z.strictObject({}),
    output: resultSchema({
      user: { type: "object" },
      companies: LIST,
      language: { type: "string" },
      time_zone: { type: "string" },
      today: { type: "string" },
      odoo: { type: "object" },
      policy: { type: "object" },
    }),
    run: async (_, context) => ({ ...(await whoAmI(context)) }),
  }),
];
