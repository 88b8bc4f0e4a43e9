# Run in `odoo shell` of a sandbox by odoo-form.ts. A line of its file 3 is a list of kinds: it makes records with Odoo's own
# form, or reads those that are there, and prints one line of JSON for each: its stored fields, or why it could not be made.
# Everything is rolled back.
import base64
import copy
import json
import sys

try:
    from odoo.tests import Form
except ImportError:
    from odoo.tests.common import Form

MARK = "FORM-RESULT "


class RollBack(Exception):
    pass


def type_into(form, model, values):
    for name, value in values.items():
        field = env[model]._fields[name]
        if field.type == "many2one":
            setattr(form, name, env[field.comodel_name].browse(value or []))
        elif field.type == "many2many":
            getattr(form, name).clear()
            for linked in value:
                getattr(form, name).add(env[field.comodel_name].browse(linked))
        elif field.type == "one2many":
            for line in value["create"]:
                with getattr(form, name).new() as sub:
                    type_into(sub, field.comodel_name, line)
        elif field.type in ("date", "datetime") and value:
            setattr(form, name, value.replace("T", " ").replace("Z", ""))
        else:
            setattr(form, name, value)


def stored(record, depth=1):
    told = {}
    for name, field in sorted(record._fields.items()):
        if not field.store or field.type == "binary":
            continue
        value = record[name]
        if field.type in ("properties", "properties_definition"):
            continue
        if field.type == "many2one":
            told[name] = value.id
        elif field.type == "many2many":
            told[name] = sorted(value.ids)
        elif field.type == "one2many":
            if depth and field.comodel_name in LINES:
                told[name] = [stored(line, 0) for line in value.sorted("id")]
        elif field.type in ("date", "datetime"):
            told[name] = str(value)
        else:
            told[name] = value if isinstance(value, (str, int, float, bool, type(None), dict, list)) else str(value)
    return told


def answer(kind):
    result = {"kind": kind["kind"]}
    try:
        with env.cr.savepoint():
            if "id" in kind:
                result["stored"] = stored(env[kind["model"]].browse(kind["id"]).sudo())
            else:
                form = Form(env[kind["model"]].with_context(**kind.get("context", {})))
                type_into(form, kind["model"], kind["values"])
                record = form.save()
                env.cr.flush() if hasattr(env.cr, "flush") else None
                result["stored"] = stored(record.sudo())
            raise RollBack
    except RollBack:
        pass
    except Exception as error:
        result["refused"] = "%s: %s" % (type(error).__name__, error)
    return result


# Up to 15, forms ask for their views and for those of every list on them again for each record, and Odoo makes them anew:
# four tenths of the work. They hang on the model, the user and the context alone.
def remembering(cls):
    told = {}

    def fields_view_get(self, view_id=None, view_type="form", toolbar=False, submenu=False):
        plain = super(cls, self).fields_view_get
        if type(self) is not cls:
            return plain(view_id, view_type, toolbar, submenu)
        key = (view_id, view_type, toolbar, submenu, self.env.uid, self.env.su, repr(sorted(self.env.context.items())))
        if key not in told:
            told[key] = plain(view_id, view_type, toolbar, submenu)
        return copy.deepcopy(told[key])

    cls.fields_view_get = fields_view_get


for cls in env.registry.models.values():
    if hasattr(cls, "fields_view_get"):
        remembering(cls)

shell = json.loads(base64.b64decode("@SHELL@"))
LINES = set(shell["lines"])
env = env(user=shell["uid"], context=dict(env["res.users"].with_user(shell["uid"]).context_get(), **shell.get("context", {})))
for line in open(3):
    for kind in json.loads(line):
        sys.stdout.write(MARK + json.dumps(answer(kind), default=str) + "\n")
        sys.stdout.flush()
    # What others write from now on is seen by the next line.
    env.cr.rollback()
