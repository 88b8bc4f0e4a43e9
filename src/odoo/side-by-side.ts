type Values<Asked extends readonly unknown[]> = { -readonly [At in keyof Asked]: Awaited<Asked[At]> };

/**
 * What was asked at the same time, once all of it is answered. Of several failures it throws the first in the order of the list,
 * whichever came first: what a caller is told does not depend on who answers faster.
 */
export async function sideBySide<const Asked extends readonly unknown[]>(asked: Asked): Promise<Values<Asked>> {
  const answers = await Promise.allSettled(asked);
  return answers.map((answer) => {
    if (answer.status === "rejected") throw answer.reason;
    return answer.value;
  }) as Values<Asked>;
}
