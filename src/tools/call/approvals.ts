// The answer of a person who is asked outside of the client.

/** What they said, and the request that it was said to, as the audit names it. */
export interface Answered {
  answer: "accept" | "decline";
  request: string;
}

/** How they find the question: its request, and the folder that this server works in. */
export interface WaitingFor {
  request: string;
  folder: string;
}

/** Of one call. `same`: what of its question must be, word for word, as they read it. */
export interface Approvals {
  /** What was answered to exactly this call and question; it is used up by that, for no other call gets it. */
  answered(same: string): Answered | undefined;
  /** Keeps the whole question for them; undefined where it cannot be kept. */
  wait(same: string, question: string): WaitingFor | undefined;
}
