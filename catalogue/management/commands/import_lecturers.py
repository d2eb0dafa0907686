from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from catalogue.domain.lecturer_import import (
    ImportField,
    ImportRefusedError,
    carry_out_import,
    guess_columns,
    plan_import,
)
from catalogue.domain.lecturer_import_files import MAX_BYTES, ImportFileError, read_table


class Command(BaseCommand):
    help = "Makes or updates lecturers from a CSV or Excel list, known by their e-mail. All rows or none."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
        parser.add_argument(
            "--column",
            action="append",
            default=[],
            metavar="HEADING=FIELD",
            help=f"what a column holds, where its heading does not tell; fields: {', '.join(ImportField.values)}",
        )

    def handle(self, *args, file, dry_run, column, **options):
        table = self._read(file)
        columns = guess_columns(table.header) | dict(self._read_column(text, table.header) for text in column)
        plan = plan_import(table=table, columns=columns)
        for position, name in sorted(columns.items()):
            self.stdout.write(f"{table.header[position]} -> {name}")
        if plan.errors:
            raise CommandError("\n".join(["Nothing was written:", *map(str, plan.errors)]))
        if not dry_run:
            try:
                plan = carry_out_import(table=table, columns=columns, seen=plan)
            except ImportRefusedError as error:
                raise CommandError("Somebody changed these people meanwhile. Nothing was written.") from error
        done = "would be " if dry_run else ""
        self.stdout.write(
            f"{len(plan.new)} {done}new, {len(plan.changed)} {done}changed, {len(plan.unchanged)} unchanged"
        )

    def _read(self, file: Path):
        try:
            if file.stat().st_size > MAX_BYTES:
                raise CommandError(f"{file} is larger than 10 MB: split the list.")
            return read_table(content=file.read_bytes())
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}") from error
        except ImportFileError as error:
            raise CommandError(str(error)) from error

    def _read_column(self, text: str, header) -> tuple[int, str]:
        heading, _sign, name = text.rpartition("=")
        if heading not in header:
            raise CommandError(f"There is no column {heading!r}; there are: {', '.join(header)}")
        if name not in ImportField.values:
            raise CommandError(f"There is no field {name!r}; there are: {', '.join(ImportField.values)}")
        return header.index(heading), name
