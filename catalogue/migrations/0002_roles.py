"""The four groups. What they may do stands in catalogue/roles.py and is granted by `manage.py roles`,
because rights on pages need the page tree and Django makes permissions only after all migrations."""

from django.db import migrations

GROUPS = ["Lecturers", "Coordinators", "Editors", "Administrators"]


def make_groups(apps, schema_editor):
    group_model = apps.get_model("auth", "Group")
    for name in GROUPS:
        group_model.objects.get_or_create(name=name)


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        # it makes a group "Editors" and would fail on finding one
        ("wagtailcore", "0002_initial_data"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
