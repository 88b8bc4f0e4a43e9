import { expect, it } from "vitest";
import { type Desk, dayFromNow, idOf, ZONE } from "./desk.js";

/** The Monday of next year from which four weeks see the clocks of Europe set forward. */
function mondayInMarch(): string {
  const day = new Date(Date.UTC(new Date().getUTCFullYear() + 1, 2, 15));
  while (day.getUTCDay() !== 1) day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString().slice(0, 10);
}

/** A time as Odoo holds it, on the clocks of the zone. */
const onClocks = (stored: unknown) =>
  new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE, dateStyle: "short", timeStyle: "short" }).format(
    new Date(`${String(stored).replace(" ", "T")}Z`),
  );

export function projectsAndMeetings({ series, assistant, odoo, made, of, one }: Desk): void {
  const mailsTo = (partner: number) => of("mail.mail", [["recipient_ids", "in", [partner]]], ["subject"]);

  // A stage with an e-mail template is another matter: Odoo has no switch against it, and a person is asked (quiet.test.ts).
  it("7: makes a task with deadline, assignee, tag, hours, stage and two subtasks, and e-mails nobody unasked", async () => {
    const customer = await made("res.partner", { name: "Task 7 Client", email: "client@task7.example" });
    const project = await made("project.project", {
      name: "Task 7 Cellar",
      partner_id: customer,
      privacy_visibility: "portal",
    });
    await made("project.task.type", { name: "Task 7 Digging", project_ids: [[6, 0, [project]]] });
    // The customer follows the project, as where it is shared with them.
    const shared = [
      ["default", "=", true],
      ["internal", "=", false],
      ["res_model", "in", [false, "project.project"]],
    ];
    const subtypes = (await of("mail.message.subtype", shared, ["name"])).map(({ id }) => id);
    await made("mail.followers", {
      res_model: "project.project",
      res_id: project,
      partner_id: customer,
      subtype_ids: [[6, 0, subtypes]],
    });
    const deadline = dayFromNow(14);

    const [inProject, user, tag, stage, client] = await assistant().lookUp(
      ["project.project", "Task 7 Cellar"],
      ["res.users", "Marc Demo"],
      ["project.tags", "Bug"],
      ["project.task.type", "Task 7 Digging"],
      ["res.partner", "Task 7 Client"],
    );
    const shows = (field: string) => assistant().shows("project_task_create", field);
    const hours = series === "14" ? "planned_hours" : "allocated_hours";
    // A form without time sheets hides it, and so does the tool.
    if (!shows(hours)) await assistant().call("get_fields", { model: "project.task", fields: [hours] });
    const values = {
      name: "Dig the cellar",
      project_id: inProject,
      partner_id: client,
      stage_id: stage,
      tag_ids: { link: [tag] },
      date_deadline: assistant().isDay("project_task_create", "date_deadline") ? deadline : `${deadline}T16:00:00Z`,
      ...(shows("user_ids") ? { user_ids: { link: [user] } } : { user_id: user }),
    };
    const extra = { [hours]: 6 };
    const subtasks = [{ name: "Measure" }, { name: "Carry away" }];
    const inOne = shows("child_ids") ? { child_ids: { create: subtasks } } : {};
    const { id } = await assistant().call("project_task_create", { values: { ...values, ...inOne }, extra });
    if (!shows("child_ids")) {
      const records = subtasks.map((subtask) => ({ ...subtask, project_id: inProject, parent_id: id }));
      await assistant().call("create_records", { model: "project.task", records });
    }
    expect(assistant().calls.length).toBeLessThanOrEqual(4);
    // Without timesheets no screen of Odoo shows the hours: a person is asked about them.
    expect(assistant().asked).toEqual([
      expect.stringContaining(`it fills in ${hours} of project.task, which no screen`),
    ]);

    const fields = ["date_deadline", "stage_id", "tag_ids", "project_id", hours];
    const assigned = shows("user_ids") ? "user_ids" : "user_id";
    const task = await one("project.task", id, [...fields, assigned]);
    expect(String(task.date_deadline)).toContain(deadline);
    expect(task[hours]).toBe(6);
    expect([idOf(task.stage_id), idOf(task.project_id), task.tag_ids]).toEqual([stage, project, [tag]]);
    expect(assigned === "user_ids" ? task.user_ids : [idOf(task.user_id)]).toEqual([user]);
    const parts = await of("project.task", [["parent_id", "=", id]], ["name"]);
    expect(parts).toMatchObject(subtasks);

    const messages = [
      ["model", "=", "project.task"],
      ["res_id", "in", [id, ...parts.map((part) => part.id)]],
    ];
    const told = (await of("mail.message", messages, ["subject"])).map((message) => message.id);
    expect(told.length).toBeGreaterThan(0);
    const notices = [
      ["mail_message_id", "in", told],
      ["res_partner_id", "=", customer],
    ];
    const mailed = await of("mail.notification", notices, ["notification_type", "mail_message_id"]);
    expect({ mailed, sent: await mailsTo(customer) }).toEqual({ mailed: [], sent: [] });
  });

  it("8: makes a meeting every week, four times, with an attendee, on the user's clocks; no invitation is sent", async () => {
    const attendee = await made("res.partner", { name: "Task 8 Guest", email: "guest@task8.example" });
    const user = (await one("res.users", odoo().user.uid, ["name"])).name;
    const monday = mondayInMarch();

    const [guest] = await assistant().lookUp(["res.partner", "Task 8 Guest"]);
    const domain = [["name", "=", user]];
    const { records } = await assistant().call("search_records", { model: "res.users", domain, fields: ["tz"] });
    expect(records).toMatchObject([{ tz: ZONE }]);
    const shows = (field: string) => assistant().shows("calendar_event_create", field);
    const values = {
      name: "Task 8 Weekly",
      // Nine o'clock in Brussels, in winter.
      start: `${monday}T09:00:00+01:00`,
      ...(shows("stop") ? { stop: `${monday}T10:00:00+01:00` } : { duration: 1 }),
      partner_ids: { link: [guest] },
      recurrency: true,
      [shows("rrule_type_ui") ? "rrule_type_ui" : "rrule_type"]: "weekly",
      [shows("mon") ? "mon" : "mo"]: true,
      end_type: "count",
      count: 4,
    };
    await assistant().call("calendar_event_create", { values });
    expect(assistant().calls.length).toBeLessThanOrEqual(3);
    expect(assistant().asked).toEqual([]);

    const events = await of(
      "calendar.event",
      [["name", "=", "Task 8 Weekly"]],
      ["start", "stop", "partner_ids"],
      "start",
    );
    const expected = [0, 7, 14, 21].map((days) => {
      const day = new Date(Date.parse(monday) + days * 86_400_000).toISOString().slice(0, 10);
      return [`${day} 09:00`, `${day} 10:00`];
    });
    expect(events.map(({ start, stop }) => [onClocks(start), onClocks(stop)])).toEqual(expected);
    for (const { partner_ids } of events) expect(partner_ids).toContain(attendee);
    const notices = await of("mail.notification", [["res_partner_id", "=", attendee]], ["notification_type"]);
    expect({ notices, sent: await mailsTo(attendee) }).toEqual({ notices: [], sent: [] });
  });
}
