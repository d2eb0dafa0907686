"""The plugins of this site, what they add and what is wrong with them."""

from django.core.management.base import BaseCommand

from cms.plugins.overview import list_rows


class Command(BaseCommand):
    help = "Lists the installed plugins: name, version, state, what each adds. Exit code 1 if one is broken."
    # a broken plugin is what one wants to read about here
    requires_system_checks = []

    def handle(self, *args, **options):
        rows = list_rows()
        if not rows:
            self.stdout.write("No plugins are installed.")
            return
        lines = [("NAME", "VERSION", "STATE", "ADDS")]
        for row in rows:
            adds = "; ".join(f"{kind}: {', '.join(names)}" for kind, names in row.adds.items())
            lines.append((row.record.name, row.record.version or "-", row.record.state, adds or "-"))
        widths = [max(len(line[column]) for line in lines) for column in range(3)]
        for line, row in zip(lines, [None, *rows], strict=True):
            cells = [cell.ljust(width) for cell, width in zip(line[:3], widths, strict=True)]
            self.stdout.write("  ".join([*cells, line[3]]).rstrip())
            for problem in row.record.problems if row else ():
                self.stdout.write(f"    {problem.part}: {problem.text}")
        broken = [row.record for row in rows if row.record.state == "broken"]
        if broken:
            self.stdout.write("")
            self.stderr.write("\n".join(f"{record.cure}." for record in broken))
            raise SystemExit(1)
