from datetime import date, time

import pytest
from django.utils.translation import override

from catalogue.domain.schedule import parse_weekly_times
from catalogue.domain.wording import (
    describe_languages,
    explain_level,
    format_age,
    format_amount,
    format_day,
    format_period,
    format_times,
    format_weekly,
    join_facts,
    join_words,
)


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (time(9, 30), time(12), "9:30 bis 12 Uhr"),
        (time(17), None, "ab 17 Uhr"),
        (None, None, ""),
    ],
)
def test_format_times_leaves_out_zero_minutes(start, end, text):
    assert format_times(start, end) == text


def test_format_times_keeps_minutes_in_other_languages():
    with override("en"):
        assert "9:30" in format_times(time(9, 30), time(12))
        assert "12:00" in format_times(time(9, 30), time(12))


@pytest.mark.parametrize(
    ("times", "weeks", "text"),
    [
        ("Di 9:30-12; Do 9:30-12", 1, "dienstags und donnerstags, 9:30 bis 12 Uhr"),
        ("Mo, Mi, Fr 18-20", 1, "montags, mittwochs und freitags, 18 bis 20 Uhr"),
        ("Di 9-12; Sa 10-14", 1, "dienstags, 9 bis 12 Uhr; samstags, 10 bis 14 Uhr"),
        ("Di 9-12", 2, "dienstags, 9 bis 12 Uhr; alle 2 Wochen"),
        ("", 2, ""),
    ],
)
def test_format_weekly_joins_days_with_the_same_hours(times, weeks, text):
    assert format_weekly(parse_weekly_times(times), interval_weeks=weeks) == text


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (date(2027, 3, 3), date(2027, 6, 12), "3. März bis 12. Juni 2027"),
        (date(2026, 12, 3), date(2027, 3, 19), "3. Dezember 2026 bis 19. März 2027"),
        (date(2027, 3, 3), date(2027, 3, 3), "3. März 2027"),
        (date(2027, 3, 3), None, "ab 3. März 2027"),
        (None, date(2027, 3, 3), "bis 3. März 2027"),
        (None, None, ""),
    ],
)
def test_format_period(start, end, text):
    assert format_period(start, end) == text


def test_format_day_names_another_year_only():
    assert format_day(date(2026, 12, 1), today=date(2026, 11, 23)) == "Dienstag, 1. Dezember"
    assert format_day(date(2027, 1, 9), today=date(2026, 11, 23)) == "Samstag, 9. Januar 2027"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Tuesday, 1 December"),
        ("uk", "Вівторок, 1 грудня"),
        ("ru", "Вторник, 1 декабря"),
        ("tr", "1 Aralık Salı"),
        ("ar", "الثلاثاء، 1 ديسمبر"),
    ],
)
def test_format_day_in_each_language(language, text):
    with override(language):
        assert format_day(date(2026, 12, 1), today=date(2026, 11, 23)) == text


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (6, 10, "6 bis 10 Jahre"),
        (60, None, "ab 60 Jahren"),
        (None, 3, "bis 3 Jahre"),
        (5, 5, "5 Jahre"),
        (None, None, ""),
        (0, 3, "0 bis 3 Jahre"),
    ],
)
def test_format_age(low, high, text):
    assert format_age(low, high) == text


def test_explain_level_of_half_a_level_says_what_the_whole_says():
    assert explain_level("A1.2") == explain_level("A1") != ""
    assert explain_level("") == ""


@pytest.mark.parametrize(
    ("meetings", "units", "text"),
    [
        (10, 30, "10 Termine, 30 Unterrichtsstunden zu 45 Minuten"),
        (1, 1, "1 Unterrichtsstunde zu 45 Minuten"),
        (0, 0, ""),
    ],
)
def test_format_amount(meetings, units, text):
    assert format_amount(meetings=meetings, units=units) == text


@pytest.mark.parametrize(
    ("words", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a und b"), (["a", "b", "c"], "a, b und c")]
)
def test_join_words(words, text):
    assert join_words(words) == text


@pytest.mark.parametrize(("language", "text"), [("de", "a, b"), ("en", "a, b"), ("ar", "a، b"), ("ar-eg", "a، b")])
def test_facts_are_joined_with_the_comma_of_the_language(language, text):
    with override(language):
        assert join_facts(["a", "", None, "b"]) == text


def test_no_latin_comma_stands_in_arabic_sentences():
    with override("ar"):
        texts = [
            join_words(["a", "b", "c"]),
            format_weekly(parse_weekly_times("Mo, Mi, Fr 18-20")),
            format_amount(meetings=10, units=30),
            describe_languages(["a", "b"], ["c", "d"]),
        ]
    assert [text for text in texts if "," in text or "،" not in text] == []
