from django.core.management.base import BaseCommand, CommandError

from cms.messages import (
    collect_messages,
    compile_translations,
    find_problems,
    get_languages,
    get_plugin,
    is_translated,
    list_origins,
    update_translations,
)


class Command(BaseCommand):
    help = "Keeps the translations of the interface: update adds new texts, check names what is missing, compile."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("action", choices=["update", "check", "compile"])
        parser.add_argument(
            "folders", nargs="*", help="of plugins that lie elsewhere; without any: the core and those in plugins/"
        )

    def handle(self, *, action, folders, **options):
        origins = [get_plugin(folder) for folder in folders] or list_origins()
        problems = [problem for origin in origins for problem in getattr(self, f"run_{action}")(origin)]
        if problems:
            raise CommandError("\n".join([*problems, "Cure: manage.py messages update, then translate."]))

    def run_update(self, origin) -> list[str]:
        messages = collect_messages(origin)
        for language in get_languages():
            catalog = update_translations(language, messages, origin)
            left = sum(not is_translated(message) for message in catalog if message.id)
            self.stdout.write(f"{_name(language, origin)}: {len(catalog)} texts, {left} to translate")
        return []

    def run_check(self, origin) -> list[str]:
        messages = collect_messages(origin)
        return [
            f"{_name(language, origin)}: {problem}"
            for language in get_languages()
            for problem in find_problems(language, messages, origin)
        ]

    def run_compile(self, origin) -> list[str]:
        for language in get_languages():
            compile_translations(language, origin)
        return []


def _name(language: str, origin) -> str:
    return f"{origin.name} {language}".strip()
