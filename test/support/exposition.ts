/** One sample of Prometheus' text format. */
export interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

/** What `/metrics` tells: its samples, and the kind of each metric. */
export interface Exposition {
  samples: Sample[];
  kinds: Map<string, string>;
}

const NAME = /^[a-zA-Z_:][\w:]*/;
const PAIR = /^([a-zA-Z_]\w*)="((?:[^"\\\n]|\\["\\n])*)"(,|$)/;

/** Reads the text format 0.0.4, every line of it. Throws at a line that is none of it, and at a sample that was there before. */
export function readExposition(text: string): Exposition {
  const samples: Sample[] = [];
  const kinds = new Map<string, string>();
  const seen = new Set<string>();
  if (!text.endsWith("\n")) throw new Error("The last line has no end.");
  for (const line of text.split("\n")) {
    if (line === "" || /^# HELP [a-zA-Z_:][\w:]* [^\n]+$/.test(line)) continue;
    const [, named, kind] = /^# TYPE ([a-zA-Z_:][\w:]*) (counter|gauge|histogram|summary)$/.exec(line) ?? [];
    if (named && kind) {
      if (kinds.has(named)) throw new Error(`The kind of ${named} is told twice.`);
      kinds.set(named, kind);
      continue;
    }
    const sample = sampleIn(line);
    const key = JSON.stringify([sample.name, Object.entries(sample.labels).sort()]);
    if (seen.has(key)) throw new Error(`There twice: ${line}`);
    seen.add(key);
    if (!kinds.has(sample.name.replace(/_(bucket|sum|count)$/, "")) && !kinds.has(sample.name)) {
      throw new Error(`Of no kind: ${line}`);
    }
    samples.push(sample);
  }
  return { samples, kinds };
}

function sampleIn(line: string): Sample {
  const name = NAME.exec(line)?.[0] ?? "";
  let rest = line.slice(name.length);
  const labels: Record<string, string> = {};
  if (rest.startsWith("{")) {
    const end = rest.lastIndexOf("} ");
    let pairs = rest.slice(1, end);
    rest = rest.slice(end + 1);
    while (pairs) {
      const [pair, label = "", value = ""] = PAIR.exec(pairs) ?? [];
      if (!pair || label in labels) throw new Error(`No labels: ${line}`);
      labels[label] = value.replaceAll(/\\(.)/g, (_, one: string) => (one === "n" ? "\n" : one));
      pairs = pairs.slice(pair.length);
    }
  }
  if (!name || !/^ (-?\d+(\.\d+)?(e[+-]?\d+)?|[+-]Inf|NaN)$/i.test(rest)) throw new Error(`No sample: ${line}`);
  return { name, labels, value: Number(rest.replace("Inf", "Infinity")) };
}

/** The values of one metric, by those of some of its labels. */
export const valuesOf = ({ samples }: Exposition, metric: string, ...by: readonly string[]): Record<string, number> =>
  Object.fromEntries(
    samples
      .filter(({ name }) => name === metric)
      .map(({ labels, value }) => [by.map((label) => labels[label]).join(" "), value]),
  );
