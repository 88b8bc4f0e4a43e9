import { hasNameSearch } from "../../src/odoo/schema/closed-fields.js";
import type { Field, Model } from "../../src/odoo/schema/schema.js";
import { DENIED, NAMING, NOWHERE, NUMBER, OUTSIDE, TEXT } from "./planted.js";
import {
  type Answer,
  type Asking,
  chunks,
  type Finds,
  inBatches,
  isOpenToAll,
  isWhole,
  NAME,
  type Reading,
} from "./reading.js";

// Searches by whatever can be searched: what is found by a canary must be what is found by a text that is nowhere.

/** A term that a canary stands in, or what is nowhere. */
interface Probe {
  what: string;
  term(value: unknown): unknown;
  nowhere: unknown;
  /** What nothing may be found by. */
  canaries: readonly unknown[];
  /** What Odoo is searched for: what is nowhere, the canaries, and those of other policies where all ask the same. */
  all: readonly unknown[];
  isCommon: boolean;
  /** It is answered by Odoo, as far as can be told, or else refused before. */
  isOpen: boolean;
}

/** As many in one domain, which holds no more terms: each stands there once for what is nowhere and once for each canary. */
const PROBES = 20;

const EVERY_CANARY = [DENIED, TEXT, NAMING, OUTSIDE];

/** Of each field that can be searched, and of each path into closed things. */
async function probesOf(reading: Reading, model: Model): Promise<Probe[]> {
  const { policy, tools, canaries } = reading;
  const knowsAny = tools.client.series.major >= 17;
  const probes: Probe[] = [];
  for (const [name, field] of Object.entries(model.fields)) {
    const { type, relation, closed, searchable } = field;
    const isOpen = !closed && searchable !== false;
    const isCommon = isOpenToAll(reading, model, name);
    const named = (texts: readonly string[]) => (NAME.test(name) ? texts.filter((text) => text !== NAMING) : texts);
    const own = named(canaries);
    const texts = { nowhere: NOWHERE, canaries: own, all: [NOWHERE, ...(isCommon ? named(EVERY_CANARY) : own)] };
    const add = (path: string, operator: string, open = isOpen) =>
      probes.push({
        what: `${path} ${operator}`,
        term: (text) => [path, operator, text],
        ...texts,
        isCommon,
        isOpen: open,
      });
    if (["float", "monetary", "integer"].includes(type)) {
      const numbers = canaries.includes(DENIED) ? [NUMBER] : [];
      const nowhere = NUMBER + 0.02;
      const all = [nowhere, ...(isCommon ? [NUMBER] : numbers)];
      const term = (number: unknown) => [name, "=", number];
      if (all.length > 1) probes.push({ what: `${name} =`, term, nowhere, canaries: numbers, all, isCommon, isOpen });
    } else if (relation) {
      const mayRead = policy.operations(relation).value.includes("read");
      const behind = mayRead ? await tools.model(relation).catch(() => undefined) : undefined;
      const leads = isOpen && behind !== undefined && (policy.anyDomain === undefined || isWhole(reading, behind));
      const isNamed = isOpen && behind !== undefined && hasNameSearch(behind);
      add(name, "ilike", isNamed && !policy.domain(relation));
      add(`${name}.display_name`, "ilike", isNamed && leads);
      const fields = Object.entries(behind?.fields ?? {}).filter(([, one]) => one.searchable !== false);
      const paths = fields.filter(([one, { closed }]) => closed || ["name", "email"].includes(one)).slice(0, 3);
      for (const [one, { closed }] of paths) add(`${name}.${one}`, "ilike", leads && !closed);
      for (const [one, { closed }] of paths.slice(-1))
        probes.push({
          what: `${name} any ${one}`,
          term: (text) => [name, "any", [[one, "ilike", text]]],
          ...texts,
          isCommon,
          isOpen: leads && !closed && knowsAny,
        });
    } else if (isText(field)) {
      add(name, "ilike", name === "display_name" ? isOpen && hasNameSearch(model) : isOpen);
    }
  }
  return probes;
}

