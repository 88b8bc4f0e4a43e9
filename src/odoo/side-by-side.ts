type Answers<Asked extends readonly unknown[]> = { -readonly [At in keyof Asked]: Awaited<Asked[At]> };

/**
 * What independent questions answer that were asked at once. Where several fail, throws what the first of them in the order given
 * did, so that the same call always fails in the same way.
 */
export async function sideBySide<const Asked extends readonly unknown[]>(...asked: Asked): Promise<Answers<Asked>> {
  const settled = await Promise.allSettled(asked);
  const failed = settled.find((one) => one.status === "rejected");
  if (failed) throw failed.reason;
  return settled.map((one) => (one.status === "fulfilled" ? one.value : undefined)) as Answers<Asked>;
}
