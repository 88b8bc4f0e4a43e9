import leven from "leven";
import type { Model } from "./schema.js";

/** The candidates a person could have meant by `name`, best first: at most three, often none. */
export function nearest(name: string, candidates: Iterable<string>): string[] {
  const wanted = bare(name);
  const scored: [score: number, candidate: string][] = [];
  for (const candidate of candidates) {
    const own = bare(candidate);
    const longer = Math.max(wanted.length, own.length);
    const contained = Math.min(wanted.length, own.length) >= 4 && (own.includes(wanted) || wanted.includes(own));
    const score = Math.min(leven(wanted, own) / longer, contained ? 0.3 : 1);
    if (score <= 0.4) scored.push([score, candidate]);
  }
  return scored
    .sort(([a, x], [b, y]) => a - b || (x < y ? -1 : 1))
    .slice(0, 3)
    .map(([, candidate]) => candidate);
}

/** ` Did you mean "email"?`, with its leading space, or an empty string. */
export function didYouMean(name: string, candidates: Iterable<string>): string {
  const [best, ...others] = nearest(name, candidates);
  if (best === undefined) return "";
  return ` Did you mean ${[best, ...others].map((candidate) => `"${candidate}"`).join(" or ")}?`;
}

/** As `didYouMean`, over a model's fields: by name, and by label for who wrote what the screen shows. */
export function fieldHint(model: Pick<Model, "fields">, name: string): string {
  const wanted = bare(name);
  const byLabel = Object.entries(model.fields).find(([, field]) => wanted !== "" && bare(field.string) === wanted);
  return byLabel ? ` Did you mean "${byLabel[0]}"?` : didYouMean(name, Object.keys(model.fields));
}

const bare = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
