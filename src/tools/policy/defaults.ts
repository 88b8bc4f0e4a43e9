// What holds unless the config says otherwise: models and methods that lead out of the data into the system or the world.

/** Models that no tool reaches unless a policy entry of their own name says which operations. */
export interface Guarded {
  /** Names and globs. */
  models: readonly string[];
  why: string;
  /** Refused for reading, too. */
  secret?: boolean;
}

const names = (text: string) => text.split(" ");

export const GUARDED: readonly Guarded[] = [
  {
    why: "can hold code that Odoo runs, or change what its models and screens are",
    models: names(
      "ir.actions.* ir.cron ir.cron.* base.automation base.automation.* ir.model ir.model.* ir.ui.* ir.qweb ir.qweb.* " +
        "ir.asset ir.default ir.filters ir.exports ir.exports.* ir.profile ir.logging ir.embedded.actions mail.template " +
        "mail.template.* sms.template sms.template.* whatsapp.template whatsapp.template.* mail.alias report.* ir.act_window ir.autovacuum website website.page website.controller.page theme.* " +
        "ir.server.object.lines server.action.history.wizard reset.view.arch.wizard wizard.ir.model.menu.create " +
        "gamification.goal.definition",
    ),
  },
  {
    why: "holds values and texts of every other model's fields",
    secret: true,
    models: names("ir.property ir.translation"),
  },
  {
    why: "opens records to others",
    models: names(
      "project.share.wizard project.share.wizard.* task.share.wizard project.collaborator spreadsheet.*.share " +
        "documents.share mail.followers.edit mail.wizard.invite",
    ),
  },
  {
    why: "decides who may do what",
    models: names(
      "res.users res.users.settings res.users.settings.* res.users.deletion res.users.log res.groups res.groups.* " +
        "ir.rule ir.access res.role res.role.* res.users.role res.users.role.* portal.wizard portal.wizard.* portal.share",
    ),
  },
  {
    why: "holds credentials",
    secret: true,
    models: names(
      "res.users.apikeys res.users.apikeys.* res.users.identitycheck change.password.* auth.oauth.provider auth_totp.* " +
        "auth.passkey.* google.calendar.credentials microsoft.calendar.credentials mail.ice.server mail.push mail.push.* " +
        "res.device res.device.* ir.config_parameter ir.mail_server fetchmail.server payment.provider payment.acquirer payment.token iap.account certificate.*",
    ),
  },
  {
    why: "runs the platform",
    models: names(
      "ir.module.* base.module.* base.import.* base_import.* res.config res.config.* ir.sequence ir.sequence.* res.company " +
        "res.lang base.language.* base.update.* base.document.layout base.enable.profiling.wizard ir.demo ir.demo_failure " +
        "ir.demo_failure.* bus.* ir.websocket ir.http ir.attachment.*",
    ),
  },
  {
    why: "is the record of what happened, which Odoo writes itself",
    models: names("mail.message mail.message.* mail.notification mail.tracking.* mail.followers"),
  },
];

/**
 * Models that are read though the config limits others and does not name these: those that everybody's records refer to, and what
 * belongs to records, which is read as far as they are.
 */
export const COMMON: readonly string[] = names(
  "res.company res.currency res.country res.country.state res.country.group res.lang res.users uom.uom uom.category " +
    "mail.activity mail.activity.type mail.message ir.attachment",
);

/**
 * Models that no menu leads to and people change on screens all the same: files and activities, which belong to a record and are
 * checked with it; and what only the code of a button of Odoo's opens, such as what a product's variants cost more.
 */
export const OF_SCREENS: readonly string[] = names("ir.attachment mail.activity product.template.attribute.value");

/** Models whose records are sent to people: to create or change one counts as sending. */
export const OUTWARD: readonly string[] = names(
  "mail.mail mail.scheduled.message mail.compose.message mailing.* sms.* whatsapp.* snailmail.* account.move.send account.move.send.*",
);

/** By Odoo's habit, methods called so send something to people. */
export const SENDS = /(^|_)(send|sends|sendmail|mail|email|sms|invite|remind|reminder)(_|$)/;

/** By Odoo's habit, methods called so delete records, be it that their data is kept with another one. */
export const DELETES = /(^|_)(merge|unlink|delete)(_|$)/;

/** Models on which a button moves money: a person is asked before one is pressed. */
export const MONEY: readonly string[] = names("account.* payment.* hr.payslip hr.payslip.* hr.expense hr.expense.*");

/** Models by which money goes elsewhere from then on: a person is asked before a record is made or changed. */
export const PAID_INTO: readonly string[] = names("res.partner.bank");

/** How many records a call may change before a person is asked. */
export const CONFIRM_ABOVE = 20;

/**
 * Fields of attachments that serve a file to everyone, or tie it to a column of another record (the text is where Odoo would fetch
 * or keep the file); and of messages what searches old and new values of any model's fields (19).
 */
export const CLOSED_FIELDS: Readonly<Record<string, readonly string[]>> = {
  "ir.attachment": names("url public res_field store_fname db_datas access_token"),
  "mail.message": names("account_audit_log_preview"),
};

/** Fields of attachments that tell what they are, and that no tool writes: whether one is a file or an address. */
export const READ_ONLY_FIELDS: Readonly<Record<string, readonly string[]>> = { "ir.attachment": ["type"] };

/**
 * Methods that no tool calls by name, whatever the config says: they rewrite the caller's rights, traverse the database,
 * run code, make templates or install modules, or they have a tool of their own that checks its arguments. Names beginning
 * with "_" are private to Odoo.
 */
export const REFUSED_METHODS: ReadonlySet<string> = new Set(
  names(
    "sudo with_user with_env with_context with_company browse mapped filtered filtered_domain grouped sorted new update " +
      "concat union flush flush_model flush_recordset invalidate_cache invalidate_model invalidate_recordset recompute " +
      "modified init clear_caches refresh load export_data copy copy_data create write unlink read search search_read " +
      "search_count search_fetch fetch name_create name_search read_group formatted_read_group web_read web_save " +
      "web_read_group web_search_read onchange default_get fields_get get_views load_views fields_view_get view_init " +
      "get_formview_action search_panel_select_range search_panel_select_multi_range execute run method_direct_trigger " +
      "action_reset_password generate_access_token get_portal_url action_share button_install button_upgrade " +
      "button_uninstall module_uninstall upgrade_module import_module create_action unlink_action " +
      "update_field_translations web_override_translations save_as_template create_mail_template",
  ),
);
