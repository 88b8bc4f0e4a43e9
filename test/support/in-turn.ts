import {
  BaseSequencer,
  ForksPoolWorker,
  type PoolOptions,
  type TestSpecification,
  type WorkerRequest,
} from "vitest/node";

// One file at a time of a project, and several projects side by side. Vitest counts its workers over all projects that
// run together: one for each of two projects may be two of the same.

/** By project: settled when its last file so far has ended. */
const ended = new Map<string, Promise<void>>();

/** A process that waits with its file until the files of its project before it have ended. */
class InTurn extends ForksPoolWorker {
  readonly #project: string;
  #exited = Promise.resolve();
  #runs = false;

  constructor(options: PoolOptions) {
    super(options);
    this.#project = options.project.name;
  }

  override async start(): Promise<void> {
    await super.start();
    this.#runs = true;
    this.#exited = new Promise((resolve) => {
      this.on("exit", () => {
        this.#runs = false;
        resolve();
      });
    });
  }

  override send(message: WorkerRequest): void {
    if (message.type === "run") ended.set(this.#project, this.#inTurn(message));
    else super.send(message);
  }

  async #inTurn(message: WorkerRequest): Promise<void> {
    await ended.get(this.#project);
    // It may have been stopped while it waited.
    if (this.#runs) super.send(message);
    await this.#exited;
  }
}

/** The `pool` of projects whose files run one at a time. */
export const IN_TURN = { name: "in turn", createPoolWorker: (options: PoolOptions) => new InTurn(options) };

/**
 * Takes the files of projects that run together by turns, so that those of one do not all wait before another's. With two
 * workers more than there are such projects, the one with more to do never waits for a worker.
 */
export class ByTurns extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const seen = new Map<string, number>();
    const places = (await super.sort(files)).map((file) => {
      const { name, config } = file.project;
      const place = seen.get(name) ?? 0;
      seen.set(name, place + 1);
      return { file, group: config.sequence.groupOrder, place };
    });
    return places.toSorted((a, b) => a.group - b.group || a.place - b.place).map(({ file }) => file);
  }
}
