"""Tickets as the months' pages read them, a million or fewer, made by the database itself
(PostgreSQL)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection

from availability.models import Component, Impact, Interruption, Outage
from istockist_sla.bench.dataset import people
from istockist_sla.core.lib.months import MonthBounds


class Size(NamedTuple):
    """How many tickets there are, and how many of them in the month and in the running one."""

    tickets: int
    month: int
    running: int


MILLION = Size(1_000_000, 100_000, 20_000)
# The tickets before the month are spread over so many days.
REACH = 35 * 30

# What becomes of a ticket is drawn from its number by a hash, so that each run is alike.
DRAW = """
CREATE TEMPORARY TABLE drawn AS
SELECT id, opened_at, client_id, kind, fault_class, class_test, verdict, reason, "limit",
    CASE verdict WHEN 'missed' THEN "limit" + 1 + draw %% 20000 ELSE draw %% "limit" END AS elapsed,
    opened_at + ("limit" + draw %% 90000) * interval '1 second' AS answered_at,
    CASE WHEN draw %% 100 < 95 AND opened_at + (draw %% 700) * interval '1 hour' < %(now)s
        THEN opened_at + (draw %% 700) * interval '1 hour' END AS closed_at,
    draw %% 200 = 7 AS reopened
FROM (
    SELECT *,
        CASE WHEN client_id %% 4 = 3 OR kind = 'request' THEN 'not covered'
            WHEN draw %% 40 = 0 THEN 'excluded'
            WHEN fault_class = '' THEN 'running'
            WHEN draw %% 70 = 1 THEN 'missed' ELSE 'met' END AS verdict,
        CASE WHEN client_id %% 4 = 3 THEN 'free-plan' WHEN kind = 'request' THEN 'request'
            WHEN draw %% 40 = 0 THEN 'low-priority'
            WHEN fault_class = '' THEN 'unqualified' ELSE '' END AS reason,
        CASE fault_class WHEN 'medium' THEN 28800 WHEN 'low' THEN 36000 ELSE 14400 END AS "limit"
    FROM (
        SELECT *, CASE kind WHEN 'request' THEN '' ELSE given END AS fault_class,
            CASE WHEN kind = 'request' THEN '' WHEN given = 'critical' THEN 'orders-stopped'
                WHEN given = 'medium' AND draw %% 2 = 0 THEN 'orders-partly'
                WHEN given = 'medium' THEN 'degraded'
                WHEN given = '' THEN '' ELSE 'other' END AS class_test
        FROM (
            SELECT id, draw, (%(clients)s::bigint[])[1 + draw %% cardinality(%(clients)s::bigint[])]
                    AS client_id,
                CASE WHEN draw %% 11 = 0 THEN 'request' ELSE 'fault' END AS kind,
                CASE WHEN id > %(last)s - 40 THEN '' WHEN draw %% 10 < 2 THEN 'critical'
                    WHEN draw %% 10 < 6 THEN 'medium' ELSE 'low' END AS given,
                CASE WHEN id <= %(before)s
                        THEN %(start)s - (%(before)s - id + 1)
                            * (%(reach)s * 86400.0 / %(before)s) * interval '1 second'
                    WHEN id <= %(until)s
                        THEN %(start)s + (id - %(before)s - 1)
                            * ((%(end)s - %(start)s) / %(month)s)
                    ELSE %(end)s + (id - %(until)s - 1)
                        * ((%(now)s - %(end)s) / %(running)s) END AS opened_at
            FROM (
                SELECT id, abs(hashint8extended(id, 7) %% 1000000007)::int AS draw
                FROM generate_series(1, %(last)s) AS id
            ) AS numbers
        ) AS opened
    ) AS given
) AS judged
"""
FAULTS = """
INSERT INTO tickets_fault (id, title, created_at)
SELECT id, 'Orders do not come in', %(start)s FROM generate_series(1, %(last)s / 20 + 1) AS id
"""
FILL_TICKETS = """
INSERT INTO tickets_ticket (id, number, client_id, client_sequence, administrator_id, channel,
    subject, opened_at, created_at, low_priority, provisional_class, checks, state, kind,
    fault_class, class_test, fault_id, team, handled_at, last_word_at, last_word_side, closed_at,
    closed_from, close_reason, mail_after_closing, perhaps_automatic, queue_group,
    next_deadline_at)
