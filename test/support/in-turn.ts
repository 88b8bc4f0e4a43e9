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

// Lanes of files, of which each runs one file at a time, side by side. The files of a project that is not isolated have one
// process, which loads once what they have in common. Vitest counts its workers over all projects that run together, and shares a
// process among files that follow one another, which those of two projects do not.

interface Lane {
  running?: InTurn | undefined;
  /** Settled when the last file so far has ended. */
  ended: Promise<void>;
}

/** What the files of a project share that is not isolated; of another, each has its own. */
interface Shared {
  /** Those that run or wait. The last one ends the process. */
  files: Set<InTurn>;
  process?: ForksPoolWorker | undefined;
}

const lanes = new Map<string, Lane>();
const sharedBy = new Map<string, Shared>();

/** Vitest's worker of one file. It waits until the files of its lane before it have ended. */
class InTurn implements PoolWorker {
  readonly name = "in turn";
  readonly cacheFs = true;
  readonly #options: PoolOptions;
  readonly #lane: Lane;
  readonly #shared: Shared;
  readonly #events = new EventEmitter();
  #start: WorkerRequest | undefined;
  #end = () => {};

  constructor(options: PoolOptions, lane: string) {
    const { name, config } = options.project;
    this.#options = options;
    this.#lane = lanes.get(lane) ?? { ended: Promise.resolve() };
    lanes.set(lane, this.#lane);
    this.#shared = (config.isolate ? undefined : sharedBy.get(name)) ?? { files: new Set() };
    if (!config.isolate) sharedBy.set(name, this.#shared);
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
    } else if (this.#lane.running === this) this.#shared.process?.send(message);
  }

  async stop(): Promise<void> {
    const { files } = this.#shared;
    files.delete(this);
    // What is stopped in its midst takes the process with it; the next one begins another.
    if (files.size === 0 || this.#lane.running === this) await this.#stopProcess();
    this.#end();
  }

  #answer(type: "started" | "stopped"): void {
    this.#events.emit("message", { __vitest_worker_response__: true, type });
  }

  async #inTurn(message: WorkerRequest): Promise<void> {
    const [lane, shared] = [this.#lane, this.#shared];
    const { ended } = lane;
    lane.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    await ended;
    // It may have been stopped while it waited.
    if (!shared.files.has(this)) return this.#end();
    lane.running = this;
    const process = shared.process ?? (await this.#startProcess());
    process.send(message);
  }

  /** Answers when it is ready for files. What it says from then on is for the one that runs. */
  async #startProcess(): Promise<ForksPoolWorker> {
    const [lane, shared] = [this.#lane, this.#shared];
    const process = new ForksPoolWorker(this.#options);
    shared.process = process;
    await process.start();
    process.on("error", (error) => lane.running?.fail("error", error));
    process.on("exit", () => {
      if (shared.process !== process) return;
      shared.process = undefined;
      lane.running?.fail("exit");
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
    this.#lane.running = undefined;
    this.#shared.files.delete(this);
    this.#end();
  }

  #tell(message: { type?: string }): void {
    const { running } = this.#lane;
    if (message?.type === "testfileFinished") this.#lane.running = undefined;
    if (running) running.#events.emit("message", message);
  }

  async #stopProcess(): Promise<void> {
    const { process } = this.#shared;
    this.#shared.process = undefined;
    await process?.stop();
  }
}

/** The `pool` of projects whose files run one at a time, in the order of the sequencer. */
export const inTurn = (lane: string) => ({
  name: "in turn",
  createPoolWorker: (options: PoolOptions) => new InTurn(options, lane),
});

/** The `maxWorkers` of such projects: every file has a place, for one whose turn has not come takes nothing. */
export const EVERY_FILE = 2_000;

/** Files that leave the sandbox's data in disorder come last: it is reset before each of them, and not again for others. */
export class DisorderLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return [...sorted.filter((file) => !isDisorder(file)), ...sorted.filter(isDisorder)];
  }
}

const isDisorder = ({ moduleId }: TestSpecification) => readFileSync(moduleId, "utf8").includes("\ndescribeDisorder(");
