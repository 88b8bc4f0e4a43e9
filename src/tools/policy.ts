import { OdooError } from "../odoo/errors.js";

/**
 * Methods that no tool calls by name: they rewrite the caller's rights, traverse the database, run code or install
 * modules, or they have a tool of their own that checks its arguments. Names beginning with "_" are private to Odoo.
 */
const REFUSED = new Set(
  [
    "sudo with_user with_env with_context with_company browse mapped filtered filtered_domain grouped sorted new concat union",
    "flush flush_model flush_recordset invalidate_cache invalidate_model invalidate_recordset recompute modified init",
    "clear_caches refresh load export_data copy copy_data create write unlink read search search_read search_count",
    "search_fetch fetch name_create name_search read_group formatted_read_group web_read web_save web_read_group",
    "web_search_read onchange default_get fields_get get_views load_views fields_view_get execute run",
    "method_direct_trigger action_reset_password generate_access_token get_portal_url action_share",
    "button_install button_upgrade button_uninstall module_uninstall upgrade_module import_module",
    "create_action unlink_action update_field_translations web_override_translations",
  ].flatMap((names) => names.split(" ")),
);

/** Throws `OdooError` "forbidden" unless `method` is one that a button could call. */
export function checkMethod(model: string, method: string): void {
  if (!/^[a-z][a-z0-9_]*$/i.test(method)) {
    const name = method.length > 80 ? `${method.slice(0, 77)}...` : method;
    throw new OdooError(
      "forbidden",
      `"${name}" is no public method of ${model}; a method is named as in "action_confirm".`,
      { model },
    );
  }
  if (REFUSED.has(method) || /^button_immediate_/.test(method)) {
    throw new OdooError("forbidden", `The method ${method} is not a step of a workflow, so no tool calls it by name.`, {
      model,
      hint: "Use the tool that does it, such as search_records, create_record or update_record.",
    });
  }
}
