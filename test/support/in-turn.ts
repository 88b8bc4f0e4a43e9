import { EventEmitter } from "node:events";
import { readFileSync } from "node:fs";
import {
  BaseSequencer,
  ForksPoolWorker,
  type PoolOptions,
  type PoolWorker,
  type TestSpecification,
  type WorkerRequest,
} from "vitest/node";

// One file at a time of a project, in one process, which loads once what its files have in common; and several projects side
// by side. Vitest counts its workers over all projects that run together, and shares a process among files that follow one
// another, which those of two projects do not.

/** What the files of a project share. */
interface Shared {
  /** Those that run or wait. The last one ends the process. */
  files: Set<InTurn>;
  running?: InTurn | undefined;
  /** Settled when the last file so far has ended. */
  ended: Promise<void>;
  process?: ForksPoolWorker | undefined;
}

const sharedBy = new Map<string, Shared>();

/** Vitest's worker of one file. It waits until the files of its project before it have ended, and runs where they ran. */
class InTurn implements PoolWorker {
  readonly name = "in turn";
  readonly cacheFs = true;
  readonly #options: PoolOptions;
  readonly #shared: Shared;
  readonly #events = new EventEmitter();
  #start: WorkerRequest | undefined;
  #end = () => {};

  constructor(options: PoolOptions) {
    const { name } = options.project;
    this.#options = options;
    this.#shared = sharedBy.get(name) ?? { files: new Set(), ended: Promise.resolve() };
    sharedBy.set(name, this.#shared);
  }

  on = (event: string, callback: (value: unknown) => void) => void this.#events.on(event, callback);
  off = (event: string, callback: (value: unknown) => void) => void this.#events.off(event, callback);
  deserialize = (data: unknown) => data;
  // The process is shared, and not what stands for it.
  canReuse = () => false;

  async start(): Promise<void> {
    this.#shared.files.add(this);
  }

  send(message: WorkerRequest): void {
    if (message.type === "start") {
      this.#start = message;
      this.#answer("started");
    } else if (message.type === "stop") this.#answer("stopped");
    else if (message.type === "run" || message.type === "collect") {
      this.#inTurn(message).catch((error: unknown) => this.#events.emit("error", error));
    } else if (this.#shared.running === this) this.#shared.process?.send(message);
  }

  async stop(): Promise<void> {
    const { files } = this.#shared;
    files.delete(this);
    // What is stopped in its midst takes the process with it; the next one begins another.
    if (files.size === 0 || this.#shared.running === this) await this.#stopProcess();
    this.#end();
  }

  #answer(type: "started" | "stopped"): void {
    this.#events.emit("message", { __vitest_worker_response__: true, type });
  }

  async #inTurn(message: WorkerRequest): Promise<void> {
    const shared = this.#shared;
    const { ended } = shared;
    shared.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    await ended;
    // It may have been stopped while it waited.
    if (!shared.files.has(this)) return this.#end();
    shared.running = this;
    const process = shared.process ?? (await this.#startProcess());
    process.send(message);
  }

  /** Answers when it is ready for files. What it says from then on is for the one that runs. */
  async #startProcess(): Promise<ForksPoolWorker> {
    const shared = this.#shared;
    const process = new ForksPoolWorker(this.#options);
    shared.process = process;
    await process.start();
    process.on("error", (error) => shared.running?.fail("error", error));
    process.on("exit", () => {
      if (shared.process !== process) return;
      shared.process = undefined;
      shared.running?.fail("exit");
    });
    await new Promise<void>((resolve, reject) => {
      process.on("message", (message) => {
        if (message?.type !== "started") this.#tell(message);
        else if (message.error) reject(message.error);
        else resolve();
      });
      if (this.#start) process.send(this.#start);
    });
    return process;
  }

  /** Vitest does not stop the worker of a process that has ended by itself. */
  fail(event: "error" | "exit", error?: unknown): void {
    this.#events.emit(event, error);
    if (event === "error") return;
    this.#shared.running = undefined;
    this.#shared.files.delete(this);
    this.#end();
  }

  #tell(message: { type?: string }): void {
    const { running } = this.#shared;
    if (message?.type === "testfileFinished") this.#shared.running = undefined;
    if (running) running.#events.emit("message", message);
  }

  async #stopProcess(): Promise<void> {
    const { process } = this.#shared;
    this.#shared.process = undefined;
    await process?.stop();
  }
}

/** The `pool` of projects whose files run one at a time. */
export const IN_TURN = { name: "in turn", createPoolWorker: (options: PoolOptions) => new InTurn(options) };

/**
 * Takes the files of projects that run together by turns, so that those of one do not all wait before another's. With two
 * workers more than there are such projects, the one with more to do never waits for a worker. Those that leave the sandbox's
 * data in disorder come last: it is reset before each of them, and not again for those after it.
 */
export class ByTurns extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const seen = new Map<string, number>();
    const sorted = await super.sort(files);
    const places = [...sorted.filter((file) => !isDisorder(file)), ...sorted.filter(isDisorder)].map((file) => {
      const { name, config } = file.project;
      const place = seen.get(name) ?? 0;
      seen.set(name, place + 1);
      return { file, group: config.sequence.groupOrder, place };
    });
    return places.toSorted((a, b) => a.group - b.group || a.place - b.place).map(({ file }) => file);
  }
}

const isDisorder = ({ moduleId }: TestSpecification) => readFileSync(moduleId, "utf8").includes("\ndescribeDisorder(");
