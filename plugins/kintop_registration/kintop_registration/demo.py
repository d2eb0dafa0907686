"""Registrations of the demo centre, made once: some people for the courses that take them, and a waiting list."""

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from catalogue.models import Lecturer, Run
from kintop_registration.choices import Entry, Status
from kintop_registration.domain.places import find_entry, publish_places
from kintop_registration.domain.references import make_reference
from kintop_registration.models import Registration

#: invented; example.org belongs to nobody
PEOPLE = [
    ("Oksana Melnyk", 1, ""),
    ("Yusuf Demir", 2, "Meine Tochter kommt mit."),
    ("Sabine Krämer", 1, ""),
    ("Amina Haddad", 1, "Ich brauche einen Platz nah an der Tür."),
    ("Igor Petrow", 1, ""),
    ("Leyla Aydın", 3, "Wir kommen zu dritt."),
    ("Maria Rossi", 1, ""),
]
MOST_RUNS = {Entry.PLACE: 12, Entry.WAITING: 4}


def load_registrations(tree) -> int:
    """No offerings are made, so the number is nought."""
    if not Registration.objects.exists():
        for number, run in enumerate(_choose_runs()):
            _fill(run, shift=number)
    return 0


def _choose_runs() -> list[Run]:
    """Some with free places, some with a waiting list; those first that somebody with a login leads."""
    runs = Run.objects.filter(offering__live=True, seats_taken__isnull=False, start_date__gt=timezone.localdate())
    with_login = Exists(Lecturer.objects.filter(offerings=OuterRef("offering"), user__isnull=False))
    ordered = (
        runs.select_related("offering").annotate(with_login=with_login).order_by("-with_login", "start_date", "pk")
    )
    chosen = {Entry.PLACE: [], Entry.WAITING: []}
    for run in ordered:
        entry = find_entry(run)
        if entry and len(chosen[entry]) < MOST_RUNS[entry]:
            chosen[entry].append(run)
    return [run for runs in chosen.values() for run in runs]


def _fill(run: Run, *, shift: int) -> None:
    entry = find_entry(run)
    free = run.seats_max - run.seats_given
    for number in range(2 + shift % 4):
        name, persons, message = PEOPLE[(shift + number) % len(PEOPLE)]
        has_place = entry == Entry.PLACE and persons < free
        if not has_place and not run.waiting_list:
            continue
        free -= persons if has_place else 0
        moment = timezone.now() - timedelta(days=9 - number, hours=shift)
        made = Registration.objects.create(
            reference=make_reference("P"),
            offering=run.offering,
            offering_title=run.offering.title,
            run_uid=run.uid,
            name=name,
            email=f"{name.split()[0].lower()}{shift}@example.org",
            phone="0211 5550" + str(100 + number) if number % 2 else "",
            persons=persons,
            message=message,
            status=Status.CONFIRMED if has_place else Status.WAITING,
            confirmed_at=moment,
            ends_on=run.end_date or run.start_date,
            mailed_at=moment,
        )
        Registration.objects.filter(pk=made.pk).update(created_at=moment)
    publish_places(run)
