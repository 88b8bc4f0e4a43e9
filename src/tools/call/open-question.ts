/**
 * Thrown by an `Ask` that cannot wait for the answer: the call ends with the question as its result, nothing was written, and the
 * answer comes with the same call made again.
 */
export class OpenQuestion extends Error {
  /** As a person is to read it. */
  readonly question: string;
  /** What of it must be the same, word for word, when the answer comes. */
  readonly same: string;

  constructor(question: string, same: string) {
    super("A person is to be asked first.");
    this.question = question;
    this.same = same;
  }
}