SELECT drawn.id, 1000 + drawn.id, drawn.client_id,
    row_number() OVER (PARTITION BY drawn.client_id ORDER BY drawn.id), a.id, 'portal',
    'Orders do not come in', opened_at, opened_at, reason = 'low-priority', '', '{}',
    CASE WHEN closed_at IS NOT NULL THEN 'closed' WHEN fault_class = '' AND kind = 'fault'
        THEN 'open' ELSE 'qualified' END,
    kind, fault_class, class_test, CASE WHEN fault_class <> '' THEN drawn.id / 20 + 1 END, '',
    answered_at, opened_at, 'client', closed_at,
    CASE WHEN closed_at IS NULL THEN '' WHEN fault_class = '' AND kind = 'fault' THEN 'open'
        ELSE 'qualified' END,
    CASE WHEN closed_at IS NULL THEN '' WHEN fault_class = '' AND kind = 'fault' THEN 'no-answer'
        ELSE 'resolved' END,
    false, false, 3, '9999-12-31Z'
FROM drawn JOIN tickets_clientadministrator AS a ON a.client_id = drawn.client_id
ORDER BY drawn.id
"""
RESPONSES = """
INSERT INTO tickets_clockresult (ticket_id, clock, closing, client_id, opened_at, fault_class,
    verdict, reason, "limit", elapsed, due_at, stopped_at, about_orders)
SELECT id, 'response', 0, client_id, opened_at, fault_class, verdict, reason, "limit", elapsed,
    opened_at + "limit" * interval '1 second', answered_at, class_test LIKE 'orders-%%'
FROM drawn ORDER BY id
"""
FIXES = """
INSERT INTO tickets_clockresult (ticket_id, clock, closing, client_id, opened_at, fault_class,
    verdict, reason, "limit", elapsed, due_at, stopped_at, about_orders)
SELECT id, 'fix', closing, client_id, opened_at, fault_class,
    CASE WHEN verdict IN ('met', 'missed') THEN CASE WHEN id %% 9 = 0 THEN 'missed' ELSE 'met' END
        ELSE verdict END, reason, "limit", elapsed, NULL,
    closed_at - closing * interval '1 hour', class_test LIKE 'orders-%%'
FROM drawn CROSS JOIN generate_series(0, 1) AS closing
WHERE fault_class <> '' AND (closing = 0 OR reopened AND closed_at IS NOT NULL) ORDER BY id
"""
EVENTS = """
INSERT INTO core_event (subject_kind, subject_id, verb, actor_id, side, at, recorded_at, data)
SELECT 'ticket', id, act.verb, %(agent)s, act.side, act.at, act.at, act.data
FROM drawn CROSS JOIN LATERAL (VALUES
    (1, 'open', 'client', opened_at, jsonb_build_object('client', client_id,
        'channel', 'portal', 'low_priority', reason = 'low-priority')),
    (2, 'assign', 'support', least(opened_at + interval '40 minutes', %(now)s),
        jsonb_build_object('owner', %(agent)s)),
    (3, 'qualify', 'support', least(answered_at, %(now)s), jsonb_build_object('kind', kind,
        'class', fault_class, 'test', class_test, 'components', '[]'::jsonb)),
    (4, 'close', 'support', closed_at - interval '1 hour', '{"reason": "resolved"}'::jsonb),
    (5, 'reopen', 'client', closed_at - interval '30 minutes', '{}'::jsonb),
    (6, 'close', 'support', closed_at, '{"reason": "resolved"}'::jsonb)
) AS act (place, verb, side, at, data)
WHERE (place < 3 OR place = 3 AND (kind = 'request' OR fault_class <> '')
    OR place = 6 AND closed_at IS NOT NULL
    OR place IN (4, 5) AND closed_at IS NOT NULL AND reopened) AND act.at <= %(now)s
