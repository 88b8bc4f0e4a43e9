import { describe, expect, it } from "vitest";
import { graphSvg, type Node } from "../../../codegen/catalog/graph.js";
import { linksOf } from "../../../codegen/catalog/relations.js";
import { catalogView } from "../../../codegen/catalog/view.js";
import { committedConfig, committedSchema } from "../../support/fixtures.js";

const target = (model: string) => `model-${model}`;

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** At most so wide is a letter in either font, in pixels; the browser test measures the names themselves. */
const LETTER = 8;

/** Where each model's texts are, judged by their anchors, and the picture's own size. */
function boxesOf(svg: string): { size: Box; boxes: Box[] } {
  const [, width, height] = /viewBox="0 0 (\S+) (\S+)"/.exec(svg) ?? [];
  const boxes = [...svg.matchAll(/<a [^>]*>(.*?)<\/a>/g)].map(([, node = ""]) => {
    const texts = [...node.matchAll(/x="(\S+)" y="(\S+)" text-anchor="(start|end)">([^<]*)</g)];
    const lines = texts.map(([, x, y, side, text = ""]) => {
      const reach = text.replaceAll(/&[#\w]+;/g, "x").length * LETTER * (side === "start" ? 1 : -1);
      const ends = [Number(x), Number(x) + reach];
      return { left: Math.min(...ends), right: Math.max(...ends), top: Number(y) - 11, bottom: Number(y) + 3 };
    });
    return {
      left: Math.min(...lines.map(({ left }) => left)),
      right: Math.max(...lines.map(({ right }) => right)),
      top: Math.min(...lines.map(({ top }) => top)),
      bottom: Math.max(...lines.map(({ bottom }) => bottom)),
    };
  });
  return { size: { left: 0, right: Number(width), top: 0, bottom: Number(height) }, boxes };
}

const nodes = (count: number, label = "A label"): Node[] =>
  Array.from({ length: count }, (_, index) => ({ name: `x_model.number${index}`, label }));

/** Each model points to the next, to the first and to itself. */
const linksAmong = (models: readonly Node[]) =>
  linksOf(
    models.flatMap(({ name }, index) =>
      [models[index + 1] ?? models[0], models[0], models[index]].map((other, at) => ({
        model: name,
        field: `field${at}`,
        type: at === 1 ? ("many2many" as const) : ("many2one" as const),
        relation: other?.name ?? name,
      })),
    ),
  );

describe("the graph", () => {
  it.each([
    ...[2, 3, 8, 24, 25, 120].map((count) => [`${count} models`, nodes(count)] as const),
    ["long labels", nodes(9, "W".repeat(500))] as const,
    ["the committed catalogue", catalogView(committedSchema(), committedConfig()).models] as const,
  ])("of %s has every name inside it, and no two that meet", (_, models) => {
    const { size, boxes } = boxesOf(graphSvg(models, linksAmong(models), target).text);
    expect(boxes).toHaveLength(models.length);
    for (const [index, box] of boxes.entries()) {
      expect(box.left).toBeGreaterThanOrEqual(size.left);
      expect(box.right).toBeLessThanOrEqual(size.right);
      expect(box.top).toBeGreaterThanOrEqual(size.top);
      expect(box.bottom).toBeLessThanOrEqual(size.bottom);
      for (const other of boxes.slice(index + 1)) {
        const apart =
          box.right <= other.left || other.right <= box.left || box.bottom <= other.top || other.bottom <= box.top;
        expect(apart, JSON.stringify([box, other])).toBe(true);
      }
    }
  });

  it("is the same whatever the order of the models, and draws each relation and a loop", () => {
    const models = nodes(7);
    const svg = graphSvg(models, linksAmong(models), target).text;
    expect(graphSvg([...models].reverse(), linksAmong(models), target).text).toBe(svg);
    expect(svg.match(/<path class="link/g)).toHaveLength(linksAmong(models).length);
    expect(svg).toContain('data-from="x_model.number1" data-to="x_model.number1"');
    expect(svg).not.toMatch(/NaN|Infinity/);
  });

  it("leaves out relations to models that it does not show", () => {
    const [one, ...others] = nodes(4);
    expect(graphSvg(others, linksAmong(nodes(4)), target).text).not.toContain(`"${one?.name}"`);
  });
});
