"""Tickets as the desk reads them, a million or fewer, a fifth of them unclosed, each with four
messages; made by the database itself (PostgreSQL)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import connection

from istockist_sla.bench.dataset import People, people

# One in so many is not closed.
UNCLOSED = 5
MESSAGES = 4

# What becomes of a ticket is drawn from its number by a hash, so that each run is alike: open,
# answered without a class, paused, a request, with Operations, or qualified and running.
DRAW = """
CREATE TEMPORARY TABLE drawn AS
SELECT *, CASE WHEN fault_class = 'medium' THEN 28800 WHEN fault_class = 'low' THEN 36000
        ELSE 14400 END AS "limit",
    CASE WHEN NOT is_open THEN opened_at + interval '30 hours' END AS closed_at,
    CASE WHEN way > 0 OR NOT is_open THEN opened_at + interval '40 minutes' END AS answered_at
FROM (
    SELECT *, CASE WHEN way IN (0, 1) AND is_open OR way = 4 THEN ''
            ELSE (ARRAY['critical', 'medium', 'low', 'low'])[1 + draw %% 4] END AS fault_class,
        %(now)s - CASE WHEN is_open THEN draw %% 2592000 ELSE 172800 + draw %% 94000000 END
            * interval '1 second' AS opened_at,
        (%(clients)s::bigint[])[1 + draw %% cardinality(%(clients)s::bigint[])] AS client_id,
        CASE WHEN draw %% 7 < 5 THEN (%(agents)s::bigint[])[
            1 + draw %% cardinality(%(agents)s::bigint[])] END AS owner_id
    FROM (
        SELECT id, id > %(last)s - %(last)s / %(unclosed)s AS is_open, draw, draw / 11 %% 10 AS way
        FROM (
            SELECT id, abs(hashint8extended(id, 7) %% 1000000007)::int AS draw
            FROM generate_series(1, %(last)s) AS id
        ) AS numbers
    ) AS ways
) AS given
"""
FAULTS = """
INSERT INTO tickets_fault (id, title, created_at)
SELECT id, 'Orders do not come in', %(now)s FROM generate_series(1, %(last)s / 20 + 1) AS id
"""
TICKETS = """
INSERT INTO tickets_ticket (id, number, client_id, client_sequence, administrator_id, channel,
    subject, opened_at, created_at, low_priority, provisional_class, checks, state, kind,
    fault_class, class_test, qualified_at, fault_id, owner_id, team, team_since, handled_at,
    waiting_since, last_word_at, last_word_side, closed_at, closed_from, close_reason,
    mail_after_closing, perhaps_automatic, queue_group, next_deadline_at)
SELECT drawn.id, 1000 + drawn.id, drawn.client_id,
    row_number() OVER (PARTITION BY drawn.client_id ORDER BY drawn.id), a.id, 'portal',
    (ARRAY['Orders do not come in', 'Pictures load slowly', 'Nobody can sign in'])[1 + draw %% 3]
        || ' since ' || drawn.id, opened_at, opened_at, false, '', '{}',
    CASE WHEN NOT is_open THEN 'closed' WHEN way < 2 THEN 'open' ELSE 'qualified' END,
    CASE way WHEN 4 THEN 'request' ELSE 'fault' END, fault_class,
    CASE fault_class WHEN '' THEN '' WHEN 'critical' THEN 'orders-stopped'
        WHEN 'medium' THEN 'degraded' ELSE 'other' END,
    answered_at, CASE WHEN fault_class <> '' THEN drawn.id / 20 + 1 END, owner_id,
    CASE WHEN is_open AND way = 5 THEN 'operations' ELSE '' END,
    CASE WHEN is_open AND way = 5 THEN opened_at + interval '2 hours' END, answered_at,
    CASE WHEN is_open AND way IN (2, 3) THEN opened_at + interval '1 hour' END,
    opened_at + interval '1 hour', 'client', closed_at,
    CASE WHEN is_open THEN '' ELSE 'qualified' END, CASE WHEN is_open THEN '' ELSE 'resolved' END,
    NOT is_open AND draw %% 5000 = 0, false,
    CASE WHEN NOT is_open OR way = 4 THEN 3 WHEN way = 1 THEN 1 WHEN way IN (2, 3) THEN 2 ELSE 0
        END,
    CASE WHEN NOT is_open OR way IN (1, 4) THEN '9999-12-31Z'
        WHEN way IN (2, 3) THEN '1970-01-01Z'::timestamptz + ("limit" - 1200) * interval '1 second'
        ELSE opened_at + "limit" * interval '50 seconds' END
