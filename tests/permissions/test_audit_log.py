"""The audit log tells of every event in words."""

from istockist_sla.core.models import Event
from istockist_sla.desk.admin.events import rows_of


def test_every_event_of_the_world_has_words(world, people, django_assert_max_num_queries):
    """And their number of queries does not grow with the events."""
    events = list(Event.objects.select_related("actor"))
    with django_assert_max_num_queries(30):
        rows = rows_of(events, people.sys)
    assert len(rows) > 50
    bare = {
        (event.subject_kind, event.verb)
        for event, row in zip(events, rows, strict=True)
        if "_" in str(row.sentence) or str(row.sentence) == event.verb.replace("_", " ")
    }
    assert bare == set()
