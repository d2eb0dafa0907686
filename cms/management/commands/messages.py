from django.core.management.base import BaseCommand, CommandError

from cms.messages import collect_messages, compile_translations, find_problems, get_languages, update_translations


class Command(BaseCommand):
    help = "Keeps the translations of the interface: update adds new texts, check names what is missing, compile."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("action", choices=["update", "check", "compile"])

    def handle(self, *, action, **options):
        getattr(self, f"run_{action}")()

    def run_update(self):
        messages = collect_messages()
        for language in get_languages():
            catalog = update_translations(language, messages)
            left = sum(not message.string or not all(message.string) for message in catalog if message.id)
            self.stdout.write(f"{language}: {len(catalog)} texts, {left} to translate")

    def run_check(self):
        messages = collect_messages()
        problems = [
            f"{language}: {problem}" for language in get_languages() for problem in find_problems(language, messages)
        ]
        if problems:
            raise CommandError("\n".join([*problems, "Cure: manage.py messages update, then translate."]))

    def run_compile(self):
        for language in get_languages():
            compile_translations(language)
