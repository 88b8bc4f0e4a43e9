/** Modules of a global setup are loaded anew for each project, so what they share lies with the process. */
const HOLDER = Symbol.for("odoo-typed-mcp tests");
const holder = globalThis as { [HOLDER]?: Map<string, Promise<unknown>> };

/** Does the work of that name once in a run, however many projects ask for it. */
export function onceARun<T>(name: string, work: () => Promise<T>): Promise<T> {
  holder[HOLDER] ??= new Map();
  const done = holder[HOLDER].get(name) ?? work();
  holder[HOLDER].set(name, done);
  return done as Promise<T>;
}