ORDER BY id, place
"""
EVIDENCE = """
INSERT INTO tickets_message (id, ticket_id, kind, author_id, at, text, quoted, by_mail)
SELECT id, id, 'note', %(agent)s, opened_at, 'Seen in the log', '', false FROM drawn
WHERE id %% 100 = 0
"""
FINDINGS = """
INSERT INTO tickets_finding (ticket_id, kind, state, evidence_id, client_reason, proposer_id,
    proposed_at, decider_id, decided_at, to_kind, fault_class, class_test, class_before, minutes)
SELECT id, found, 'approved', id, '', %(agent)s, opened_at, %(other)s, opened_at, '', '', '', '',
    CASE found WHEN 'invoicing' THEN 30 END
FROM (SELECT id, opened_at,
    (ARRAY['client-error', 'invoicing', 'client-negligence'])[1 + id / 100 %% 3] AS found
    FROM drawn WHERE id %% 100 = 0) AS chosen
"""
RATINGS = """
INSERT INTO tickets_rating (ticket_id, client_id, closed_at, value, text, given_at)
SELECT id, client_id, closed_at, (ARRAY[5, 5, 5, 5, 4, 4, 4, 3, 2, 1])[1 + id / 5 %% 10],
    'Well done', least(closed_at + interval '5 hours', %(now)s)
FROM drawn WHERE closed_at IS NOT NULL AND id %% 5 = 0
"""
MEASUREMENTS = """
INSERT INTO availability_measurement (component_id, second, ok, latency_ms, error, follows)
SELECT %(component)s, second, true, 40, '',
    second > extract(epoch FROM %(start)s - %(reach)s * interval '1 day')::bigint
FROM generate_series(
    extract(epoch FROM %(start)s - %(reach)s * interval '1 day')::bigint,
    extract(epoch FROM %(now)s)::bigint, 60) AS second
"""


def fill(month: MonthBounds, *, now: datetime, size: Size = MILLION) -> Iterator[str]:
    """Says what it has done; `now` lies behind the month."""
    folk = people()
    component = Component.objects.get(is_contractual=True)
    given: dict[str, Any] = {
        "clients": [each.client_id for each in folk.administrators],
        "agent": folk.agents[0].pk,
        "other": folk.agents[1].pk,
        "component": component.pk,
        "start": month.start,
        "end": month.end,
        "now": now,
        "reach": REACH,
        "last": size.tickets,
        "month": size.month,
        "running": size.running,
        "before": size.tickets - size.month - size.running,
        "until": size.tickets - size.running,
    }
    steps = {
        "draw": DRAW,
        "faults": FAULTS,
        "tickets": FILL_TICKETS,
        "responses": RESPONSES,
        "fixes": FIXES,
        "events": EVENTS,
        "notes": EVIDENCE,
        "findings": FINDINGS,
        "ratings": RATINGS,
        "measurements": MEASUREMENTS,
    }
    with connection.cursor() as cursor:
        for name, statement in steps.items():
            cursor.execute(statement, given)
            yield f"  {name}: {cursor.rowcount:,}"
    _outages(component, month)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _outages(component: Component, month: MonthBounds) -> None:
    """Twenty interruptions of ten minutes, each published after five."""
    for n in range(20):
        began = month.start + timedelta(days=n, hours=3)
        outage = Outage.objects.create(
            title=f"Interruption {n}",
            started_at=began,
            detected_at=began + timedelta(minutes=1),
            ended_at=began + timedelta(minutes=10),
            published_at=began + timedelta(minutes=6),
            cause="application",
        )
        Interruption.objects.create(
            outage=outage,
            component=component,
            impact=Impact.DOWN,
            by_probe=True,
            started_at=began,
            ended_at=began + timedelta(minutes=10),
            detected_at=began + timedelta(minutes=1),
            published_at=began + timedelta(minutes=6),
        )
