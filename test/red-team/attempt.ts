import type { Json } from "../support/mcp.js";
import type { PolicyName } from "./config.js";

// One attempt, and what refusals are called.

/** Records of the database under attack. "mine" are inside the policy's domain, "theirs" outside it. */
export interface Target {
  mine: number;
  theirs: number;
  myLine: number;
  theirLine: number;
  partner: number;
  /** Another contact, of the same name. */
  sibling: number;
  product: number;
  template: number;
  lead: number;
  /** A lead that somebody outside follows, and a stage for it: of the change Odoo writes to them. */
  followedLead: number;
  stage: number;
  user: number;
  /** The contact that the user signs in with. */
  userPartner: number;
  /** A file attached to an order of theirs, and one attached to a user. */
  theirFile: number;
  userFile: number;
  /** An activity of an order of theirs. */
  theirActivity: number;
  /** A file of a mail server, the one behind the partner's picture, and an address in the place of a file. */
  serverFile: number;
  pictureFile: number;
  address: number;
  employee: number;
  task: number;
  /** Of `ir.model`, the order's and the user's. */
  orderModel: number;
  userModel: number;
  company: number;
  currency: number;
}

export interface Attempt {
  what: string;
  tool: string;
  args(target: Target): Json;
  /** The rule that the refusal names; its category where the rule is no one's but the schema's. */
  rule: string;
  /** What the refusal says, where the rule does not tell enough. */
  says?: string;
  /**
   * Who is asked before: Odoo, what changes nothing; or a person, whose question says this, and who says no. Nobody if left
   * out.
   */
  asks?: "reads" | RegExp;
  /** In whose policy; of the company's for sales if left out. */
  under?: PolicyName;
  /** Alone on this series, for the others have no such thing. */
  series?: "14" | "19";
}

export const CODE = "guarded models: it can hold code that Odoo runs, or change what its models and screens are";
export const RIGHTS = "guarded models: it decides who may do what";
export const SECRETS = "guarded models: it holds credentials";
export const PLATFORM = "guarded models: it runs the platform";
export const HISTORY = "guarded models: it is the record of what happened, which Odoo writes itself";
export const SHARING = "guarded models: it opens records to others";
export const ALL_FIELDS = "guarded models: it holds values and texts of every other model's fields";
export const MINE = 'policy["sale.order"].domain';
export const MY_LINES = 'policy["sale.order.line"].domain';
export const CLOSED = 'policy["res.partner"].denyFields';
export const ALLOWED = 'policy["crm.lead"].allowFields';
export const TEMPLATE = 'policy["product.template"].operations';
export const PRICE = 'policy["product.template"].denyFields';
export const PARTNER = 'policy["res.partner"].operations';
export const ATTACHMENT = "default: closed fields";
