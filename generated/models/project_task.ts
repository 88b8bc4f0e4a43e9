// project.task, from Odoo 19.0. Written by `odoo-mcp generate`; do not edit.
import { defineModel } from "odoo-typed-mcp/runtime";

/** Task */
export const projectTask = defineModel({
  model: "project.task",
  required: ["name"],
  shown: (field) => ({
    name: field.char(), // Title
    stage_id: field.many2one("project.task.type"),
    personal_stage_type_id: field.many2one("project.task.type"), // Personal Stage
    priority: field.selection(["0", "1", "2", "3"]),
    state: field.selection(["01_in_progress", "02_changes_requested", "03_approved", "1_done", "1_canceled", "04_waiting_normal"]),
    project_id: field.many2one("project.project"), // required when parent_id or child_ids or is_template
    milestone_id: field.many2one("project.milestone"),
    user_ids: field.lines("res.users"), // Assignees
    role_ids: field.lines("project.role"), // Project Roles
    tag_ids: field.lines("project.tags"), // Tags
    partner_id: field.many2one("res.partner"), // Customer
    sale_line_id: field.many2one("sale.order.line"), // Sales Order Item
    date_deadline: field.datetime(), // Deadline
    recurring_task: field.boolean(), // Recurrent
    repeat_interval: field.integer(), // Repeat Every; required when recurring_task
    repeat_unit: field.selection(["day", "week", "month", "year"]), // required when recurring_task
    repeat_type: field.selection(["forever", "until"]), // Until; required when recurring_task
    repeat_until: field.date(), // End Date; required when repeat_type == 'until'
    task_properties: field.properties(), // Properties
    description: field.html(),
    child_ids: field.lines("project.task", "parent_id"), // Sub-tasks
    depend_on_ids: field.lines("project.task"), // Blocked By
  }),
  others: (field) => ({
    active: field.boolean(),
    activity_ids: field.lines("mail.activity", "res_id"), // Activities
    activity_summary: field.char(), // Next Activity Summary
    activity_type_id: field.many2one("mail.activity.type"), // Next Activity Type
    allocated_hours: field.float(), // Allocated Time
    color: field.integer(), // Color Index
    company_id: field.many2one("res.company"),
    date_end: field.datetime(), // Ending Date
    dependent_ids: field.lines("project.task"), // Block
    display_name: field.char(),
    displayed_image_id: field.many2one("ir.attachment"), // Cover Image
    email_cc: field.char(),
    email_from: field.char(),
    html_field_history: field.json(), // History data
    is_template: field.boolean(),
    message_follower_ids: field.lines("mail.followers", "res_id"), // Followers
    message_ids: field.lines("mail.message", "res_id"), // Messages
    message_partner_ids: field.lines("res.partner"), // Followers (Partners)
    parent_id: field.many2one("project.task"), // Parent Task
    partner_phone: field.char(), // Contact Number
    personal_stage_type_ids: field.lines("project.task.type"), // Personal Stages
    rating_ids: field.lines("rating.rating", "res_id"), // Ratings
    recurrence_id: field.many2one("project.task.recurrence"),
    sequence: field.integer(),
    website_message_ids: field.lines("mail.message", "res_id"), // Website Messages
  }),
});
export type ProjectTaskCreate = typeof projectTask.Create;
export type ProjectTaskUpdate = typeof projectTask.Update;

declare module "odoo-typed-mcp/runtime" {
  interface GeneratedModels {
    "project.task": typeof projectTask;
  }
}
