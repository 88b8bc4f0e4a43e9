// res.partner, from Odoo 19.0. Written by `odoo-mcp generate`; do not edit.
import { defineModel } from "odoo-typed-mcp/runtime";

/** Contact */
export const resPartner = defineModel({
  model: "res.partner",
  required: ["name"],
  values: (field) => ({
    /** Active */
    active: field.boolean(),
    /** Activities */
    activity_ids: field.lines("mail.activity", "res_id"),
    /** Next Activity Summary */
    activity_summary: field.char(),
    /** Next Activity Type */
    activity_type_id: field.many2one("mail.activity.type"),
    /** Auto-post bills */
    autopost_bills: field.selection(["always", "ask", "never"]),
    /** Banks */
    bank_ids: field.lines("res.partner.bank", "partner_id"),
    /** Barcode */
    barcode: field.char(),
    /** Buyer */
    buyer_id: field.many2one("res.users"),
    /** Last notification marked as read from base Calendar */
    calendar_last_notif_ack: field.datetime(),
    /** Tags */
    category_id: field.lines("res.partner.category"),
    /** Channels */
    channel_ids: field.lines("discuss.channel"),
    /** Channel Member */
    channel_member_ids: field.lines("discuss.channel.member", "partner_id"),
    /** Contact */
    child_ids: field.lines("res.partner", "parent_id"),
    /** City */
    city: field.char(),
    /** Color Index */
    color: field.integer(),
    /** Notes */
    comment: field.html(),
    /** Company */
    company_id: field.many2one("res.company"),
    /** Company Name */
    company_name: field.char(),
    /** Company ID */
    company_registry: field.char(),
    /** Company Type */
    company_type: field.selection(["person", "company"]),
    /** Country */
    country_id: field.many2one("res.country"),
    /** Credit Limit */
    credit_limit: field.float(),
    /** Customer Rank */
    customer_rank: field.integer(),
    /** Display Invoice Edi Format */
    display_invoice_edi_format: field.boolean(),
    /** Display Invoice Template Pdf Report */
    display_invoice_template_pdf_report_id: field.boolean(),
    /** Email */
    email: field.char(),
    /** Employee */
    employee: field.boolean(),
    /** Employees */
    employee_ids: field.lines("hr.employee", "work_contact_id"),
    /** Job Position */
    function: field.char(),
    /** GLN */
    global_location_number: field.char(),
    /** Week Day */
    group_on: field.selection(["default", "1", "2", "3", "4", "5", "6", "7"]),
    /** Group RFQ */
    group_rfq: field.selection(["default", "day", "week", "all"]),
    /** Ignore Abnormal Invoice Amount */
    ignore_abnormal_invoice_amount: field.boolean(),
    /** Ignore Abnormal Invoice Date */
    ignore_abnormal_invoice_date: field.boolean(),
    /** Image */
    image_1920: field.binary(),
    /** Industry */
    industry_id: field.many2one("res.partner.industry"),
    /** eInvoice format */
    invoice_edi_format: field.selection(["facturx", "ubl_bis3", "xrechnung", "nlcius", "ubl_a_nz", "ubl_sg"]),
    /** Invoice Edi Format Store */
    invoice_edi_format_store: field.char(),
    /** Invoice sending */
    invoice_sending_method: field.selection(["manual", "email", "snailmail"]),
    /** Invoice report */
    invoice_template_pdf_report_id: field.many2one("ir.actions.report"),
    /** Is a Company */
    is_company: field.boolean(),
    /** Language */
    lang: field.selection(["en_US", "fr_FR"]),
    /** Meetings */
    meeting_ids: field.lines("calendar.event"),
    /** Bounce */
    message_bounce: field.integer(),
    /** Followers */
    message_follower_ids: field.lines("mail.followers", "res_id"),
    /** Messages */
    message_ids: field.lines("mail.message", "res_id"),
    /** Followers (Partners) */
    message_partner_ids: field.lines("res.partner"),
    /** Name */
    name: field.char(),
    /** Opportunities */
    opportunity_ids: field.lines("crm.lead", "partner_id"),
    /** Related Company */
    parent_id: field.many2one("res.partner"),
    /** Geo Latitude */
    partner_latitude: field.float(),
    /** Geo Longitude */
    partner_longitude: field.float(),
    /** Payment Tokens */
    payment_token_ids: field.lines("payment.token", "partner_id"),
    /** Peppol e-address (EAS) */
    peppol_eas: field.selection(["9923", "9922", "0151", "9914", "9915", "0208", "9925", "9924", "9926", "9934", "9928", "9929", "0096", "0184", "0198", "0191", "9931", "0037", "0216", "0213", "0002", "0009", "9957", "0225", "0240", "0204", "9930", "9933", "9910", "0196", "9935", "0211", "0097", "0188", "0221", "0218", "9939", "9936", "0200", "9937", "9938", "9942", "0230", "9943", "9940", "9941", "0106", "0190", "9944", "0192", "9945", "9946", "9947", "9948", "0195", "9949", "9950", "9920", "0007", "9955", "9927", "0183", "9952", "0235", "9932", "9959", "0060", "0088", "0130", "0135", "0142", "0193", "0199", "0201", "0202", "0209", "0210", "9913", "9918", "9919", "9951", "9953", "AN", "AQ", "AS", "AU", "EM"]),
    /** Peppol Endpoint */
    peppol_endpoint: field.char(),
    /** Phone */
    phone: field.char(),
    /** Phone Number */
    phone_mobile_search: field.char(),
    /** Message for Stock Picking */
    picking_warn_msg: field.text(),
    /** Projects */
    project_ids: field.lines("project.project", "partner_id"),
    /** Properties */
    properties: field.properties(),
    /** Account Payable */
    property_account_payable_id: field.many2one("account.account"),
    /** Fiscal Position */
    property_account_position_id: field.many2one("account.fiscal.position"),
    /** Account Receivable */
    property_account_receivable_id: field.many2one("account.account"),
    /** Property Inbound Payment Method Line */
    property_inbound_payment_method_line_id: field.many2one("account.payment.method.line"),
    /** Property Outbound Payment Method Line */
    property_outbound_payment_method_line_id: field.many2one("account.payment.method.line"),
    /** Customer Payment Terms */
    property_payment_term_id: field.many2one("account.payment.term"),
    /** Pricelist */
    property_product_pricelist: field.many2one("product.pricelist"),
    /** Supplier Currency */
    property_purchase_currency_id: field.many2one("res.currency"),
    /** Customer Location */
    property_stock_customer: field.many2one("stock.location"),
    /** Vendor Location */
    property_stock_supplier: field.many2one("stock.location"),
    /** Vendor Payment Terms */
    property_supplier_payment_term_id: field.many2one("account.payment.term"),
    /** Purchase Lines */
    purchase_line_ids: field.lines("purchase.order.line", "partner_id"),
    /** Message for Purchase Order */
    purchase_warn_msg: field.text(),
    /** Ratings */
    rating_ids: field.lines("rating.rating", "res_id"),
    /** Receipt Reminder */
    receipt_reminder_email: field.boolean(),
    /** Reference */
    ref: field.char(),
    /** Companies that refers to partner */
    ref_company_ids: field.lines("res.company", "partner_id"),
    /** Days Before Receipt */
    reminder_date_before_receipt: field.integer(),
    /** Rtc Session */
    rtc_session_ids: field.lines("discuss.channel.rtc.session", "partner_id"),
    /** Sales Order */
    sale_order_ids: field.lines("sale.order", "partner_id"),
    /** Message for Sales Order */
    sale_warn_msg: field.text(),
    /** Signup Token Type */
    signup_type: field.char(),
    /** Specific Property Product Pricelist */
    specific_property_product_pricelist: field.many2one("product.pricelist"),
    /** State */
    state_id: field.many2one("res.country.state"),
    /** Street */
    street: field.char(),
    /** Street2 */
    street2: field.char(),
    /** Suggest Based On */
    suggest_based_on: field.char(),
    /** Suggest Days */
    suggest_days: field.integer(),
    /** Suggest Percent */
    suggest_percent: field.integer(),
    /** Supplier Rank */
    supplier_rank: field.integer(),
    /** Tasks */
    task_ids: field.lines("project.task", "partner_id"),
    /** Degree of trust you have in this debtor */
    trust: field.selection(["good", "normal", "bad"]),
    /** Address Type */
    type: field.selection(["contact", "invoice", "delivery", "other"]),
    /** Timezone */
    tz: field.selection(["Africa/Abidjan", "Africa/Accra", "Africa/Addis_Ababa", "Africa/Algiers", "Africa/Asmara", "Africa/Asmera", "Africa/Bamako", "Africa/Bangui", "Africa/Banjul", "Africa/Bissau", "Africa/Blantyre", "Africa/Brazzaville", "Africa/Bujumbura", "Africa/Cairo", "Africa/Casablanca", "Africa/Ceuta", "Africa/Conakry", "Africa/Dakar", "Africa/Dar_es_Salaam", "Africa/Djibouti", "Africa/Douala", "Africa/El_Aaiun", "Africa/Freetown", "Africa/Gaborone", "Africa/Harare", "Africa/Johannesburg", "Africa/Juba", "Africa/Kampala", "Africa/Khartoum", "Africa/Kigali", "Africa/Kinshasa", "Africa/Lagos", "Africa/Libreville", "Africa/Lome", "Africa/Luanda", "Africa/Lubumbashi", "Africa/Lusaka", "Africa/Malabo", "Africa/Maputo", "Africa/Maseru", "Africa/Mbabane", "Africa/Mogadishu", "Africa/Monrovia", "Africa/Nairobi", "Africa/Ndjamena", "Africa/Niamey", "Africa/Nouakchott", "Africa/Ouagadougou", "Africa/Porto-Novo", "Africa/Sao_Tome", "Africa/Timbuktu", "Africa/Tripoli", "Africa/Tunis", "Africa/Windhoek", "America/Adak", "America/Anchorage", "America/Anguilla", "America/Antigua", "America/Araguaina", "America/Argentina/Buenos_Aires", "America/Argentina/Catamarca", "America/Argentina/ComodRivadavia", "America/Argentina/Cordoba", "America/Argentina/Jujuy", "America/Argentina/La_Rioja", "America/Argentina/Mendoza", "America/Argentina/Rio_Gallegos", "America/Argentina/Salta", "America/Argentina/San_Juan", "America/Argentina/San_Luis", "America/Argentina/Tucuman", "America/Argentina/Ushuaia", "America/Aruba", "America/Asuncion", "America/Atikokan", "America/Atka", "America/Bahia", "America/Bahia_Banderas", "America/Barbados", "America/Belem", "America/Belize", "America/Blanc-Sablon", "America/Boa_Vista", "America/Bogota", "America/Boise", "America/Buenos_Aires", "America/Cambridge_Bay", "America/Campo_Grande", "America/Cancun", "America/Caracas", "America/Catamarca", "America/Cayenne", "America/Cayman", "America/Chicago", "America/Chihuahua", "America/Ciudad_Juarez", "America/Coral_Harbour", "America/Cordoba", "America/Costa_Rica", "America/Coyhaique", "America/Creston", "America/Cuiaba", "America/Curacao", "America/Danmarkshavn", "America/Dawson", "America/Dawson_Creek", "America/Denver", "America/Detroit", "America/Dominica", "America/Edmonton", "America/Eirunepe", "America/El_Salvador", "America/Ensenada", "America/Fort_Nelson", "America/Fort_Wayne", "America/Fortaleza", "America/Glace_Bay", "America/Godthab", "America/Goose_Bay", "America/Grand_Turk", "America/Grenada", "America/Guadeloupe", "America/Guatemala", "America/Guayaquil", "America/Guyana", "America/Halifax", "America/Havana", "America/Hermosillo", "America/Indiana/Indianapolis", "America/Indiana/Knox", "America/Indiana/Marengo", "America/Indiana/Petersburg", "America/Indiana/Tell_City", "America/Indiana/Vevay", "America/Indiana/Vincennes", "America/Indiana/Winamac", "America/Indianapolis", "America/Inuvik", "America/Iqaluit", "America/Jamaica", "America/Jujuy", "America/Juneau", "America/Kentucky/Louisville", "America/Kentucky/Monticello", "America/Knox_IN", "America/Kralendijk", "America/La_Paz", "America/Lima", "America/Los_Angeles", "America/Louisville", "America/Lower_Princes", "America/Maceio", "America/Managua", "America/Manaus", "America/Marigot", "America/Martinique", "America/Matamoros", "America/Mazatlan", "America/Mendoza", "America/Menominee", "America/Merida", "America/Metlakatla", "America/Mexico_City", "America/Miquelon", "America/Moncton", "America/Monterrey", "America/Montevideo", "America/Montreal", "America/Montserrat", "America/Nassau", "America/New_York", "America/Nipigon", "America/Nome", "America/Noronha", "America/North_Dakota/Beulah", "America/North_Dakota/Center", "America/North_Dakota/New_Salem", "America/Nuuk", "America/Ojinaga", "America/Panama", "America/Pangnirtung", "America/Paramaribo", "America/Phoenix", "America/Port-au-Prince", "America/Port_of_Spain", "America/Porto_Acre", "America/Porto_Velho", "America/Puerto_Rico", "America/Punta_Arenas", "America/Rainy_River", "America/Rankin_Inlet", "America/Recife", "America/Regina", "America/Resolute", "America/Rio_Branco", "America/Rosario", "America/Santa_Isabel", "America/Santarem", "America/Santiago", "America/Santo_Domingo", "America/Sao_Paulo", "America/Scoresbysund", "America/Shiprock", "America/Sitka", "America/St_Barthelemy", "America/St_Johns", "America/St_Kitts", "America/St_Lucia", "America/St_Thomas", "America/St_Vincent", "America/Swift_Current", "America/Tegucigalpa", "America/Thule", "America/Thunder_Bay", "America/Tijuana", "America/Toronto", "America/Tortola", "America/Vancouver", "America/Virgin", "America/Whitehorse", "America/Winnipeg", "America/Yakutat", "America/Yellowknife", "Antarctica/Casey", "Antarctica/Davis", "Antarctica/DumontDUrville", "Antarctica/Macquarie", "Antarctica/Mawson", "Antarctica/McMurdo", "Antarctica/Palmer", "Antarctica/Rothera", "Antarctica/South_Pole", "Antarctica/Syowa", "Antarctica/Troll", "Antarctica/Vostok", "Arctic/Longyearbyen", "Asia/Aden", "Asia/Almaty", "Asia/Amman", "Asia/Anadyr", "Asia/Aqtau", "Asia/Aqtobe", "Asia/Ashgabat", "Asia/Ashkhabad", "Asia/Atyrau", "Asia/Baghdad", "Asia/Bahrain", "Asia/Baku", "Asia/Bangkok", "Asia/Barnaul", "Asia/Beirut", "Asia/Bishkek", "Asia/Brunei", "Asia/Calcutta", "Asia/Chita", "Asia/Choibalsan", "Asia/Chongqing", "Asia/Chungking", "Asia/Colombo", "Asia/Dacca", "Asia/Damascus", "Asia/Dhaka", "Asia/Dili", "Asia/Dubai", "Asia/Dushanbe", "Asia/Famagusta", "Asia/Gaza", "Asia/Harbin", "Asia/Hebron", "Asia/Ho_Chi_Minh", "Asia/Hong_Kong", "Asia/Hovd", "Asia/Irkutsk", "Asia/Istanbul", "Asia/Jakarta", "Asia/Jayapura", "Asia/Jerusalem", "Asia/Kabul", "Asia/Kamchatka", "Asia/Karachi", "Asia/Kashgar", "Asia/Kathmandu", "Asia/Katmandu", "Asia/Khandyga", "Asia/Kolkata", "Asia/Krasnoyarsk", "Asia/Kuala_Lumpur", "Asia/Kuching", "Asia/Kuwait", "Asia/Macao", "Asia/Macau", "Asia/Magadan", "Asia/Makassar", "Asia/Manila", "Asia/Muscat", "Asia/Nicosia", "Asia/Novokuznetsk", "Asia/Novosibirsk", "Asia/Omsk", "Asia/Oral", "Asia/Phnom_Penh", "Asia/Pontianak", "Asia/Pyongyang", "Asia/Qatar", "Asia/Qostanay", "Asia/Qyzylorda", "Asia/Rangoon", "Asia/Riyadh", "Asia/Saigon", "Asia/Sakhalin", "Asia/Samarkand", "Asia/Seoul", "Asia/Shanghai", "Asia/Singapore", "Asia/Srednekolymsk", "Asia/Taipei", "Asia/Tashkent", "Asia/Tbilisi", "Asia/Tehran", "Asia/Tel_Aviv", "Asia/Thimbu", "Asia/Thimphu", "Asia/Tokyo", "Asia/Tomsk", "Asia/Ujung_Pandang", "Asia/Ulaanbaatar", "Asia/Ulan_Bator", "Asia/Urumqi", "Asia/Ust-Nera", "Asia/Vientiane", "Asia/Vladivostok", "Asia/Yakutsk", "Asia/Yangon", "Asia/Yekaterinburg", "Asia/Yerevan", "Atlantic/Azores", "Atlantic/Bermuda", "Atlantic/Canary", "Atlantic/Cape_Verde", "Atlantic/Faeroe", "Atlantic/Faroe", "Atlantic/Jan_Mayen", "Atlantic/Madeira", "Atlantic/Reykjavik", "Atlantic/South_Georgia", "Atlantic/St_Helena", "Atlantic/Stanley", "Australia/ACT", "Australia/Adelaide", "Australia/Brisbane", "Australia/Broken_Hill", "Australia/Canberra", "Australia/Currie", "Australia/Darwin", "Australia/Eucla", "Australia/Hobart", "Australia/LHI", "Australia/Lindeman", "Australia/Lord_Howe", "Australia/Melbourne", "Australia/NSW", "Australia/North", "Australia/Perth", "Australia/Queensland", "Australia/South", "Australia/Sydney", "Australia/Tasmania", "Australia/Victoria", "Australia/West", "Australia/Yancowinna", "Brazil/Acre", "Brazil/DeNoronha", "Brazil/East", "Brazil/West", "CET", "CST6CDT", "Canada/Atlantic", "Canada/Central", "Canada/Eastern", "Canada/Mountain", "Canada/Newfoundland", "Canada/Pacific", "Canada/Saskatchewan", "Canada/Yukon", "Chile/Continental", "Chile/EasterIsland", "Cuba", "EET", "EST", "EST5EDT", "Egypt", "Eire", "Europe/Amsterdam", "Europe/Andorra", "Europe/Astrakhan", "Europe/Athens", "Europe/Belfast", "Europe/Belgrade", "Europe/Berlin", "Europe/Bratislava", "Europe/Brussels", "Europe/Bucharest", "Europe/Budapest", "Europe/Busingen", "Europe/Chisinau", "Europe/Copenhagen", "Europe/Dublin", "Europe/Gibraltar", "Europe/Guernsey", "Europe/Helsinki", "Europe/Isle_of_Man", "Europe/Istanbul", "Europe/Jersey", "Europe/Kaliningrad", "Europe/Kiev", "Europe/Kirov", "Europe/Kyiv", "Europe/Lisbon", "Europe/Ljubljana", "Europe/London", "Europe/Luxembourg", "Europe/Madrid", "Europe/Malta", "Europe/Mariehamn", "Europe/Minsk", "Europe/Monaco", "Europe/Moscow", "Europe/Nicosia", "Europe/Oslo", "Europe/Paris", "Europe/Podgorica", "Europe/Prague", "Europe/Riga", "Europe/Rome", "Europe/Samara", "Europe/San_Marino", "Europe/Sarajevo", "Europe/Saratov", "Europe/Simferopol", "Europe/Skopje", "Europe/Sofia", "Europe/Stockholm", "Europe/Tallinn", "Europe/Tirane", "Europe/Tiraspol", "Europe/Ulyanovsk", "Europe/Uzhgorod", "Europe/Vaduz", "Europe/Vatican", "Europe/Vienna", "Europe/Vilnius", "Europe/Volgograd", "Europe/Warsaw", "Europe/Zagreb", "Europe/Zaporozhye", "Europe/Zurich", "GB", "GB-Eire", "GMT", "GMT+0", "GMT-0", "GMT0", "Greenwich", "HST", "Hongkong", "Iceland", "Indian/Antananarivo", "Indian/Chagos", "Indian/Christmas", "Indian/Cocos", "Indian/Comoro", "Indian/Kerguelen", "Indian/Mahe", "Indian/Maldives", "Indian/Mauritius", "Indian/Mayotte", "Indian/Reunion", "Iran", "Israel", "Jamaica", "Japan", "Kwajalein", "Libya", "MET", "MST", "MST7MDT", "Mexico/BajaNorte", "Mexico/BajaSur", "Mexico/General", "NZ", "NZ-CHAT", "Navajo", "PRC", "PST8PDT", "Pacific/Apia", "Pacific/Auckland", "Pacific/Bougainville", "Pacific/Chatham", "Pacific/Chuuk", "Pacific/Easter", "Pacific/Efate", "Pacific/Enderbury", "Pacific/Fakaofo", "Pacific/Fiji", "Pacific/Funafuti", "Pacific/Galapagos", "Pacific/Gambier", "Pacific/Guadalcanal", "Pacific/Guam", "Pacific/Honolulu", "Pacific/Johnston", "Pacific/Kanton", "Pacific/Kiritimati", "Pacific/Kosrae", "Pacific/Kwajalein", "Pacific/Majuro", "Pacific/Marquesas", "Pacific/Midway", "Pacific/Nauru", "Pacific/Niue", "Pacific/Norfolk", "Pacific/Noumea", "Pacific/Pago_Pago", "Pacific/Palau", "Pacific/Pitcairn", "Pacific/Pohnpei", "Pacific/Ponape", "Pacific/Port_Moresby", "Pacific/Rarotonga", "Pacific/Saipan", "Pacific/Samoa", "Pacific/Tahiti", "Pacific/Tarawa", "Pacific/Tongatapu", "Pacific/Truk", "Pacific/Wake", "Pacific/Wallis", "Pacific/Yap", "Poland", "Portugal", "ROC", "ROK", "Singapore", "Turkey", "UCT", "US/Alaska", "US/Aleutian", "US/Arizona", "US/Central", "US/East-Indiana", "US/Eastern", "US/Hawaii", "US/Indiana-Starke", "US/Michigan", "US/Mountain", "US/Pacific", "US/Samoa", "UTC", "Universal", "W-SU", "WET", "Zulu", "Etc/GMT", "Etc/GMT+0", "Etc/GMT+1", "Etc/GMT+10", "Etc/GMT+11", "Etc/GMT+12", "Etc/GMT+2", "Etc/GMT+3", "Etc/GMT+4", "Etc/GMT+5", "Etc/GMT+6", "Etc/GMT+7", "Etc/GMT+8", "Etc/GMT+9", "Etc/GMT-0", "Etc/GMT-1", "Etc/GMT-10", "Etc/GMT-11", "Etc/GMT-12", "Etc/GMT-13", "Etc/GMT-14", "Etc/GMT-2", "Etc/GMT-3", "Etc/GMT-4", "Etc/GMT-5", "Etc/GMT-6", "Etc/GMT-7", "Etc/GMT-8", "Etc/GMT-9", "Etc/GMT0", "Etc/Greenwich", "Etc/UCT", "Etc/UTC", "Etc/Universal", "Etc/Zulu"]),
    /** Partner Limit */
    use_partner_credit_limit: field.boolean(),
    /** Salesperson */
    user_id: field.many2one("res.users"),
    /** Users */
    user_ids: field.lines("res.users", "partner_id"),
    /** Tax ID */
    vat: field.char(),
    /** Website Link */
    website: field.char(),
    /** Website Messages */
    website_message_ids: field.lines("mail.message", "res_id"),
    /** Zip */
    zip: field.char(),
  }),
});
export type ResPartnerCreate = typeof resPartner.Create;
export type ResPartnerUpdate = typeof resPartner.Update;

declare module "odoo-typed-mcp/runtime" {
  interface GeneratedModels {
    "res.partner": typeof resPartner;
  }
}
