// Which characters a reader does not see, or that change how the rest of a text is seen. Each set is what stands within
// the brackets of a regular expression with the flag "u" or "v".

/**
 * Private characters, which look as some font has them, and halves of surrogate pairs: taken out where a text is a label
 * or a description, and left in what a record holds.
 */
export const WITHOUT_KNOWN_SHAPE = "\\p{Co}\\p{Cs}";

/**
 * Controls, format characters (of direction, of no width, tags), what has no shape, Unicode's line ends, and those without
 * a known shape. None of it belongs in a line for a terminal, a page, a log or a question.
 */
export const UNSEEN = `\\p{Cc}\\p{Cf}\\p{DI}\\p{Zl}\\p{Zp}${WITHOUT_KNOWN_SHAPE}`;

/** Unseen characters and every kind of space: what two texts that look the same may differ in. */
export const UNSEEN_OR_SPACE = `${UNSEEN}\\p{Z}`;

/** Tab, line feed and carriage return: controls that a text of several lines is made of. */
export const LAYOUT = "\\t\\n\\r";
