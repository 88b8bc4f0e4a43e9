import { describe } from "vitest";
import { accounting } from "./tasks/accounting.js";
import { contacts } from "./tasks/contacts.js";
import { describeTasks } from "./tasks/desk.js";
import { projectsAndMeetings } from "./tasks/project.js";
import { purchase } from "./tasks/purchase.js";
import { printing, sales } from "./tasks/sales.js";

describeTasks("through replicas", (desk) => {
  describe("accounting", () => accounting(desk));
  describe("contacts", () => contacts(desk));
  describe("projects and meetings", () => projectsAndMeetings(desk));
  describe("purchase", () => purchase(desk));
  describe("sales", () => sales(desk));
  describe("printing", () => printing(desk));
});

// The tools are the same, but what a step opens is kept elsewhere, and the server of one user may have a password, and with it a session.
describeTasks("over stdio", (desk) => {
  describe("purchase", () => purchase(desk));
  describe("printing", () => printing(desk));
});
