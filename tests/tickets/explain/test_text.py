"""An explanation as text: the whole of one, compared letter by letter."""

from tests.conftest import gmt
from tickets.explain import CLIENT, as_text, explain

NOW = gmt(6, 3, 12)

HEAD = """\
Ticket 1001: Checkout total differs from the price list
Meadow & Finch Ltd
As of Wed 2026-06-03 12:00:00 GMT. Standard agreement, version 1; calendar Ireland, version 1 (V1).
Counts in 2026-05, the month of its opening (G8).
Class test: it can be used only by a detour, very slowly or with random errors, or another \
function is at fault (C1).

First answer: Missed by 0 h 22 min 33 s (K6)
Limit 8:00:00 for Medium; counted 8:22:33; due Tue 2026-06-02 16:50:08 GMT; by the wall clock \
113:52:33.

From (GMT)               To (GMT)                   Counted        Sum  Why
Fri 2026-05-29 15:20:08                                        0:00:00  Opened in the portal (O1)
Fri 2026-05-29 15:20:08  Fri 2026-05-29 17:00:00    1:39:52    1:39:52  Support open (K2)
Fri 2026-05-29 17:00:00  Sat 2026-05-30 00:00:00          -    1:39:52  Closed: evening (K2)
Sat 2026-05-30 00:00:00  Mon 2026-06-01 00:00:00          -    1:39:52  Closed: weekend (K2)
Mon 2026-06-01 00:00:00  Tue 2026-06-02 00:00:00          -    1:39:52  Closed: June holiday (K3)
Tue 2026-06-02 00:00:00  Tue 2026-06-02 09:00:00          -    1:39:52  Closed: before opening (K2)
Tue 2026-06-02 09:00:00  Tue 2026-06-02 10:00:00    1:00:00    2:39:52  Support open (K2)
Tue 2026-06-02 10:00:00  Tue 2026-06-02 11:30:00          -    2:39:52  Planned maintenance: \
Database servers get new disks (K11)
Tue 2026-06-02 11:30:00  Tue 2026-06-02 16:50:08    5:20:08    8:00:00  Support open (K2)
Tue 2026-06-02 16:50:08                                 due    8:00:00  Limit reached: 8 h for \
Medium (K7)
Tue 2026-06-02 16:50:08  Tue 2026-06-02 17:00:00    0:09:52    8:09:52  Support open, past the \
limit (K2)
Tue 2026-06-02 17:00:00  Wed 2026-06-03 09:00:00          -    8:09:52  Closed: night (K2)
Wed 2026-06-03 09:00:00  Wed 2026-06-03 09:12:41    0:12:41    8:22:33  Support open, past the \
limit (K2)
"""
DESK_ACTS = """\
Wed 2026-06-03 09:12:41                                stop    8:22:33  Declan Moore took it in \
charge: the first act that the client can see (K6)
Wed 2026-06-03 09:20:00                                        8:22:33  Aoife Brennan qualified \
it as Medium (C2)
"""
CLIENT_ACTS = """\
Wed 2026-06-03 09:12:41                                stop    8:22:33  Declan Moore took it in \
charge: the first act that you can see (K6)
Wed 2026-06-03 09:20:00                                        8:22:33  Support qualified it as \
Medium (C2)
"""
CLIENT_CONDITIONS = """
Conditions of the guarantee (G2)
  Rate limit on the account             does not apply (G2)
  Client error                          not assessed, so it does not apply (G3)
  Client negligence                     not assessed, so it does not apply (G3)
  Introductory period                   does not apply (G4)
  Order volume altered                  does not apply (G5)
  Low priority given by the client      does not apply (G6)
  Planned maintenance was the cause     not assessed, so it does not apply (G3)
"""
FIX = """
Fix, indicative: Running, 3 h 09 min 52 s past the limit (K8)
"""


def test_a_miss_over_weekend_holiday_and_maintenance(missed):
    text = as_text(explain(missed, now=NOW)).replace(f"Ticket {missed.number}", "Ticket 1001")
    assert text.startswith(HEAD + DESK_ACTS)


def test_the_clients_text_is_the_first_answer_and_the_conditions(missed):
    text = as_text(explain(missed, now=NOW, audience=CLIENT))
    text = text.replace(f"Ticket {missed.number}", "Ticket 1001")
    assert text == HEAD.replace("Missed by", "Late by") + CLIENT_ACTS + CLIENT_CONDITIONS


def test_the_desks_text_has_the_fix_as_well(missed):
    assert FIX in as_text(explain(missed, now=NOW))


def test_it_says_what_a_condition_rests_on(missed):
    text = as_text(explain(missed, now=NOW))
    assert "first order Wednesday 1 January 2020, 00:00 GMT" in text


def test_no_line_ends_in_a_space_or_holds_an_unbreakable_one(missed):
    text = as_text(explain(missed, now=NOW))
    assert "\u00a0" not in text
    assert all(line == line.rstrip() for line in text.splitlines())
