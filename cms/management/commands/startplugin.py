"""A new plugin that works from the first minute."""

from importlib.metadata import version
from pathlib import Path

from django.core.management.base import CommandError
from django.core.management.templates import TemplateCommand

import cms
from cms.plugins.loading import CORE_DISTRIBUTION, NAME

SKELETON = Path(cms.__file__).parent / "skeleton"


class Command(TemplateCommand):
    help = "Writes a plugin into a new folder: a type of offering with facet, block, address and contract test."
    rewrite_template_suffixes = tuple((f".{kind}-tpl", f".{kind}") for kind in ("py", "toml", "md"))
    missing_args_message = "Give the plugin a name in small letters, for example kintop_choirs."

    def handle(self, **options):
        name, target = options.pop("name"), options.pop("directory")
        if not NAME.fullmatch(name):
            raise CommandError(f"{name!r} is no name of a package in small letters, such as kintop_choirs.")
        core = version(CORE_DISTRIBUTION)
        options |= {
            "template": str(SKELETON),
            "extensions": ["py", "toml", "md"],
            "distribution": name.replace("_", "-"),
            "core_version": ".".join(core.split(".")[:2]),
            "next_major": int(core.split(".")[0]) + 1,
        }
        super().handle("app", name, target, **options)
        folder = target or name
        self.stdout.write(f"{folder} is there. Next: pip install -e {folder} && (cd {folder} && python -m pytest)")
