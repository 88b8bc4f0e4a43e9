import type { Category } from "../odoo/errors/categories.js";
import { OdooError } from "../odoo/errors/errors.js";
import type { EndedCall } from "../tools/session/calls.js";

// What is counted of one Odoo's users. Nothing of it names a person, a record, or anything that a client sent.

/** A call of a method of Odoo's, answered or not. */
export interface OdooCall {
  kind: "read" | "write";
  outcome: "ok" | Category;
  /** Until it was sent, or refused here. */
  waitedMs: number;
  /** Undefined where it was not sent. */
  answeredMs: number | undefined;
}

/** What goes on at the moment. */
export interface Load {
  /** Credentials that are known. */
  users: number;
  /** Tools' calls under way. */
  calls: number;
  /** Calls to Odoo that wait for their turn, and those that Odoo is at. */
  waiting: number;
  running: number;
}

export type SignInOutcome = "ok" | "refused" | "failed";

/** What counts once, and came again. */
export type Reused = "question" | "dialogue";

export interface Observer {
  onCall(call: EndedCall): void;
  onOdooCall(call: OdooCall): void;
  onSignIn(outcome: SignInOutcome): void;
  onReuse(of: Reused): void;
  /** What a request took beside waiting for Odoo. */
  onOwnCost(ms: number): void;
  /** Told once how much goes on. */
  watch(load: () => Load): void;
}

const nothing = () => {};

/** Where nobody wants to know. */
export const UNOBSERVED: Observer = {
  onCall: nothing,
  onOdooCall: nothing,
  onSignIn: nothing,
  onReuse: nothing,
  onOwnCost: nothing,
  watch: nothing,
};

/** The same sign-in, which tells how each ended. */
export const observedSignIn =
  <Given, User>(signIn: (given: Given) => Promise<User>, onSignIn: Observer["onSignIn"]) =>
  async (given: Given): Promise<User> => {
    try {
      const user = await signIn(given);
      onSignIn("ok");
      return user;
    } catch (error) {
      onSignIn(error instanceof OdooError && error.category === "auth" ? "refused" : "failed");
      throw error;
    }
  };