FROM drawn JOIN tickets_clientadministrator AS a ON a.client_id = drawn.client_id
ORDER BY drawn.id
"""
MESSAGES_SQL = """
INSERT INTO tickets_message (id, ticket_id, kind, author_id, at, text, quoted, by_mail)
SELECT (id - 1) * 4 + place, id, kind, CASE place WHEN 2 THEN %(agent)s WHEN 4 THEN %(agent)s END,
    opened_at + place * interval '10 minutes', text, '', false
FROM drawn CROSS JOIN (VALUES (1, 'client', 'Since this morning no order arrives in our shop.'),
    (2, 'reply', 'Thank you. We are looking at the queue of your orders.'),
    (3, 'client', 'It concerns all orders above a hundred euros, as far as we see.'),
    (4, 'note', 'Worker 7 has stopped; the disk is full again.')) AS said (place, kind, text)
"""
QUESTIONS = """
INSERT INTO tickets_informationrequest (ticket_id, message_id, asked_at, dated_at, answered)
SELECT id, (id - 1) * 4 + 2, opened_at + interval '1 hour', opened_at + interval '1 hour', false
FROM drawn WHERE is_open AND way IN (2, 3)
"""
HAND_OVERS = """
INSERT INTO tickets_handover (ticket_id, team, message_id, handed_at, heard_at)
SELECT id, 'operations', (id - 1) * 4 + 4, opened_at + interval '2 hours',
    CASE WHEN NOT is_open THEN opened_at + interval '4 hours' END
FROM drawn WHERE way = 5
"""
RESULTS = """
INSERT INTO tickets_clockresult (ticket_id, clock, closing, client_id, opened_at, fault_class,
    verdict, reason, "limit", elapsed, due_at, stopped_at, about_orders)
SELECT id, clock, 0, client_id, opened_at, fault_class,
    CASE WHEN way = 4 THEN 'not covered' WHEN fault_class = '' THEN 'running'
        WHEN draw %% 50 = 0 THEN 'missed' ELSE 'met' END,
    CASE way WHEN 4 THEN 'request' ELSE '' END, "limit", 2400,
    opened_at + "limit" * interval '1 second',
    CASE clock WHEN 'response' THEN answered_at ELSE closed_at END, fault_class = 'critical'
FROM drawn CROSS JOIN (VALUES ('response'), ('fix')) AS clocks (clock)
"""
EVENTS = """
INSERT INTO core_event (subject_kind, subject_id, verb, actor_id, side, at, recorded_at, data)
SELECT 'ticket', id, act.verb, %(agent)s, act.side, act.at, act.at, act.data
FROM drawn CROSS JOIN LATERAL (VALUES
    (1, 'open', 'client', opened_at, jsonb_build_object('client', client_id, 'channel', 'portal',
        'low_priority', false, 'message', (id - 1) * 4 + 1)),
    (2, 'reply', 'support', answered_at, jsonb_build_object('message', (id - 1) * 4 + 2)),
    (3, 'qualify', 'support', answered_at, jsonb_build_object('kind',
        CASE way WHEN 4 THEN 'request' ELSE 'fault' END, 'class', fault_class, 'test',
        CASE fault_class WHEN '' THEN '' WHEN 'critical' THEN 'orders-stopped'
            WHEN 'medium' THEN 'degraded' ELSE 'other' END, 'components', '[]'::jsonb)),
    (4, 'note', 'support', opened_at + interval '50 minutes',
        jsonb_build_object('message', (id - 1) * 4 + 4)),
    (5, 'close', 'support', closed_at, '{"reason": "resolved"}'::jsonb)
) AS act (place, verb, side, at, data)
WHERE act.at IS NOT NULL AND (place <> 3 OR fault_class <> '' OR way = 4)
ORDER BY id, place
"""
STEPS = {
    "draw": DRAW,
    "faults": FAULTS,
    "tickets": TICKETS,
    "messages": MESSAGES_SQL,
    "questions": QUESTIONS,
    "hand-overs": HAND_OVERS,
    "results of clocks": RESULTS,
    "events": EVENTS,
}


def fill(tickets: int, *, now: datetime) -> Iterator[str]:
    """Says what it has done."""
    folk: People = people()
    given: dict[str, Any] = {
        "clients": [each.client_id for each in folk.administrators],
        "agents": [each.pk for each in folk.agents],
        "agent": folk.agents[0].pk,
        "now": now,
        "last": tickets,
        "unclosed": UNCLOSED,
    }
    with connection.cursor() as cursor:
        for name, statement in STEPS.items():
            cursor.execute(statement, given)
            yield f"  {name}: {cursor.rowcount:,}"
