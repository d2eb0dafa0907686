"""A list of people becomes lecturers: which column is what, what each row would change, then all of it or nothing.

A person is known by the e-mail address, so the same list may come again. An empty cell changes nothing. Consent is
never imported: only the person can give it.
"""

import re
from dataclasses import dataclass, field

from anyascii import anyascii
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import override

from catalogue.domain.lecturer_import_files import FORMULA, Table
from catalogue.domain.slugs import transcribe_umlauts
from cms.languages import SPOKEN_LANGUAGES


class ImportField(models.TextChoices):
    FIRST_NAME = "first_name", _lazy("Vorname")
    LAST_NAME = "last_name", _lazy("Nachname")
    FULL_NAME = "full_name", _lazy("Vor- und Nachname")
    EMAIL = "private_email", _lazy("E-Mail")
    PHONE = "private_phone", _lazy("Telefon")
    ROLE = "role", _lazy("Aufgabe")
    BIOGRAPHY = "biography", _lazy("Über die Person")
    LANGUAGES = "languages", _lazy("Sprachen")


#: what people write above a column, without case, spaces and signs
HEADERS = {
    ImportField.FIRST_NAME: "vorname firstname givenname rufname",
    ImportField.LAST_NAME: "nachname familienname lastname surname familyname zuname",
    ImportField.FULL_NAME: "vorundnachname vornamenachname namevorname fullname kursleitung lecturer person",
    ImportField.EMAIL: "email mail emailadresse mailadresse epost emailaddress",
    ImportField.PHONE: "telefon tel telefonnummer mobil handy mobilnummer phone mobile phonenumber",
    ImportField.ROLE: "aufgabe rolle funktion beruf tätigkeit role job profession",
    ImportField.BIOGRAPHY: "biografie biographie überdieperson vita text kurztext biography bio about profil",
    ImportField.LANGUAGES: "sprachen sprache languages language sprachkenntnisse",
}
_FIELD_BY_HEADER = {header: name for name, headers in HEADERS.items() for header in headers.split()}
#: what a row gives the model, in the order of the preview
VALUES = ("first_name", "last_name", "private_email", "private_phone", "role", "biography", "languages")


@dataclass(frozen=True)
class RowError:
    line: int
    #: heading of the column, empty where the row as a whole is meant
    column: str
    message: str

    def __str__(self):
        place = _("Zeile %(line)s") % {"line": self.line} if self.line else ""
        return ": ".join(filter(None, [f"{place}, {self.column}" if self.column and place else place, self.message]))


@dataclass(frozen=True)
class PersonChange:
    line: int
    name: str
    email: str
    #: None for somebody new
    lecturer_pk: int | None
    #: an account with the same address that gets this profile
    user_pk: int | None
    #: field -> (old, new), texts; only what changes
    changes: dict[str, tuple[str, str]]
    values: dict

    @property
    def is_new(self) -> bool:
        return self.lecturer_pk is None

    @property
    def labelled_changes(self) -> list[tuple[str, str, str]]:
        return [(str(ImportField(name).label), old, new) for name, (old, new) in self.changes.items()]


@dataclass
class ImportPlan:
    people: list[PersonChange] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)

    @property
    def new(self) -> list[PersonChange]:
        return [person for person in self.people if person.is_new]

    @property
    def changed(self) -> list[PersonChange]:
        return [person for person in self.people if not person.is_new and (person.changes or person.user_pk)]

    @property
    def unchanged(self) -> list[PersonChange]:
        return [person for person in self.people if not (person.is_new or person.changes or person.user_pk)]

    @property
    def is_ready(self) -> bool:
        return not self.errors and bool(self.new or self.changed)


class ImportRefusedError(Exception):
    """The plan has errors or is no longer what was seen; nothing was written."""


def guess_columns(header) -> dict[int, str]:
    """Position -> field for the headings we know. "Name" beside "Vorname" is the last name, alone it is both."""
    found: dict[int, str] = {}
    for position, text in enumerate(header):
        name = _FIELD_BY_HEADER.get(_squeeze(text))
        if name is not None and name not in found.values():
            found[position] = name.value
    for position, text in enumerate(header):
        if _squeeze(text) == "name" and position not in found:
            name = ImportField.LAST_NAME if ImportField.FIRST_NAME in found.values() else ImportField.FULL_NAME
            if name not in found.values():
                found[position] = name.value
    return found


