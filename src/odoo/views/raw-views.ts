/** The view types that tell what a model is used for. */
export const VIEW_TYPES = ["form", "list", "search"] as const;
export type ViewType = (typeof VIEW_TYPES)[number];

/** One view as XML, in Odoo's own words. Hostile input: users edit views. */
export interface RawView {
  arch: string;
  /** 14 and 15 send the lists and forms of lines apart: as XML, by the x2many field they belong to. */
  embedded: Readonly<Record<string, { readonly list?: string; readonly form?: string }>>;
}

export type RawViews = Readonly<Partial<Record<ViewType, RawView>>>;

interface Answer {
  views?: Record<string, { arch?: unknown }>;
  fields_views?: Record<string, { arch?: unknown; fields?: Record<string, { views?: Record<string, Embedded> }> }>;
}
type Embedded = { arch?: unknown };

/** `get_views`' answer (16 on) or `load_views`' (14, 15). What Odoo called "tree" before 18 is a list. */
export function viewsFromOdoo(answer: unknown): RawViews {
  const { views, fields_views } = (answer ?? {}) as Answer;
  const named: Partial<Record<ViewType, RawView>> = {};
  for (const [type, view] of Object.entries(views ?? fields_views ?? {})) {
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
  return named;
}

const isViewType = (name: string): name is ViewType => (VIEW_TYPES as readonly string[]).includes(name);
