import { Transform, Writable } from "node:stream";

/** One message of the protocol: a call's text, as JSON escapes it. */
const MAX_LINE = 64 * 1024 * 1024;

/** What a transport has to hold of `wholeLines` at most: a line, and what came with its end. */
export const MAX_BUFFERED = MAX_LINE + 1024 * 1024;

/** Passes on whole lines, each once it has come to its end. Fails for one that is longer than `maxBytes`. */
export function wholeLines(maxBytes = MAX_LINE): Transform {
  let begun: Buffer[] = [];
  let length = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const first = chunk.indexOf("\n");
      length += first < 0 ? chunk.length : first;
      if (length > maxBytes) {
        begun = [];
        return done(new Error(`a message is longer than ${maxBytes / 2 ** 20} MiB`));
      }
      if (first < 0) {
        begun.push(chunk);
        return done();
      }
      const end = chunk.lastIndexOf("\n") + 1;
      const lines = Buffer.concat([...begun, chunk.subarray(0, end)]);
      begun = end < chunk.length ? [chunk.subarray(end)] : [];
      length = chunk.length - end;
      done(null, lines);
    },
  });
}

/**
 * What is written goes to `output`, a message after the other. It is never full, for the SDK's transport waits for room with a listener
 * a message; what waits here would wait there. A failure of `output` ends it, and is told to whoever waits.
 */
export function inTurn(output: Writable): Writable {
  const messages = new Writable({
    highWaterMark: Number.MAX_SAFE_INTEGER,
    write: (chunk, _encoding, done) => void output.write(chunk, done),
  });
  return messages.on("error", () => {});
}
