import { describe, expect, it } from "vitest";
import { judgeNames, type Known, knownFrom, namesOf, refuseProblems } from "../../../codegen/config/policy-names.js";
import type { Schema } from "../../../src/odoo/schema/schema.js";
import { configWith, fieldWith, odooError, schemaWith } from "../../support/fixtures.js";

const { models, series } = schemaWith({
  "hr.employee": {
    name: fieldWith(),
    birthday: fieldWith({ type: "date" }),
    department_id: fieldWith({ type: "many2one", relation: "hr.department" }),
    leave_ids: fieldWith({ type: "one2many", relation: "hr.leave" }),
    props: fieldWith({ type: "properties" }),
  },
  "hr.leave": { employee_id: fieldWith({ type: "many2one", relation: "hr.employee" }) },
});
const button = { name: "action_approve", label: "Approve" };
const SCHEMA: Schema = {
  series,
  models: {
    ...models,
    "hr.leave": {
      ...(models["hr.leave"] as Schema["models"][string]),
      views: { form: [], list: [], search: [], buttons: [button] },
    },
  },
  lines: { "hr.skill": { name: "hr.skill", label: "", fields: { skill_level: fieldWith() } } },
  dialogues: { "hr.leave.refuse|x": { name: "hr.leave.refuse", label: "", fields: { reason: fieldWith() } } },
};

const judge = (policy: Record<string, unknown>, known: Partial<Known> = {}) => {
  const config = configWith({ "hr.employee": {}, "hr.leave": { buttons: ["action_second"] } }, { policy });
  return judgeNames(config.policy, { ...knownFrom(SCHEMA, config), ...known });
};
const problemOf = (policy: Record<string, unknown>, known: Partial<Known> = {}) =>
  judge(policy, known).problems.map(({ message }) => message)[0];

describe("the names in a policy", () => {
  it.each<[policy: Record<string, unknown>]>([
    [{ "hr.*": { operations: [] }, "hr.employee": { denyFields: ["birthday"], allowFields: ["name"] } }],
    [{ "hr.*": { denyFields: ["birthday", "skill_level", "reason"] } }],
    [{ "hr.department": { operations: ["read"] }, "hr.skill": {}, "hr.leave.refuse": { denyFields: ["reason"] } }],
    [{ "hr.leave": { methods: ["action_approve", "action_second", "action_of_code"] } }],
    [{ "hr.employee": { domain: ["|", ["leave_ids.employee_id.name", "=", "x"], [1, "=", 1]] } }],
    [
      {
        "hr.employee": {
          domain: [
            ["leave_ids", "any", [["employee_id.name", "=", "x"]]],
            ["props.a", "=", 1],
          ],
        },
      },
    ],
    [{ "hr.employee": { domain: [["birthday.month_number", "=", 3]] } }],
  ])("are fine where all is there: %j", (policy) => {
    expect(judge(policy)).toEqual({ problems: [], open: [] });
  });

  it.each<[policy: Record<string, unknown>, told: string]>([
    [{ "HR.*": {} }, 'for "HR.*", and models are named in lower case. Did you mean "hr.*"?'],
    [{ "hr.Employee": {} }, 'lower case. Did you mean "hr.employee"'],
    [{ "Fleet.*": {} }, "lower case."],
    [{ "hr.employe": {} }, 'for "hr.employe", which is no known model. Did you mean "hr.employee"'],
    [{ "hr.emplyoee": {} }, 'Did you mean "hr.employee"'],
    [{ hr_employee: {} }, 'Did you mean "hr.employee"'],
    [{ "hr.departmnt": {} }, 'Did you mean "hr.department"'],
    [{ "res.user": {} }, 'Did you mean "res.users"'],
    [{ "ir.config.paramter": {} }, 'Did you mean "ir.config_parameter"'],
    [
      { "hr.employee": { denyFields: ["Birthday"] } },
      'a field "Birthday" of hr.employee, which has none. Did you mean',
    ],
    [{ "hr.employee": { allowFields: ["nope"] } }, 'a field "nope"'],
    [{ "hr.*": { denyFields: ["birthdy"] } }, 'a field "birthdy" of hr.*, which has none. Did you mean "birthday"?'],
    [{ "hr.skill": { denyFields: ["skill_levl"] } }, 'Did you mean "skill_level"?'],
    [{ "hr.employee": { domain: [["leave_ids.employe_id", "=", 1]] } }, '"employe_id" of hr.leave, which has none'],
    [{ "hr.employee": { domain: [["leave_ids", "not any", [["x", "=", 1]]]] } }, 'a field "x" of hr.leave'],
    [{ "hr.*": { domain: [["leave_ids.nope", "=", 1]] } }, 'a field "nope" of hr.leave'],
    [{ "hr.leave": { methods: ["action_aprove"] } }, 'a method "action_aprove", which no button calls. Did you mean'],
    [{ "hr.*": { methods: ["Action_Approve"] } }, 'a method "Action_Approve"'],
  ])("are a problem where they are nothing, or nearly something: %j", (policy, told) => {
    expect(problemOf(policy)).toContain(told);
  });

  it.each<[policy: Record<string, unknown>, open: unknown[]]>([
    [{ "fleet.*": { operations: [] } }, [{ glob: "fleet.*" }]],
    [{ "fleet.vehicle": { operations: [] } }, [{ model: "fleet.vehicle" }]],
    [{ "hr.job": { operations: [] } }, [{ model: "hr.job" }]],
    [{ "hr.department": { denyFields: ["x"] } }, [{ model: "hr.department" }]],
    [{ "hr.skill": { denyFields: ["x"] } }, [{ model: "hr.skill" }]],
    [{ "*": { denyFields: ["ssnid"] } }, [{ glob: "*", field: "ssnid" }]],
    [{ "hr.employee": { domain: [["department_id.nmae", "=", "x"]] } }, [{ model: "hr.department" }]],
  ])("are open where only Odoo can tell: %j", (policy, open) => {
    expect(judge(policy)).toEqual({ problems: [], open });
  });

  it.each<[policy: Record<string, unknown>, told: string]>([
    [{ "fleet.*": {} }, 'for "fleet.*", and Odoo tells this user of no such model.'],
    [{ "fleet.vehicle": {} }, 'for "fleet.vehicle", and Odoo tells'],
    [{ "*": { denyFields: ["ssnid"] } }, 'a field "ssnid" of *, which has none.'],
  ])("are a problem where Odoo was asked, too: %j", (policy, told) => {
    expect(problemOf(policy, { isComplete: true })).toContain(told);
    expect(judge(policy, { isComplete: true }).problems[0]?.hint).toContain("remove it");
  });

  it("are told with a way out where a model of nearly the same name is there", () => {
    expect(judge({ "hr.employe": {} }).problems[0]?.hint).toContain('write it as a glob: "hr.employ[e]"');
    expect(judge({ "hr.employ[e]": {} })).toEqual({ problems: [], open: [{ glob: "hr.employ[e]" }] });
  });
});

it("the first problem is thrown, and the others are counted", () => {
  const two = judge({ "HR.*": {}, "hr.employe": {} });
  expect(() => refuseProblems(two)).toThrow(odooError("settings", '"HR.*"', "(and 1 more like it)"));
  expect(() => refuseProblems(judge({}))).not.toThrow();
});

it("the names of an entry are those of its glob, or its own", () => {
  expect(namesOf("hr.*", ["hr.job", "x.hr.job"])).toEqual(["hr.job"]);
  expect(namesOf("hr.job", ["hr.job", "hr.jobs"])).toEqual(["hr.job"]);
});