def plan_import(*, table: Table, columns: dict[int, str]) -> ImportPlan:
    """What the list would change, and everything that is wrong with it."""
    plan = ImportPlan(errors=list(_find_column_errors(columns)))
    if plan.errors:
        return plan
    known = _KnownPeople()
    lines_by_email: dict[str, int] = {}
    for line, cells in table.rows:
        values, errors = _read_row(line, cells, table.header, columns)
        email = values.get("private_email", "")
        first = lines_by_email.setdefault(email, line) if email else line
        if first != line:
            errors.append(
                RowError(line, "", _("Diese E-Mail-Adresse steht schon in Zeile %(line)s.") % {"line": first})
            )
        if not errors:
            person, errors = _plan_person(line, values, known)
        plan.errors += errors
        if not errors:
            plan.people.append(person)
    return plan


@transaction.atomic
def carry_out_import(*, table: Table, columns: dict[int, str], seen: ImportPlan | None = None) -> ImportPlan:
    """Write all of it or nothing; refuses if it is not what ``seen`` shows any more."""
    plan = plan_import(table=table, columns=columns)
    if plan.errors or (seen is not None and plan != seen):
        raise ImportRefusedError
    for person in plan.people:
        _write(person)
    return plan


def _squeeze(text: str) -> str:
    return re.sub(r"[\W\d_]+", "", text.casefold())


def _find_column_errors(columns):
    chosen = list(columns.values())
    for name in ImportField:
        if chosen.count(name) > 1:
            yield RowError(0, "", _("„%(field)s“ ist zwei Spalten zugeordnet.") % {"field": name.label})
    if ImportField.EMAIL not in chosen:
        yield RowError(0, "", _("Bitte sagen Sie, in welcher Spalte die E-Mail-Adressen stehen."))
    names = {ImportField.FIRST_NAME, ImportField.LAST_NAME} & set(chosen)
    if ImportField.FULL_NAME in chosen and names:
        yield RowError(0, "", _("Bitte ordnen Sie entweder Vor- und Nachnamen zu oder eine Spalte mit beiden."))
    elif ImportField.FULL_NAME not in chosen and len(names) < 2:
        yield RowError(0, "", _("Bitte sagen Sie, in welchen Spalten Vorname und Nachname stehen."))


def _read_row(line, cells, header, columns) -> tuple[dict, list[RowError]]:
    from catalogue.models import Lecturer

    values, errors = {}, []
    for position, name in columns.items():
        text = cells[position]
        if text.startswith(FORMULA):
            cure = _("Hier steht eine Formel. Bitte tragen Sie den Wert selbst ein.")
            errors.append(RowError(line, header[position], cure))
        elif text:
            try:
                read = _read_value(name, text)
                for key in read.keys() - {"languages"}:
                    Lecturer._meta.get_field(key).run_validators(read[key])
                values |= read
            except ValidationError as error:
                errors.append(RowError(line, header[position], " ".join(error.messages)))
    if not errors:
        required = {
            "private_email": _("die E-Mail-Adresse"),
            "first_name": _("der Vorname"),
            "last_name": _("der Nachname"),
        }
        errors = [
            RowError(line, "", _("Hier fehlt %(what)s.") % {"what": what})
            for key, what in required.items()
            if not values.get(key)
        ]
    return values, errors


def _read_value(name: str, text: str) -> dict:
    if name == ImportField.EMAIL:
        try:
            validate_email(text)
        except ValidationError:
            raise ValidationError(_("„%(text)s“ ist keine E-Mail-Adresse.") % {"text": text}) from None
        return {name: text.lower()}
    if name == ImportField.FULL_NAME:
        return _split_name(text)
    if name == ImportField.LANGUAGES:
        return {name: _read_languages(text)}
    return {name: text if name == ImportField.BIOGRAPHY else " ".join(text.split())}


def _split_name(text: str) -> dict:
    """ "Kowalenko, Anna" and "Anna Maria Kowalenko"; small words belong to the last name ("Anna von der Au")."""
    if "," in text:
        last, first = (" ".join(part.split()) for part in text.split(",", 1))
    else:
        words = text.split()
        start = next((n for n, word in enumerate(words) if n and word.islower()), max(len(words) - 1, 0))
        first, last = " ".join(words[:start]), " ".join(words[start:])
    return {"first_name": first, "last_name": last}


