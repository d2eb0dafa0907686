"""Plugins to try the machinery on: a folder that looks as if pip had installed them."""

from pathlib import Path
from textwrap import dedent

CORE = "kintop-katalog>=0.1,<1"
APPS = """
from cms.plugins import Plugin


class Config(Plugin):
    name = "{name}"
"""
MODEL = """
from django.db import models


class Thing(models.Model):
    title = models.CharField(max_length=20)
"""
EXTENSION = """
from cms import extend
from cms.extend import Field

"""


def write_plugin(
    folder: Path, name: str, files: dict[str, str] | None = None, *, requires=(CORE,), entry="", distribution=""
) -> None:
    """Package and metadata. ``files`` replace or add to an app that does nothing."""
    write_files(folder / name, {"__init__.py": "", "apps.py": APPS.format(name=name), **(files or {})})
    distribution = distribution or name.replace("_", "-")
    metadata = folder / f"{distribution.replace('-', '_')}-1.0.dist-info"
    metadata.mkdir(parents=True)
    needs = "".join(f"Requires-Dist: {need}\n" for need in requires)
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.0\n{needs}")
    (metadata / "entry_points.txt").write_text(f"[kintop.plugins]\n{name} = {entry or f'{name}.apps:Config'}\n")


def write_files(package: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        target = package / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(dedent(text))


#: name -> what is wrong with it; a site serves with all of them at once
BROKEN: dict[str, dict] = {
    "kintop_wrong_version": {"requires": ["kintop-katalog>=99"]},
    "kintop_missing_need": {"requires": [CORE, "no-such-distribution>=3"]},
    "kintop_unreadable_need": {"requires": ["kintop-katalog=>1"]},
    "kintop_syntax_error": {"files": {"apps.py": "class Config(Plugin\n"}},
    "kintop_import_error": {"files": {"apps.py": "from cms.plugins import Plugin, Nothing\n"}},
    "kintop_no_plugin": {"files": {"apps.py": "class Config:\n    pass\n"}},
    "kintop_other_name": {"files": {"apps.py": APPS.format(name="kintop_something")}},
    "kintop_no_entry": {"entry": "kintop_no_entry.apps:Nothing"},
    "kintop_needs_broken": {"requires": [CORE, "kintop-wrong-version"]},
    "kintop_early_models": {
        "files": {
            "models.py": "from django.db import NoSuchThing\n",
            "extensions.py": "from kintop_early_models.models import Thing\n",
            "wagtail_hooks.py": "from kintop_early_models.models import Thing\n",
            "urls.py": "from kintop_early_models.models import Thing\n",
        }
    },
    "kintop_bad_extensions": {
        "files": {
            "extensions.py": EXTENSION
            + 'extend.fields.add("kintop_bad_extensions_a", Field("A", lambda page, relations: "1", [("1", "Eins")]))\n'
            + "1 / 0\n"
        }
    },
    "kintop_duplicate": {
        "files": {"extensions.py": EXTENSION + 'extend.fields.add("level", Field("B", lambda page, relations: ()))\n'}
    },
    "kintop_wrong_type": {
        "files": {"extensions.py": EXTENSION + 'extend.exporters.add("kintop_wrong_type_pdf", "pdf")\n'}
    },
    "kintop_bad_hooks": {
        "files": {
            "wagtail_hooks.py": """
                from wagtail import hooks

                @hooks.register("before_serve_page")
                def never(page, request, *args):
                    raise SystemError("should have been rolled back")

                raise LookupError("no such menu")
            """
        }
    },
    "kintop_bad_urls": {"files": {"urls.py": "from django.urls import no_path\n"}},
    "kintop_no_urls": {"files": {"urls.py": "patterns = []\n"}},
    "kintop_bad_ready": {
        "files": {
            "apps.py": APPS.format(name="kintop_bad_ready")
            + '\n    def ready(self):\n        raise OSError("no disk")\n'
        }
    },
}

#: these load, and fail when they are used
FAILING: dict[str, dict] = {
    "kintop_raising_field": {
        "files": {
            "extensions.py": EXTENSION
            + 'extend.fields.add("kintop_raising_field", Field("C", lambda page, relations: 1 / 0, [("1", "Eins")]))\n'
            + 'extend.fields.add("kintop_raising_field_text", Field("D", lambda p, r: 1 / 0, facet=False))\n'
            + 'extend.fields.add("kintop_raising_field_names", Field("E", lambda p, r: "1", lambda: 1 / 0))\n'
        }
    },
    "kintop_raising_hooks": {
        "files": {
            "wagtail_hooks.py": """
                from wagtail import hooks

                @hooks.register("before_serve_page")
                def serve(page, request, *args):
                    raise ValueError("serve")

                @hooks.register("construct_main_menu")
                def change_menu(request, items):
                    raise ValueError("menu")

                @hooks.register("construct_explorer_page_queryset")
                def change_listing(parent, pages, request):
                    raise ValueError("listing")

                @hooks.register("register_page_header_buttons")
                def add_buttons(page, user, view_name, next_url=None):
                    yield from 1 / 0

                @hooks.register("register_admin_menu_item")
                def add_item():
                    raise ValueError("item")

                @hooks.register("register_permissions")
                def add_permissions():
                    raise ValueError("permissions")
            """
        }
    },
    "kintop_slow_exporter": {
        "files": {
            "extensions.py": """
                import time

                from cms import extend
                from cms.extend import Exporter

                class Slow(Exporter):
                    label = "Langsam"
                    extension = "txt"

                    def render(self, export):
                        for _piece in range(5):
                            yield b"piece"
                            time.sleep(0.3)

                extend.exporters.add("kintop_slow_exporter", Slow())
            """
        }
    },
    "kintop_denying_hook": {
        "files": {
            "wagtail_hooks.py": """
                from django.core.exceptions import PermissionDenied
                from wagtail import hooks

                @hooks.register("before_serve_page")
                def deny(page, request, *args):
                    if "deny" in request.GET:
                        raise PermissionDenied
            """
        }
    },
}

GOOD_FILES = {
    "models.py": """
        from django.db import models

        from catalogue.models import Offering


        class GoodPage(Offering):
            colour = models.CharField(max_length=10, default="blue")
            parent_page_types = ["catalogue.OfferingIndexPage"]
            is_creatable = True

            def get_search_type(self):
                return "good"
    """,
    "extensions.py": """
        from django.utils.translation import gettext_lazy as _
        from wagtail.blocks import CharBlock

        from cms import extend
        from cms.extend import EnquiryHandler, Exporter, Field

        class Names(Exporter):
            label = "Namen"
            extension = "txt"
            slug = "names"

            def render(self, export):
                yield from (page.title.encode() for page in export.offerings)

        extend.fields.add(
            "kintop_good_colour",
            Field(_("Farbe"), lambda page, relations: getattr(page, "colour", ()), [("blue", "Blau"), ("red", "Rot")]),
        )
        extend.blocks.add("kintop_good_line", CharBlock(label="Zeile"))
        extend.exporters.add("kintop_good_names", Names())
        extend.enquiries.add("kintop_good", EnquiryHandler())
    """,
    "urls.py": """
        from django.http import HttpResponse
        from django.urls import path

        urlpatterns = [path("hallo/", lambda request: HttpResponse("hallo"), name="hello")]
    """,
    "wagtail_hooks.py": """
        from wagtail import hooks
        from wagtail.admin.menu import MenuItem

        @hooks.register("register_catalogue_menu_item")
        def add_item():
            return MenuItem("Gute Sachen", "/admin/gut/", name="good")
    """,
    "migrations/__init__.py": "",
    "migrations/0001_initial.py": """
        import django.db.models.deletion
        from django.db import migrations, models


        class Migration(migrations.Migration):
            initial = True
            dependencies = [("catalogue", "0001_initial")]
            operations = [
                migrations.CreateModel(
                    name="GoodPage",
                    fields=[
                        (
                            "offering_ptr",
                            models.OneToOneField(
                                auto_created=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                parent_link=True,
                                primary_key=True,
                                serialize=False,
                                to="catalogue.offering",
                            ),
                        ),
                        ("colour", models.CharField(default="blue", max_length=10)),
                    ],
                    options={"abstract": False},
                    bases=("catalogue.offering",),
                )
            ]
    """,
}
