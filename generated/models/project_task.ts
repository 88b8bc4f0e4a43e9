// project.task, from Odoo 19.0. Written by `odoo-mcp generate`; do not edit.
import { defineModel } from "odoo-typed-mcp/runtime";

/** Task */
export const projectTask = defineModel({
  model: "project.task",
  required: ["name"],
  values: (field) => ({
    /** Active */
    active: field.boolean(),
    /** Activities */
    activity_ids: field.lines("mail.activity", "res_id"),
    /** Next Activity Summary */
    activity_summary: field.char(),
    /** Next Activity Type */
    activity_type_id: field.many2one("mail.activity.type"),
    /** Allocated Time */
    allocated_hours: field.float(),
    /** Sub-tasks */
    child_ids: field.lines("project.task", "parent_id"),
    /** Color Index */
    color: field.integer(),
    /** Company */
    company_id: field.many2one("res.company"),
    /** Deadline */
    date_deadline: field.datetime(),
    /** Ending Date */
    date_end: field.datetime(),
    /** Blocked By */
    depend_on_ids: field.lines("project.task"),
    /** Block */
    dependent_ids: field.lines("project.task"),
    /** Description */
    description: field.html(),
    /** Display Name */
    display_name: field.char(),
    /** Cover Image */
    displayed_image_id: field.many2one("ir.attachment"),
    /** Email cc */
    email_cc: field.char(),
    /** Email From */
    email_from: field.char(),
    /** History data */
    html_field_history: field.json(),
    /** Is Template */
    is_template: field.boolean(),
    /** Followers */
    message_follower_ids: field.lines("mail.followers", "res_id"),
    /** Messages */
    message_ids: field.lines("mail.message", "res_id"),
    /** Followers (Partners) */
    message_partner_ids: field.lines("res.partner"),
    /** Milestone */
    milestone_id: field.many2one("project.milestone"),
    /** Title */
    name: field.char(),
    /** Parent Task */
    parent_id: field.many2one("project.task"),
    /** Customer */
    partner_id: field.many2one("res.partner"),
    /** Contact Number */
    partner_phone: field.char(),
    /** Personal Stage */
    personal_stage_type_id: field.many2one("project.task.type"),
    /** Personal Stages */
    personal_stage_type_ids: field.lines("project.task.type"),
    /** Priority */
    priority: field.selection(["0", "1", "2", "3"]),
    /** Project */
    project_id: field.many2one("project.project"),
    /** Ratings */
    rating_ids: field.lines("rating.rating", "res_id"),
    /** Recurrence */
    recurrence_id: field.many2one("project.task.recurrence"),
    /** Recurrent */
    recurring_task: field.boolean(),
    /** Repeat Every */
    repeat_interval: field.integer(),
    /** Until */
    repeat_type: field.selection(["forever", "until"]),
    /** Repeat Unit */
    repeat_unit: field.selection(["day", "week", "month", "year"]),
    /** End Date */
    repeat_until: field.date(),
    /** Project Roles */
    role_ids: field.lines("project.role"),
    /** Sales Order Item */
    sale_line_id: field.many2one("sale.order.line"),
    /** Sequence */
    sequence: field.integer(),
    /** Stage */
    stage_id: field.many2one("project.task.type"),
    /** State */
    state: field.selection(["01_in_progress", "02_changes_requested", "03_approved", "1_done", "1_canceled", "04_waiting_normal"]),
    /** Tags */
    tag_ids: field.lines("project.tags"),
    /** Properties */
    task_properties: field.properties(),
    /** Assignees */
    user_ids: field.lines("res.users"),
    /** Website Messages */
    website_message_ids: field.lines("mail.message", "res_id"),
  }),
});
export type ProjectTaskCreate = typeof projectTask.Create;
export type ProjectTaskUpdate = typeof projectTask.Update;

declare module "odoo-typed-mcp/runtime" {
  interface GeneratedModels {
    "project.task": typeof projectTask;
  }
}
