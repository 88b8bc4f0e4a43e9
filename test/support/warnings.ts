/** The names of the warnings of Node.js while `work` goes on, such as that of a leak of listeners. */
export async function warningsDuring(work: () => Promise<unknown>): Promise<string[]> {
  const warnings: string[] = [];
  const onWarning = ({ name, message }: Error) => void warnings.push(`${name}: ${message}`);
  process.on("warning", onWarning);
  try {
    await work();
    // They are told in a turn of their own.
    await new Promise((resolve) => setImmediate(resolve));
  } finally {
    process.off("warning", onWarning);
  }
  return warnings;
}
