const MAX_NAME = 40;

/** What a step of an action is called by its label: "Create Invoice" as "create_invoice". Empty without a Latin letter. */
export const stepName = (label: string): string =>
  label
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^[_\d]+|_+$/g, "")
    .slice(0, MAX_NAME)
    .replace(/_+$/, "");
