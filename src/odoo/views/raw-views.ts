import { isId, isObject } from "../notation/checks.js";

/** The view types that tell what a model is used for. */
export const VIEW_TYPES = ["form", "list", "search"] as const;
export type ViewType = (typeof VIEW_TYPES)[number];

/** One view as XML, in Odoo's own words. Hostile input: users edit views. */
export interface RawView {
  arch: string;
  /** 14 and 15 send the lists and forms of lines apart: as XML, by the x2many field they belong to. */
  embedded: Readonly<Record<string, { readonly list?: string; readonly form?: string }>>;
}

export type RawViews = Readonly<Partial<Record<ViewType, RawView>>> & {
  /** The entries of form's and list's menus, where they were asked for. */
  menus?: RawMenus;
};

/** An entry of a menu: from 16 on its id and name, on 14 and 15 the whole action. */
export type RawEntry = Readonly<Record<string, unknown>> & { readonly id: number };

export interface RawMenus {
  /** The Action menu. */
  action: readonly RawEntry[];
  print: readonly RawEntry[];
}

interface Answer {
  views?: Record<string, { arch?: unknown; toolbar?: unknown }>;
  fields_views?: Record<
    string,
    { arch?: unknown; toolbar?: unknown; fields?: Record<string, { views?: Record<string, Embedded> }> }
  >;
}
type Embedded = { arch?: unknown };

/** `get_views`' answer (16 on) or `load_views`' (14, 15). What Odoo called "tree" before 18 is a list. */
export function viewsFromOdoo(answer: unknown): RawViews {
  const { views, fields_views } = (answer ?? {}) as Answer;
  const named: Partial<Record<ViewType, RawView>> = {};
  const all = Object.entries(views ?? fields_views ?? {});
  for (const [type, view] of all) {
    const name = type === "tree" ? "list" : type;
    if (!isViewType(name) || typeof view.arch !== "string") continue;
    const fields = Object.entries("fields" in view && view.fields ? view.fields : {});
    const embedded = fields.flatMap(([field, { views: inside }]) => {
      const list = (inside?.tree ?? inside?.list)?.arch;
      const form = inside?.form?.arch;
      const archs = { ...(typeof list === "string" ? { list } : {}), ...(typeof form === "string" ? { form } : {}) };
      return Object.keys(archs).length > 0 ? [[field, archs]] : [];
    });
    named[name] = { arch: view.arch, embedded: Object.fromEntries(embedded) };
  }
  const toolbars = all.flatMap(([, { toolbar }]) => (isObject(toolbar) ? [toolbar as Toolbar] : []));
  return toolbars.length === 0
    ? named
    : { ...named, menus: { action: entriesOf(toolbars, "action"), print: entriesOf(toolbars, "print") } };
}

type Toolbar = Partial<Record<keyof RawMenus, unknown>>;

/** Each once, for form and list have most in common. */
function entriesOf(toolbars: readonly Toolbar[], menu: keyof RawMenus): RawEntry[] {
  const all = toolbars.flatMap((toolbar) => (Array.isArray(toolbar[menu]) ? (toolbar[menu] as unknown[]) : []));
  const entries = all.filter((entry): entry is RawEntry => isObject(entry) && isId((entry as { id?: unknown }).id));
  return [...new Map(entries.map((entry) => [entry.id, entry])).values()];
}

const isViewType = (name: string): name is ViewType => (VIEW_TYPES as readonly string[]).includes(name);
