import { z } from "zod";
import { isDate } from "../../odoo/notation/checks.js";
import * as argument from "../call/arguments.js";
import type { Tool } from "../call/tool.js";
import { carryOutOrPreview } from "../change/carry-out.js";
import { completeActivity } from "../conversation/complete-activity.js";
import { postMessage } from "../conversation/post-message.js";
import { readMessages } from "../conversation/read-messages.js";
import { scheduleActivity } from "../conversation/schedule-activity.js";
import { tool } from "./generic-tool.js";
import { changeSchema, ID, IDS, LIST, orNull, resultSchema } from "./json-schemas.js";

// Tools for what is said about a record and what is still to be done with it.

/** Characters of a message: a person is shown it whole. */
const MAX_MESSAGE = 10_000;
const MAX_LINE = 250;

const text = (most: number) => argument.writtenText.max(most, `expected at most ${most} characters`);

const OF_RECORD = { model: argument.modelName, id: argument.recordId };

export const CONVERSATION_TOOLS: readonly Tool[] = [
  tool({
    name: "read_messages",
    title: "Read messages",
    description:
      "Read the notes and messages of a record as plain text, the newest first, with author, kind and files.",
    effect: "read",
    arguments: z.strictObject({
      ...OF_RECORD,
      changes: z.boolean({ error: "expected true or false" }).optional().describe("Tell changed fields, too."),
      before: argument.recordId.optional().describe("next_before of the page before."),
      limit: argument.limit,
    }),
    output: resultSchema({ messages: LIST, next_before: orNull(ID), note: { type: "string" } }),
    run: readMessages,
  }),
  tool({
    name: "post_message",
    title: "Post a message",
    description:
      "Write on a record: a note for colleagues, sent to nobody, or a comment, sent to its followers and partner_ids after a person's yes. text: plain or simple HTML.",
    effect: "send",
    effectOf: (_, { kind }) => (kind === "note" ? "update" : "send"),
    arguments: z.strictObject({
      ...OF_RECORD,
      kind: z.enum(["note", "comment"], { error: 'expected "note" or "comment"' }),
      text: text(MAX_MESSAGE).refine((value) => value.trim() !== "", "expected a text, not an empty one"),
      partner_ids: argument.recordIds.optional().meta({ brief: "Of a comment." }),
      attachment_ids: argument.recordIds.optional().meta({ brief: "Files of the record." }),
      dry_run: argument.dryRun,
    }),
    output: changeSchema({ id: orNull(ID), notified: LIST }),
    run: async ({ dry_run, ...post }, context) => carryOutOrPreview(await postMessage(post, context), { dry_run }),
  }),
  tool({
    name: "schedule_activity",
    title: "Schedule an activity",
    description:
      "Plan a follow-up on a record for oneself or a colleague, who gets no e-mail. Open ones are in mail.activity.",
    effect: "create",
    arguments: z.strictObject({
      ...OF_RECORD,
      type: text(MAX_LINE).describe("Such as Call, Email, Meeting or To-Do."),
      date: z
        .custom<string>(isDate, { error: 'expected a date as "2026-03-01"' })
        .meta({ type: "string", description: "YYYY-MM-DD." }),
      summary: text(MAX_LINE).optional(),
      note: text(MAX_MESSAGE).optional(),
      user: text(MAX_LINE).optional().describe("Login, name or id; oneself if left out."),
      dry_run: argument.dryRun,
    }),
    output: changeSchema({ id: ID, activity_type_id: {}, summary: {}, date_deadline: {}, user_id: {} }),
    run: async ({ dry_run, ...schedule }, context) =>
      carryOutOrPreview(await scheduleActivity(schedule, context), { dry_run }),
  }),
  tool({
    name: "complete_activity",
    title: "Complete an activity",
    description: "Mark an activity as done, with what came of it as feedback, which is written on its record.",
    effect: "act",
    arguments: z.strictObject({
      id: argument.recordId,
      feedback: text(MAX_MESSAGE).optional(),
      dry_run: argument.dryRun,
    }),
    output: changeSchema({ ids: IDS, done: { type: "boolean" }, posted: { type: "object" } }),
    run: async ({ dry_run, ...activity }, context) =>
      carryOutOrPreview(await completeActivity(activity, context), { dry_run }),
  }),
];
