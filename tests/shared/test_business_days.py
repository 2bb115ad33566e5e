from datetime import date

import pytest

from marketplace.shared.business_days import (
    add_business_days,
    easter_sunday,
    holidays,
    is_business_day,
)

NINETEEN_OF_2026 = [
    "2026-01-01", "2026-01-12", "2026-03-23", "2026-04-02", "2026-04-03", "2026-05-01",
    "2026-05-18", "2026-06-08", "2026-06-15", "2026-06-29", "2026-07-13", "2026-07-20",
    "2026-08-07", "2026-08-17", "2026-10-12", "2026-11-02", "2026-11-16", "2026-12-08",
    "2026-12-25",
]  # fmt: skip


def test_the_nineteen_holidays_of_2026():
    assert [day.isoformat() for day in holidays(2026)] == NINETEEN_OF_2026


def test_our_lady_of_chiquinquira_is_a_holiday_since_2026():
    assert holidays(2026)[date(2026, 7, 13)] == "Nuestra Señora de Chiquinquirá"
    assert date(2025, 7, 14) not in holidays(2025)
    assert len(holidays(2025)) == 17  # eighteen, of which two coincide


def test_two_holidays_on_one_day_are_one_day_with_both_names():
    assert holidays(2025)[date(2025, 6, 30)] == ("Sagrado Corazón de Jesús y San Pedro y San Pablo")


def test_every_moved_holiday_is_a_monday_for_half_a_century():
    fixed = {"01-01", "05-01", "07-20", "08-07", "12-08", "12-25"}
    for year in range(2026, 2076):
        easter = easter_sunday(year)
        for day in holidays(year):
            if day.isoformat()[5:] not in fixed and (easter - day).days not in (2, 3):
                assert day.weekday() == 0, day


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [(2000, 4, 23), (2008, 3, 23), (2011, 4, 24), (2024, 3, 31), (2026, 4, 5), (2038, 4, 25)],
)
def test_easter(year, month, day):
    assert easter_sunday(year) == date(year, month, day)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-11-20", "2026-11-27"),
        ("2026-12-04", "2026-12-14"),
        ("2026-03-31", "2026-04-09"),
        ("2026-07-10", "2026-07-21"),
    ],
)
def test_five_business_days_begin_the_day_after(start, end):
    assert add_business_days(date.fromisoformat(start), 5) == date.fromisoformat(end)


def test_a_term_runs_over_the_end_of_a_year():
    assert add_business_days(date(2026, 12, 30), 2) == date(2027, 1, 4)


def test_saturday_counts_only_where_the_setting_says_so(settings):
    saturday = date(2026, 11, 21)
    assert not is_business_day(saturday)
    assert add_business_days(date(2026, 11, 20), 5) == date(2026, 11, 27)

    settings.SATURDAY_IS_BUSINESS_DAY = True

    assert is_business_day(saturday)
    assert add_business_days(date(2026, 11, 20), 5) == date(2026, 11, 26)


def test_sundays_and_holidays_never_count(settings):
    settings.SATURDAY_IS_BUSINESS_DAY = True

    assert not is_business_day(date(2026, 11, 22))
    assert not is_business_day(date(2026, 11, 16))
    assert is_business_day(date(2026, 11, 17))


@pytest.mark.parametrize("count", [0, -1])
def test_a_term_without_days_is_refused(count):
    with pytest.raises(ValueError, match="one business day"):
        add_business_days(date(2026, 11, 20), count)


def test_years_before_the_law_are_refused():
    with pytest.raises(ValueError, match="Ley 51"):
        holidays(1983)