def _read_languages(text: str) -> list[str]:
    known = {}
    for language in ("en", "de"):
        with override(language):
            known |= {str(label).casefold(): code for code, label in SPOKEN_LANGUAGES}
    known |= {code: code for code, _label in SPOKEN_LANGUAGES}
    words = [word.strip() for word in re.split(r"[,;/+\n]|\bund\b|\band\b", text) if word.strip()]
    unknown = [word for word in words if word.casefold() not in known]
    if unknown:
        names = ", ".join(str(label) for _code, label in SPOKEN_LANGUAGES)
        raise ValidationError(
            _("„%(word)s“ kennen wir nicht. Möglich sind: %(names)s.") % {"word": unknown[0], "names": names}
        )
    codes = {known[word.casefold()] for word in words}
    return [code for code, _label in SPOKEN_LANGUAGES if code in codes]


class _KnownPeople:
    """Everybody by address, read once for the whole list."""

    def __init__(self):
        from catalogue.models import Lecturer

        self.lecturers: dict[str, dict[int, Lecturer]] = {}
        for lecturer in Lecturer.objects.select_related("user"):
            for email in {lecturer.private_email.lower(), (lecturer.user.email if lecturer.user else "").lower()} - {
                ""
            }:
                self.lecturers.setdefault(email, {})[lecturer.pk] = lecturer
        self.users: dict[str, list] = {}
        for user in get_user_model().objects.exclude(email="").select_related("lecturer"):
            self.users.setdefault(user.email.lower(), []).append(user)


def _plan_person(line, values, known: _KnownPeople) -> tuple[PersonChange | None, list[RowError]]:
    email = values["private_email"]
    found = list(known.lecturers.get(email, {}).values())
    users = known.users.get(email, [])
    if len(found) > 1 or len(users) > 1:
        message = _(
            "Diese E-Mail-Adresse haben bei uns schon mehrere. Bitte klären Sie das zuerst unter „Kursleitungen“."
        )
        return None, [RowError(line, "", message)]
    lecturer = found[0] if found else None
    user = users[0] if users else None
    if lecturer is not None and not lecturer.is_active:
        message = _("%(name)s ist bei uns nicht mehr aktiv. Bitte erst wieder aktivieren oder die Zeile löschen.")
        return None, [RowError(line, "", message % {"name": lecturer.full_name})]
    joins = (
        user is not None and user.is_active and not hasattr(user, "lecturer") and not (lecturer and lecturer.user_id)
    )
    if user is not None and not user.is_active and lecturer is None:
        message = _("Der Zugang mit dieser Adresse ist gesperrt. Bitte erst freischalten oder die Zeile löschen.")
        return None, [RowError(line, "", message)]
    if lecturer is not None:
        # what the person is known by stays as it is
        values = {key: value for key, value in values.items() if key != "private_email"}
    change = PersonChange(
        line=line,
        name=f"{values['first_name']} {values['last_name']}",
        email=email,
        lecturer_pk=lecturer.pk if lecturer else None,
        user_pk=user.pk if joins else None,
        changes=_compare(lecturer, values),
        values=values,
    )
    return change, []


def _compare(lecturer, values: dict) -> dict[str, tuple[str, str]]:
    def show(name, value) -> str:
        from catalogue.models import Lecturer

        return ", ".join(Lecturer._meta.get_field(name).get_labels(value)) if name == "languages" else str(value)

    old = {name: getattr(lecturer, name) if lecturer else type(value)() for name, value in values.items()}
    return {
        name: (show(name, old[name]), show(name, values[name]))
        for name in VALUES
        if name in values and old[name] != values[name]
    }


def _write(person: PersonChange) -> None:
    from catalogue.models import Lecturer

    lecturer = Lecturer.objects.get(pk=person.lecturer_pk) if person.lecturer_pk else Lecturer()
    if not (person.is_new or person.changes or person.user_pk):
        return
    for name, value in person.values.items():
        setattr(lecturer, name, value)
    if person.user_pk:
        lecturer.user_id = person.user_pk
    if person.is_new:
        lecturer.slug = find_free_lecturer_slug(person.name)
    lecturer.save()


def find_free_lecturer_slug(name: str) -> str:
    from catalogue.models import Lecturer

    slug = slugify(anyascii(transcribe_umlauts(name)))[:70].strip("-") or "person"
    taken = set(Lecturer.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    return next(free for free in (slug, *(f"{slug}-{n}" for n in range(2, len(taken) + 3))) if free not in taken)
