/** What is looked for by keywords: its name counts most, then its title. */
export interface Searched {
  name: string;
  title: string;
  description: string;
}

/** Answers places in the list that was indexed, the best first. */
export interface SearchIndex {
  search(query: string): number[];
}

/**
 * An index of keywords. A word may be misspelt by one letter in five, or be the beginning of one. Its library is loaded with
 * the first: a server that is never asked does not wait for it.
 */
export async function searchIndex(all: readonly Searched[]): Promise<SearchIndex> {
  const { default: Index } = await import("minisearch");
  const index = new Index({ fields: ["name", "title", "description"], tokenize: words });
  index.addAll(all.map(({ name, title, description }, id) => ({ id, name, title, description })));
  const options = { boost: { name: 3, title: 2 }, prefix: true, fuzzy: 0.2 };
  return { search: (query) => index.search(query, options).map(({ id }) => id as number) };
}

const words = (text: string) => text.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
