"""One ticket of the demo: who writes, who answers, in which words; each step by `lifecycle`."""

from datetime import datetime, timedelta

from availability.models import Component
from istockist_sla.core.models import Letter, User
from istockist_sla.demo import incoming_mail, phrases
from istockist_sla.demo.cast import Company
from istockist_sla.demo.files import random_file
from istockist_sla.demo.phrases import Request
from istockist_sla.demo.problems import Problem
from istockist_sla.demo.world import Placeholders, World, administrators, contact_of
from tickets import lifecycle
from tickets.models import Channel, ClientAdministrator, Fault, Message, PreCheck, Ticket

CHANNELS = {Channel.PORTAL: 11, Channel.MAIL: 7, Channel.DESK: 2}
CHECKED = ("done", "done", "done", "not done", "not applicable")


class TicketScript:
    """`company` writes about `topic` at `opened_at`; `rng` is this ticket's own."""

    def __init__(
        self,
        world: World,
        name: object,
        company: Company,
        opened_at: datetime,
        topic: Problem | Request,
    ) -> None:
        self.world, self.company, self.opened_at, self.topic = world, company, opened_at, topic
        self.name = name
        self.rng = world.chance(name)
        self.channel = self.rng.choices(list(CHANNELS), weights=list(CHANNELS.values()))[0]
        self.low_priority = self.channel == Channel.PORTAL and self.rng.random() < 0.06
        self.agent = world.pick_agent(self.rng)
        self.ticket_id = 0
        self._placeholders = Placeholders(self.rng, opened_at)

    @property
    def problem(self) -> Problem:
        assert isinstance(self.topic, Problem)
        return self.topic

    @property
    def ticket(self) -> Ticket:
        return Ticket.objects.get(pk=self.ticket_id)

    @property
    def subject(self) -> str:
        return self.fill_in(self.topic.subject)

    def fill_in(self, text: str) -> str:
        return self._placeholders.fill_in(text)

    def pick_text(self, texts: list[str]) -> str:
        return self.fill_in(self.rng.choice(texts))

    def support_later(self, at: datetime, least: int, most: int) -> datetime:
        return self.world.support_later(self.rng, at, least, most)

    def client_later(self, at: datetime, least: int, most: int) -> datetime:
        return self.world.client_later(self.rng, at, least, most)

    # What the client does.

    def open(self, at: datetime) -> None:
        writer = self.rng.choice(administrators(self.company, at))
        topic = self.topic
        text = self.fill_in(topic.report if isinstance(topic, Problem) else topic.text)
        if self.channel == Channel.MAIL:
            self._open_by_mail(at, writer, text)
        elif self.channel == Channel.DESK:
            self._open_for(at, writer, text)
        else:
            self._open_in_portal(at, writer, text)

    def _open_by_mail(self, at: datetime, writer: ClientAdministrator, text: str) -> None:
        self.ticket_id = incoming_mail.open_ticket(
            writer,
            subject=self.subject,
            text=text,
            sent_at=self._sent_before(at),
            fetched_at=at,
            message_id=f"{self.name}.open",
        )

    def _sent_before(self, fetched_at: datetime) -> datetime:
        return fetched_at - timedelta(seconds=self.rng.randint(15, 58))

    def _open_for(self, at: datetime, writer: ClientAdministrator, text: str) -> None:
        """An agent opens it as of an earlier contact and says why (P2)."""
        earlier = at - timedelta(minutes=self.rng.randint(10, 90))
        self.ticket_id = lifecycle.open_ticket(
            administrator=writer,
            channel=Channel.DESK,
            subject=self.subject,
            text=text,
            at=earlier,
            recorded_at=at,
            by=self.agent,
            data={"passed_on": True},
        ).pk
        reason = f"Opened at the earlier contact. {self.fill_in(phrases.PASSED_ON)}"
        lifecycle.note(self.ticket_id, text=reason, by=self.agent, at=at)

    def _open_in_portal(self, at: datetime, writer: ClientAdministrator, text: str) -> None:
        states = {code: self.rng.choice(CHECKED) for code in PreCheck.values}
        checks = {
            code: {"state": state, "note": "", "by": "client"}
            for code, state in states.items()
            if self.rng.random() < 0.8
        }
        claims = isinstance(self.topic, Problem) and self.rng.random() < 0.85
        claimed = self.problem.fault_class if claims else ""
        files = [random_file(self.rng, self.fill_in("{order}"))] if self.rng.random() < 0.15 else []
        self.ticket_id = lifecycle.open_ticket(
            administrator=writer,
            channel=Channel.PORTAL,
            subject=self.subject,
            text=text,
            at=at,
            recorded_at=at,
            by=writer.user,
            low_priority=self.low_priority,
            provisional_class=claimed,
            checks=checks,
            files=files,
        ).pk

    def write(self, text: str, at: datetime) -> Message:
        """By mail where the ticket came by mail, else in the portal."""
        writer = self.rng.choice(administrators(self.company, at))
        if self.channel == Channel.MAIL:
            return self._answer_by_mail(at, writer, self.fill_in(text))
        return lifecycle.write(self.ticket_id, text=self.fill_in(text), by=writer.user, at=at)

    def _answer_by_mail(self, at: datetime, writer: ClientAdministrator, text: str) -> Message:
        """To the newest letter about the ticket that went to a client."""
        about = Letter.objects.about("ticket", self.ticket_id).order_by("-id")
        letter = about.filter(to_address__endswith=self.company.domain).first()
        assert letter is not None
        return incoming_mail.answer(
            letter,
            writer,
            text=text,
            sent_at=self._sent_before(at),
            fetched_at=at,
            message_id=f"{self.name}.{letter.pk}.{at:%d%H%M%S}",
        )

    def pick_client(self, at: datetime) -> User:
        return self.rng.choice(administrators(self.company, at)).user

    # What Support and the technical teams do.

    def take(self, at: datetime) -> None:
        lifecycle.take(self.ticket_id, by=self.agent, at=at, seen=None)

    def qualify(
        self,
        at: datetime,
        fault: Fault | None = None,
        checks_not_done: dict[str, str] | None = None,
    ) -> Fault:
        """One in five with a Customer Success contact is answered through that person (P6)."""
        codes = [self.problem.component] if self.problem.component else []
        ticket = lifecycle.qualify(
            self.ticket_id,
            class_test=self.problem.test,
            by=self.agent,
            at=at,
            seen=None,
            fault=fault,
            fault_title=self.subject,
            components=Component.objects.filter(code__in=codes),
            checks_not_done=checks_not_done,
            through=contact_of(self.company) if self.rng.random() < 0.2 else None,
        )
        assert ticket.fault is not None
        return ticket.fault

    def reply(self, text: str, at: datetime) -> None:
        lifecycle.reply(self.ticket_id, text=self.fill_in(text), by=self.agent, at=at)

    def ask(self, at: datetime) -> None:
        text = self.fill_in(self.problem.question)
        lifecycle.ask(self.ticket_id, text=text, by=self.agent, at=at)

    def hand_over(self, at: datetime) -> None:
        text, team = self.fill_in(self.problem.brief), self.problem.team
        lifecycle.hand_over(self.ticket_id, team=team, text=text, by=self.agent, at=at)

    def hear_back(self, at: datetime) -> None:
        by = self.world.pick_member(self.rng, self.problem.team)
        text = self.fill_in(self.problem.finding)
        lifecycle.hear_back(self.ticket_id, text=text, by=by, at=at)

    def close(self, reason: str, at: datetime, text: str = "", **more) -> None:
        lifecycle.close(
            self.ticket_id,
            reason=reason,
            text=self.fill_in(text),
            by=self.agent,
            at=at,
            seen=None,
            **more,
        )
