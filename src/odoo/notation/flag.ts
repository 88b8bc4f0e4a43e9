/** What sets a flag, in any case and with blanks around it. */
export const YES: readonly string[] = ["1", "true", "yes", "on"];
export const NO: readonly string[] = ["", "0", "false", "no", "off"];

/** Whether a flag's text sets it; undefined for what is neither yes nor no. */
export function flag(text = ""): boolean | undefined {
  const said = text.trim().toLowerCase();
  return YES.includes(said) ? true : NO.includes(said) ? false : undefined;
}
