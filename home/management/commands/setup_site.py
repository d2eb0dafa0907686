from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from catalogue.domain.roles import bring_roles_in_line
from home.domain.tree import build_site_tree


class Command(BaseCommand):
    help = "Makes the fixed sections, groups, rights and the workflow that are missing. Safe to repeat."

    @transaction.atomic
    def handle(self, *args, **options):
        address = urlsplit(settings.SITE_URL)
        tree = build_site_tree(
            hostname=address.hostname,
            port=address.port or (443 if address.scheme == "https" else 80),
            site_name=settings.WAGTAIL_SITE_NAME,
        )
        bring_roles_in_line()
        self.stdout.write(f"Die Website „{tree.site.site_name}“ steht: {settings.SITE_URL}")
