"""What an offering needs before the public can use it."""

from django.utils.translation import gettext as _


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