const isText = ({ type }: Field) => !["binary", "boolean", "date", "datetime"].includes(type);

interface Searched {
  model: Model;
  finds: Finds;
  /** There is no record that anything could be found of. */
  isEmpty: boolean;
}

export async function search(asking: Asking, reading: Reading, { model, finds, isEmpty }: Searched): Promise<void> {
  const count = (terms: readonly unknown[]) =>
    asking.ask("search_count", { model: model.name, domain: [...terms.slice(1).map(() => "|"), ...terms] });
  const nowhere = ({ term, nowhere: value }: Probe) => count([term(value)]);
  const compare = async (probe: Probe, nothing: Answer, values = probe.canaries): Promise<void> => {
    const told = await Promise.all(values.map(async (value) => plain(await count([probe.term(value)]), value)));
    const expected = plain(nothing, probe.nowhere);
    if (told.some((one) => one !== expected))
      finds.add(
        `${model.name}: ${probe.what} tells it: ${told.join(", ").slice(0, 200)}, not ${expected.slice(0, 100)}`,
      );
  };
  /** Those by which anything is found, or that Odoo fails at: by all others together nothing is, and so by none of them. */
  const telling = async (probes: readonly Probe[]): Promise<Probe[]> => {
    if (isNothing(await count(probes.flatMap(({ all, term }) => all.map(term))))) return [];
    if (probes.length < 2) return [...probes];
    const half = Math.ceil(probes.length / 2);
    return [...(await telling(probes.slice(0, half))), ...(await telling(probes.slice(half)))];
  };
  const probes = await probesOf(reading, model);
  const open = isEmpty ? [] : probes.filter(({ isOpen }) => isOpen);
  const refused: [Probe, Answer][] = [];
  await inBatches(
    probes.filter(({ isOpen }) => !isOpen),
    async (probe) => {
      const nothing = await nowhere(probe);
      if (isNothing(nothing)) open.push(probe);
      else refused.push([probe, nothing]);
    },
  );
  for (const some of chunks(refused, 6)) {
    const asked = reading.tools.asked.length;
    await Promise.all(some.map(([probe, nothing]) => compare(probe, nothing, probe.canaries.slice(0, 1))));
    // Refused before Odoo is asked, one canary is as good as another.
    if (reading.tools.asked.length === asked) continue;
    await Promise.all(some.map(([probe, nothing]) => compare(probe, nothing, probe.canaries.slice(1))));
  }
  const parts = [open.filter(({ isCommon }) => isCommon), open.filter(({ isCommon }) => !isCommon)];
  const told = await inBatches(
    parts.flatMap((part) => chunks(part, PROBES)),
    telling,
  );
  await inBatches(told.flat(), async (probe) => compare(probe, await nowhere(probe)));
  if (!isEmpty) await lookUp(asking, reading, model, finds);
}

const isNothing = ({ value }: Answer) => (value as { count?: number }).count === 0;

/** The same of names, each of which is answered by itself: of every canary, so that whichever policy reads asks the same. */
async function lookUp(asking: Asking, { canaries }: Reading, model: Model, finds: Finds): Promise<void> {
  const asked = [NOWHERE, ...EVERY_CANARY].map((name) => ({ model: model.name, name }));
  const { category, value } = await asking.ask("look_up", { names: asked });
  // None is answered: one refusal for all of them.
  if (category) return;
  const told = new Map(
    (value as { names: unknown[] }).names.map((one, at) => {
      const { name = "" } = asked[at] ?? {};
      return [name, plain({ value: one }, name)];
    }),
  );
  for (const canary of canaries) {
    const one = told.get(canary) ?? "nothing";
    if (one !== told.get(NOWHERE)) finds.add(`${model.name}: look_up tells ${canary}: ${one.slice(0, 200)}`);
  }
}

const plain = (answer: Answer, value: unknown) => JSON.stringify(answer).replaceAll(String(value), "…");
