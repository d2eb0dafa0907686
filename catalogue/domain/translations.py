"""Whether the translations of an offering still say what the German text says."""


def note_german_change(*, page, old_german: tuple[str, str], touched: set[str], is_minor: bool) -> None:
    """Mark in this version which translations lag behind; ``touched`` are languages whose text was just written.

    A minor edit keeps them as good as they are in public, also where the editor has saved the draft before it was
    ticked.
    """
    public = _find_public_rows(page) if is_minor else {}
    is_changed = (page.title, page.summary) != old_german
    for row in page.translations.all():
        if row.language in touched:
            row.is_outdated = False
        elif is_minor:
            shown = public.get(row.language)
            is_same = shown is not None and (shown.title, shown.summary) == (row.title, row.summary)
            row.is_outdated = shown.is_outdated if is_same else False
        elif is_changed:
            row.is_outdated = True


def _find_public_rows(page) -> dict:
    from catalogue.models import OfferingTranslation

    rows = OfferingTranslation.objects.filter(offering=page.pk, offering__live=True)
    return {row.language: row for row in rows}
