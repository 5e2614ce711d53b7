"""A small company in which every action of the desk and the portal is possible on some row."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.core.files.base import ContentFile
from django.utils import timezone
from django_q.models import Failure

from availability import catalogue, incidents, probes
from availability.coverage import epoch
from availability.models import Component, ImportBatch, Outage, Subscription
from istockist_sla.account.sign_in import guessing, links
from istockist_sla.core import roles, staff
from istockist_sla.core.lib.months import Month
from istockist_sla.core.models import Event, Letter
from tests.conftest import OPENED
from tests.signing_in import give_app, give_passkey
from tickets import lifecycle, records
from tickets.attachments import Upload
from tickets.mailroom import intake
from tickets.models import (
    Agreement,
    Amendment,
    Attachment,
    CannedReply,
    Client,
    ClientFact,
    CustomerSuccessContact,
    Export,
    Finding,
    Flood,
    HolidayList,
    InboundMail,
    Mailbox,
    OrderCount,
    QueueView,
    SupportCalendar,
    Ticket,
)
from tickets.reports.closing.beginning import begin
from tickets.reports.closing.proceeding import proceed

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NOW = OPENED + HOUR
WORDS = {"evidence": "The file names no shop.", "client_reason": "Your file names no shop."}
BACKEND = "django.contrib.auth.backends.ModelBackend"
NOT_DONE = {"network": {"state": "not done", "note": ""}}


@dataclass(kw_only=True)
class World:
    """`rows`: a row for each model's pages; `for_step`: another one where a verb asks for it."""

    rows: dict[str, Any] = field(default_factory=dict)
    for_step: dict[str, Any] = field(default_factory=dict)

    def row(self, address: str) -> Any:
        """What an address such as `tickets_ticket` or `tickets_ticket/reopen` is about."""
        return self.for_step.get(address) or self.rows[address.partition("/")[0]]


def fill(people: Any) -> World:
    world = World()
    parts = (
        _tickets,
        _findings,
        _exports,
        _clients,
        _versions,
        _availability,
        _people,
        _rest,
        _closed,
    )
    for part in parts:
        part(world, people)
    return world


