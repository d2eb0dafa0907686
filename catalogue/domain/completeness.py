"""What an offering needs before the public can use it, and how far it is."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Missing:
    #: the field of the editing form where it is filled in
    field: str
    message: str


@dataclass(frozen=True)
class Completeness:
    #: 0 to 100
    score: int
    missing: tuple[Missing, ...]


def find_missing(values: dict) -> list[tuple[str, str]]:
    """(field, what to do) for each thing a submission lacks; ``values`` are the form's cleaned data."""
    wanted = [
        ("summary", _("Bitte sagen Sie in einem oder zwei Sätzen, worum es geht.")),
        ("subject", _("Bitte wählen Sie ein Thema.")),
        ("body", _("Bitte beschreiben Sie das Angebot.")),
        ("teaching_languages", _("Bitte wählen Sie mindestens eine Sprache.")),
    ]
    missing = [(field, message) for field, message in wanted if field in values and not values[field]]
    if values.get("registration") == "link" and not values.get("registration_url"):
        missing.append(("registration_url", _("Bitte tragen Sie den Link zur Anmeldung ein.")))
    if values.get("registration") == "phone" and not values.get("registration_phone"):
        missing.append(("registration_phone", _("Bitte tragen Sie die Telefonnummer ein.")))
    return missing


def assess(values: dict) -> Completeness:
    """How complete an offering is; ``values`` are those of a revision or of a row, with its runs as a list.

    What a submission needs weighs most, what makes a good page comes on top.
    """
    needed = dict(find_missing(values))
    registration = next((name for name in needed if name.startswith("registration_")), None)
    criteria = [
        ("summary", 20, needed.get("summary")),
        ("body", 20, needed.get("body")),
        ("subject", 10, needed.get("subject")),
        ("teaching_languages", 10, needed.get("teaching_languages")),
        (registration or "registration", 10, needed.get(registration)),
        ("runs", 20, None if _has_dates(values) else _("Bitte tragen Sie ein, wann es stattfindet.")),
        ("image", 10, None if values.get("image") else _("Ein Bild fehlt noch.")),
    ]
    missing = tuple(Missing(field, message) for field, _weight, message in criteria if message)
    return Completeness(score=100 - sum(weight for _field, weight, message in criteria if message), missing=missing)


def _has_dates(values: dict) -> bool:
    """A project may have a period instead of runs."""
    if values.get("period_start"):
        return True
    return any(run.get("start_date") or run.get("weekly_times") or run.get("meetings") for run in values["runs"])
