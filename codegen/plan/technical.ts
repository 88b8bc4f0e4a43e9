/** True for a field of the frame around a record: its chatter, activities, portal and website. */
export const isTechnical = (name: string): boolean =>
  /^(message|activity|my_activity|website|rating|access)_|^has_message$/.test(name);
