"""Days, instants and addresses that a form of the desk takes."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from availability.models import Component
from istockist_sla.desk.fields import AddressField, DayField, InstantField, RowsField

NEAR = "between the years 2000 and 2099"
PARTS = ("a" * 64, "b" * 60, "c" * 60, "d" * 60)


@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "2100-01-01", "9999-12-31"])
def test_a_day_of_another_century_is_refused(day):
    with pytest.raises(ValidationError, match=NEAR):
        DayField().clean(day)


@pytest.mark.parametrize("day", [date(2000, 1, 1), date(2099, 12, 31)])
def test_a_day_of_this_century_is_taken(day):
    assert DayField().clean(day.isoformat()) == day


@pytest.mark.parametrize(
    "instant",
    [
        *("0001-01-01T00:00", "0001-01-01T00:00+14:00", "1999-12-31T23:59:59"),
        *("2100-01-01T00:00", "9999-12-31T23:59:59", "9999-12-31T23:59:59-14:00"),
    ],
)
def test_an_instant_of_another_century_is_refused(instant):
    with pytest.raises(ValidationError, match=NEAR):
        InstantField().clean(instant)


def test_an_instant_of_this_century_is_taken():
    assert f"{InstantField().clean('2026-03-10T09:00')}" == "2026-03-10 09:00:00+00:00"


def test_an_address_longer_than_its_column_is_refused():
    with pytest.raises(ValidationError, match="at most 254"):
        AddressField().clean(f"{PARTS[0]}@{'.'.join(PARTS[1:])}.example")


@pytest.mark.parametrize("number", ["x", "-1", str(2**63), "9" * 30, "\0"])
def test_a_row_that_cannot_be_is_refused(db, number):
    with pytest.raises(ValidationError, match="not a valid value"):
        RowsField(Component.objects.all()).clean([number])


def test_rows_are_found_by_their_ids(db):
    api = Component.objects.get(code="api")
    assert list(RowsField(Component.objects.all()).clean([str(api.pk)])) == [api]


@pytest.mark.parametrize(
    "typed",
    [
        "2026-03-10 09:00",
        "2026-03-10 09:00:00 GMT",
        "10 March 2026, 09:00",
        "10 Mar 2026 09:00 gmt",
    ],
)
def test_an_instant_is_typed_in_gmt(typed):
    assert f"{InstantField().clean(typed)}" == "2026-03-10 09:00:00+00:00"


def test_no_picker_of_the_browser_shows_another_clock():
    assert 'type="text"' in str(InstantField().widget.render("at", None))
