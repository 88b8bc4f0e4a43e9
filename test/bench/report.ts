export function report(name: string, took: number, note = ""): void {
  console.log(`${name.padEnd(58)} ${took.toFixed(2).padStart(7)} s  ${note}`);
}

/** Ours against the bare way of the same run. */
export function ratio(name: string, ours: number, bare: number, unit: string, note = ""): void {
  const figures = `${ours.toFixed(1)} ${unit} against ${bare.toFixed(1)} ${unit}`;
  console.log(`${name.padEnd(58)} ${(ours / bare).toFixed(2).padStart(7)} x  ${figures}${note ? ` (${note})` : ""}`);
}

export const median = (list: number[]): number => list.sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
