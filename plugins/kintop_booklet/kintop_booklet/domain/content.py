"""What a printed programme consists of: plain texts in their order, ready to be set."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Picture:
    #: name of the file handed to the typesetter
    file: str
    alt: str
    credit: str


@dataclass(frozen=True)
class RunLine:
    """One time an offering takes place."""

    when: str
    period: str
    amount: str
    where: str
    price: str
    #: cancelled, moved, waiting list, funding, deadline
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    #: unique in the booklet: pages are found by it
    key: str
    code: str
    title: str
    summary: str
    #: language of title and summary
    lang: str
    kind: str
    runs: tuple[RunLine, ...]
    #: those who agreed to be named
    lecturers: tuple[str, ...]
    languages: str
    #: level, age, childcare, online: short words
    features: tuple[str, ...]
    join: str
    url: str
    qr: str
    picture: Picture | None


@dataclass(frozen=True)
class Group:
    """Entries under a common small heading; without a name they stand for themselves."""

    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Reference:
    """An entry printed in another section."""

    key: str
    code: str
    title: str
    lang: str


@dataclass(frozen=True)
class Section:
    key: str
    name: str
    description: str
    groups: tuple[Group, ...]
    references: tuple[Reference, ...] = ()
    picture: Picture | None = None


@dataclass(frozen=True)
class IndexRow:
    """A line of an index: a person, and where in the booklet that name stands."""

    name: str
    note: str
    references: tuple[Reference, ...]


@dataclass(frozen=True)
class Place:
    name: str
    address: str
    district: str
    is_accessible: bool
    accessibility: str
    arrival: str


@dataclass(frozen=True)
class Supporter:
    name: str
    description: str
    url: str


@dataclass(frozen=True)
class Organisation:
    name: str
    legal_name: str
    claim: str
    about: str
    street: str
    town: str
    phone: str
    email: str
    website: str
    opening_hours: str
    memberships: tuple[str, ...]
    recognitions: tuple[str, ...]


@dataclass(frozen=True)
class Booklet:
    title: str
    #: "November 2026 bis Juli 2027"
    period: str
    #: what the search was for, empty for the whole programme
    selection: str
    #: the day it was made, in words
    issued: str
    language: str
    #: offerings in it
    count: int
    organisation: Organisation
    sections: tuple[Section, ...]
    people: tuple[IndexRow, ...]
    codes: tuple[Reference, ...]
    places: tuple[Place, ...]
    supporters: tuple[Supporter, ...]
    #: QR code of the finder
    qr: str
    #: what the typesetter writes itself, by name
    words: dict[str, str]
    #: files for the typesetter, by name
    files: dict[str, bytes] = field(repr=False, compare=False)


@dataclass(frozen=True)
class Flyer:
    """One offering on one page."""

    entry: Entry
    subject: str
    #: of the main subject, in the order of the booklet
    colour: int
    organisation: Organisation
    language: str
    issued: str
    words: dict[str, str]
    files: dict[str, bytes] = field(repr=False, compare=False)


@dataclass(frozen=True)
class Slot:
    """Something that happens every week, on one day."""

    times: str
    title: str
    lang: str
    code: str
    room: str
    #: "ab 12. Januar", "alle 2 Wochen"
    note: str
    colour: int


@dataclass(frozen=True)
class Daypart:
    name: str
    #: one tuple of slots for each weekday of the plan
    days: tuple[tuple[Slot, ...], ...]


@dataclass(frozen=True)
class PlacePlan:
    name: str
    address: str
    weekdays: tuple[str, ...]
    dayparts: tuple[Daypart, ...]


@dataclass(frozen=True)
class WeekPlan:
    language: str
    issued: str
    organisation: Organisation
    places: tuple[PlacePlan, ...]
    #: main subjects with their colours
    legend: tuple[tuple[str, int], ...]
    qr: str
    words: dict[str, str]
    files: dict[str, bytes] = field(repr=False, compare=False)
