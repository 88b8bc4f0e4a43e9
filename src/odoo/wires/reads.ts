/**
 * Methods that change nothing, so that a call whose answer was lost may be made again. Everything else counts as a
 * write: `export_data` makes external ids, and a button may do anything.
 */
const READS: ReadonlySet<string> = new Set(
  [
    "search search_read search_count search_fetch read name_search name_get read_group formatted_read_group",
    "web_read web_search_read web_read_group read_progress_bar get_metadata onchange default_get fields_get",
    "get_views load_views fields_view_get check_access_rights has_access has_group context_get get_installed",
    "get_available_models get_bindings check_access_rule message_format check_object_reference",
  ].flatMap((names) => names.split(" ")),
);

export const isRead = (method: string): boolean => READS.has(method);
