import type { Button } from "../../odoo/schema/schema.js";

// Which of a dialogue's buttons is pressed where none is named.

/** True for a button that a dialogue's form offers. A list behind the form has buttons of its own. */
export const isOffered = ({ label, place }: Pick<Button, "label" | "place">): boolean =>
  label !== "" && place !== "counter" && place !== "list";

/** What stands in the header of a form moves a record on that is there already: it is not what a dialogue is opened for. */
const isMeant = ({ primary, place }: Button) => primary === true && place !== "header";

/** The buttons that the form means to be pressed, then the others. */
export const meantFirst = (buttons: readonly Button[]): Button[] => [
  ...buttons.filter(isMeant),
  ...buttons.filter((button) => !isMeant(button)),
];

/** The button that the form means to be pressed, or its only one; undefined where one has to be named. */
export function usualButton(buttons: readonly Button[]): Button | undefined {
  const [first, ...others] = meantFirst(buttons);
  const isOnly = others.length === 0 && first?.place !== "header";
  return first && (isMeant(first) || isOnly) ? first : undefined;
}