def _again(ticket: Ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


def _tickets(world: World, people: Any) -> None:
    """One with Operations and a question, one qualified, one closed; a file, held mail."""
    fresh, qualified, closed = (people.open_ticket(checks=NOT_DONE) for _ in range(3))
    by = {"by": people.declan, "at": OPENED + MINUTE}
    lifecycle.write(
        fresh.pk,
        text="",
        by=people.clara.user,
        at=OPENED,
        files=[Upload("orders.txt", b"88214")],
    )
    lifecycle.keep_unsure(
        fresh.pk, text="88214", by=people.clara.user, at=OPENED, recorded_at=OPENED
    )
    lifecycle.hand_over(fresh.pk, team="operations", text="Look at the disks.", **by)
    for ticket in (qualified, closed):
        lifecycle.qualify(ticket.pk, class_test="orders-stopped", seen=None, **by)
    lifecycle.ask(qualified.pk, text="Which order?", **by)
    lifecycle.close(closed.pk, reason="resolved", seen=None, text="It runs.", **by)
    world.rows["tickets_ticket"] = _again(fresh)
    world.rows["tickets_fault"] = _again(qualified).fault
    world.rows["core_letter"] = Letter.objects.filter(template="open").first()
    for verb in ("answer", "downgrade", "hand_over", "move", "propose-rectification"):
        world.for_step[f"tickets_ticket/{verb}"] = _again(qualified)
    world.for_step["tickets_ticket/reopen"] = _again(closed)
    world.for_step["file"] = Attachment.objects.get()
    world.rows["tickets_queueview"] = QueueView.objects.create(
        owner=people.aoife, name="Late shift", is_shared=True, created_at=OPENED
    )


def _findings(world: World, people: Any) -> None:
    """One that waits for a manager, one that may be contested, one that is contested."""
    by, decided = {"by": people.declan, "at": OPENED + MINUTE}, OPENED + 2 * MINUTE
    for state in ("proposed", "approved", "contested"):
        ticket = people.open_ticket()
        lifecycle.qualify(ticket.pk, class_test="orders-stopped", seen=None, **by)
        finding = lifecycle.propose(ticket.pk, kind="client-error", **WORDS, **by)
        if state != "proposed":
            lifecycle.approve(finding.pk, by=people.orla, at=decided)
        if state == "contested":
            lifecycle.contest(finding.pk, text="It was right.", by=people.clara.user, at=decided)
        world.for_step[state] = Finding.objects.get(pk=finding.pk)
    world.rows["tickets_finding"] = world.for_step["proposed"]
    world.for_step["tickets_finding/uphold"] = world.for_step["contested"]
    world.for_step["tickets_finding/withdraw"] = world.for_step["contested"]
    world.for_step["tickets_ticket/contest"] = world.for_step["approved"].ticket


def _exports(world: World, people: Any) -> None:
    """One that a manager asked for."""
    export = Export(
        person=people.niamh, month="2026-03", format="csv", state="done", asked_at=OPENED
    )
    export.name, export.content_type, export.ended_at = "march.csv", "text/csv", OPENED
    export.file.save("march.csv", ContentFile(b"report"))
    world.for_step["export"] = export


def _clients(world: World, people: Any) -> None:
    meadow, by = people.clara.client, {"by": people.orla, "at": OPENED}
    records.name_contact(
        client_id=meadow.pk, name="Sean Hill", email="", since=date(2026, 3, 1), **by
    )
    proposal = records.propose_fact(
        client_id=meadow.pk, value="yes", since=OPENED - DAY, evidence="A sale", **by
    )
    OrderCount.objects.create(client=meadow, day=OPENED.date() - DAY, orders=100)
    world.rows |= {
        "tickets_client": meadow,
        "tickets_clientadministrator": people.clara,
        "tickets_customersuccesscontact": CustomerSuccessContact.objects.get(),
        "tickets_clientfact": ClientFact.objects.filter(client=meadow).first(),
        "tickets_factproposal": proposal,
        "tickets_ordercount": OrderCount.objects.get(),
    }


def _versions(world: World, people: Any) -> None:
    """A draft of each kind."""
    by = {"by": people.sys, "at": OPENED}
    calendar = SupportCalendar.objects.get()
    world.rows |= {
        "tickets_agreementversion": records.draft_agreement(
            agreement_id=Agreement.objects.get().pk, **by
        ),
        "tickets_calendarversion": records.draft_calendar(calendar_id=calendar.pk, **by),
        "tickets_holidaylist": records.propose_holidays(calendar_id=calendar.pk, year=2028, **by),
    }
    shipped = HolidayList.objects.published().order_by("-year", "-number").first()
    world.for_step["tickets_holidaylist/special_day"] = shipped


def _availability(world: World, people: Any) -> None:
    """An outage that nobody published, one that is over, work to come, work under way."""
    api, ordering = Component.objects.get(code="api"), Component.objects.get(code="ordering")
    by = {"by": people.fiona, "at": OPENED + MINUTE}
    probes.record(api, probes.Result(40, ""), at=OPENED)
    catalogue.set_probe(ordering, kind="tcp", address="db.example.com:5432", **by)
    declared = {"title": "Orders do not arrive", "impacts": {ordering: "down"}}
    unpublished = incidents.declare(**declared, started_at=OPENED, **by)
    over = incidents.declare(**declared, started_at=OPENED - DAY, **by)
    over = incidents.publish(over, text="We are looking.", title="Orders", stage="identified", **by)
    incidents.end(over, ended_at=OPENED - HOUR, text="It works again.", **by)
    over = Outage.objects.get(pk=over.pk)
    begun, to_come = people.plan_work(), people.plan_work(starts_at=NOW + HOUR, ends_at=NOW + DAY)
    incidents.begin_work(begun, by=people.fiona, at=OPENED)
    late = people.plan_work()
    incidents.begin_work(late, by=people.fiona, at=OPENED, recorded_at=OPENED + MINUTE)
    world.rows |= {
        "availability_component": api,
        "availability_outage": unpublished,
        "availability_maintenance": to_come,
        "availability_exclusion": incidents.propose_exclusion(
            outage=over,
            components=[ordering],
            cause="external_network",
            starts_at=over.started_at,
            ends_at=over.ended_at,
            evidence="A notice",
            **by,
        ),
    }
    world.rows["availability_subscription"] = Subscription.objects.create(
        address="ops@shop.example", asked_at=OPENED, confirmed_at=OPENED
    )
    world.rows["availability_gapexplanation"] = incidents.explain_gap(
        components=[api], starts_at=OPENED - HOUR, ends_at=OPENED, text="Our line was cut.", **by
    )
    for step in ("propose", "discard", "approve", "refuse"):
        world.for_step[f"availability_importbatch/{step}"] = _import(people, step, ordering)
    world.rows["availability_importbatch"] = world.for_step["availability_importbatch/propose"]
    world.for_step["availability_component/stop"] = ordering
    world.for_step["availability_outage/update"] = over
    world.for_step["availability_outage/exclude"] = over
    world.for_step["availability_outage/correct"] = over
    world.for_step["availability_outage/decide"] = over
    world.for_step["availability_outage/withdraw"] = over
    _several(world, people, declared["title"])
    world.for_step["availability_maintenance/end"] = begun
    world.for_step["availability_maintenance/decide"] = late
    world.for_step["published"] = over


def _several(world: World, people: Any, title: str) -> None:
    """An outage of two components in which a ticket was opened, and two of one incident."""
    by = {"by": people.fiona, "at": NOW}
    both = dict.fromkeys(Component.objects.filter(code__in=["api", "reports"]), "down")
    opened = Ticket.objects.exclude(fault=None).exclude(state="closed").earliest("opened_at")
    since = {"started_at": opened.opened_at - MINUTE, "title": title, "impacts": both}
    outage = incidents.declare(**since, **by)
    world.for_step["availability_outage/split"] = incidents.publish(outage, text="x", **by)
    other = incidents.declare(**since | {"started_at": opened.opened_at}, **by)
    world.for_step["availability_outage/merge"] = other
    part = incidents.declare(**since | {"started_at": opened.opened_at}, **by)
    incidents.merge(part, into=outage, reason="x", **by)
    part.refresh_from_db()
    world.for_step["availability_outage/separate"] = part
    for step in ("attach", "inform"):
        world.for_step[f"availability_outage/{step}"] = outage


def _import(people: Any, step: str, component: Component) -> ImportBatch:
    """A draft of the manager's, or what another one proposed."""
    is_draft = step in ("propose", "discard")
    author = people.niamh if is_draft else people.root
    batch = ImportBatch.objects.create(
        format="csv-checks",
        file_name="checks.csv",
        evidence="Of the gateway.",
        read_by=author,
        read_at=OPENED,
    )
    batch.waiting.create(component=component, second=epoch(OPENED - DAY), ok=True)
    return batch if is_draft else incidents.propose_import(batch, by=author, at=OPENED)


def _people(world: World, people: Any) -> None:
    """A change of roles that another proposed, and one that this administrator did; second factors
    of an agent and of a client, who is signed in elsewhere too; and somebody's passkey."""
    given = {"groups": [roles.MANAGER, roles.ADMINISTRATOR], "reason": "She leads.", "at": OPENED}
    waiting = staff.reassign(user_id=people.orla.pk, by=people.root, **given)
    own = staff.reassign(user_id=people.fiona.pk, by=people.sys, **given)
    give_app(people.declan)
    world.rows |= {"core_roleproposal": waiting.proposal, "core_user": people.declan}
    world.for_step["core_roleproposal/withdraw"] = own.proposal
    world.for_step["core_user/readmit"] = people.dismissed
    give_app(people.colleague.user)
    world.for_step["passkey"] = give_passkey(people.clara.user)
    world.for_step["session"] = UserSession.objects.create(
        user=people.colleague.user, session_key="e" * 32, ip="198.51.100.7", user_agent=""
    )


def _rest(world: World, people: Any) -> None:
    by = {"by": people.declan, "at": OPENED}
    shown = records.write_article(title="Print labels", body="So.", **by)
    shown = records.publish_article(article_id=shown.pk, **by)
    hidden = records.write_article(title="Scan labels", body="So.", **by)
    mail = intake.receive(b"From: x@meadow.example\r\nSubject: Orders\r\n\r\nGone.\r\n", at=OPENED)
    InboundMail.objects.filter(pk=mail.pk).update(from_address=people.clara.email)
    machine = intake.receive(
        b"From: x@meadow.example\r\nSubject: Disk\r\nAuto-Submitted: auto-replied\r\n\r\nFull.\r\n",
        at=OPENED,
    )
    parked = intake.store(b"From: y@meadow.example\r\nSubject: Odd\r\n\r\nOdd.\r\n", at=OPENED)
    InboundMail.objects.filter(pk=parked.pk).update(state=InboundMail.State.PARKED)
    parked = InboundMail.objects.get(pk=parked.pk)
    for verb, row in [("make_ticket", machine), ("link", machine), ("read_again", parked)]:
        world.for_step[f"tickets_inboundmail/{verb}"] = row
    world.for_step["amendment"] = Amendment.objects.create(
        month="2026-02",
        reason="The class was put right.",
        difference={"of_service": False, "found": []},
        proposer=people.declan,
        proposed_at=OPENED,
    )
    world.rows |= {
        "tickets_article": shown,
        "tickets_cannedreply": CannedReply.objects.create(
            title="Export", text="Dear {name}", updated_at=OPENED
        ),
        "tickets_inboundmail": InboundMail.objects.get(pk=mail.pk),
        "tickets_flood": Flood.objects.create(
            sender=people.clara.email, administrator=people.clara, began_at=OPENED, last_at=OPENED
        ),
        "tickets_mailbox": Mailbox.objects.create(name="support@mail.example:993/INBOX"),
        "core_event": Event.objects.order_by("id").first(),
        "django_q_failure": Failure.objects.create(
            id="f" * 32,
            name="send-letters",
            func="istockist_sla.core.tasks.send_letters",
            result="no route",
            started=OPENED,
            stopped=timezone.now(),
            success=False,
        ),
    }
    world.for_step["tickets_article/publish"] = hidden
    world.for_step["tickets_cannedreply/offer"] = CannedReply.objects.create(
        title="Import", text="Dear {name}", updated_at=OPENED, is_offered=False
    )
    about_tickets = Letter.objects.filter(subject_kind=Event.Kind.TICKET)
    failed = about_tickets.exclude(pk=world.rows["core_letter"].pk).first()
    Letter.objects.filter(pk=failed.pk).update(state="failed")
    for step in ("retry", "give_up"):
        world.for_step[f"core_letter/{step}"] = Letter.objects.get(pk=failed.pk)
    link = links.make(people.charlie.email, at=NOW)
    world.for_step["link"] = link.rstrip("/").rpartition("/")[2]
    guessing.judge([], "ABCD2345", address="x@nowhere.example", network="unknown", at=OPENED)


def _closed(world: World, people: Any) -> None:
    """February as it was closed, without the other client: it came later."""
    Client.objects.filter(pk=people.charlie.client_id).update(created_at=OPENED - DAY)
    closing = proceed(begin(Month(2026, 2), by=people.orla, at=NOW), at=NOW, is_time=lambda: True)
    world.for_step["closed"] = closing.closed
