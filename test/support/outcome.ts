import type { z } from "zod";

/** The issues of a refusal as `path: message`, or what was accepted. */
export async function outcome(schema: z.ZodType, given: unknown): Promise<{ sent: unknown } | { refused: string[] }> {
  const result = await schema.safeParseAsync(given);
  if (result.success) return { sent: result.data };
  return { refused: result.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) };
}
