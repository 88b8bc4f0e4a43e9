import { escape as escaped } from "html-escaper";
import { UNSEEN } from "./unseen-characters.js";

/** Markup. Only `html` and `trusted` make it, so a text from elsewhere can never be taken for it. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Content = Html | string | number | undefined | false | readonly Content[];

/** Markup from a template: what is put in is escaped unless it is markup itself. Attributes must stand in quotes. */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Html {
  return new Html(parts.map((part, index) => part + textOf(values[index])).join(""));
}

/** Markup of our own making, such as a style sheet: goes into the page as it is. */
export const trusted = (text: string) => new Html(text);

function textOf(content: Content): string {
  if (content === undefined || content === false) return "";
  if (content instanceof Html) return content.text;
  if (typeof content === "object") return content.map(textOf).join("");
  return escaped(String(content).replaceAll(RUNS_OF_UNSEEN, " "));
}

const RUNS_OF_UNSEEN = new RegExp(`[${UNSEEN}]+`, "gu");
