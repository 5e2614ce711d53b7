"""Report a problem, in four steps."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from istockist_sla.core.models import Event, FormDraft
from tests.tickets.portal.conftest import BACKEND, NOW, words
from tickets import lifecycle
from tickets.models import Article, ArticleFeedback, Attachment, PreCheck, Ticket
from tickets.portal import report_drafts
from tickets.portal.report_drafts import ReportDraft
from tickets.wording.class_tests import QUESTIONS

DESCRIBED = {"subject": "Labels print twice", "text": "Each comes two times.", "since": "Monday"}


@pytest.fixture
def begun(clara_in):
    """The address of a report whose first step is done."""
    response = clara_in.post("/report/", DESCRIBED)
    return response.url.removesuffix("checks/")


@pytest.fixture
def send(clara_in, begun):
    """Goes through the remaining steps with these answers."""

    def sent(checks=(), impact=(), uploads=()):
        clara_in.post(f"{begun}checks/", dict(checks))
        clara_in.post(f"{begun}impact/", dict(impact))
        return clara_in.post(f"{begun}review/", {"uploads": list(uploads)})

    return sent


def test_the_first_step_leads_to_the_checks(clara_in):
    assert clara_in.post("/report/", DESCRIBED).url.endswith("/checks/")


def test_the_first_step_needs_a_subject_and_keeps_the_text(clara_in):
    text = words(clara_in.post("/report/", {"subject": "", "text": "Each comes two times."}))
    assert "Name the problem in one line." in text
    assert "Each comes two times.</textarea>" in text


def test_going_back_loses_nothing(clara_in, begun):
    clara_in.post(f"{begun}checks/", {"users": "done", "users_note": "All six.", "to": "describe"})
    assert 'value="Labels print twice"' in words(clara_in.get(begun))
    text = words(clara_in.get(f"{begun}checks/"))
    assert "All six.</textarea>" in text
    assert 'value="done" id="id_users_0" checked' in text or "checked" in text


def test_going_back_with_something_wrong_loses_nothing_either(clara_in, begun):
    note = "x" * 2001
    response = clara_in.post(f"{begun}checks/", {"users_note": note, "to": "describe"})
    assert response.url == begun
    assert note in words(clara_in.get(f"{begun}checks/"))


def test_an_unfinished_report_is_offered_again(clara_in, begun):
    text = words(clara_in.get("/report/"))
    assert "You have an unfinished report." in text
    assert f'href="{begun}"' in text


def test_all_checks_may_be_left_open(clara_in, begun):
    assert clara_in.post(f"{begun}checks/", {}).url == f"{begun}impact/"


def test_the_last_step_opens_a_ticket(send):
    response = send()
    ticket = Ticket.objects.get()
    assert response.url == f"/tickets/{ticket.number}/opened/"
    assert (ticket.subject, ticket.channel) == ("Labels print twice", "portal")


def test_it_is_opened_when_its_last_form_reached_us(send):
    send()
    ticket = Ticket.objects.get()
    assert (ticket.opened_at, ticket.created_at) == (NOW, NOW)


def test_the_first_message_says_since_when(send):
    send()
    assert Ticket.objects.get().messages.get().text == "Each comes two times.\n\nSince: Monday"


def test_the_checks_stand_on_the_ticket_and_open_ones_do_not(send):
    send(checks={"users": "done", "users_note": "All six.", "network": "not done"})
    assert Ticket.objects.get().checks == {
        "users": {"state": "done", "note": "All six.", "by": "client"},
        "network": {"state": "not done", "note": "", "by": "client"},
    }


def test_the_step_asks_for_every_check_that_there_is(clara_in, begun):
    text = words(clara_in.get(f"{begun}checks/"))
    for code in PreCheck.values:
        assert f'name="{code}"' in text


def test_the_checks_step_says_what_a_missing_check_may_cost(clara_in, begun):
    assert "we may invoice the time" in words(clara_in.get(f"{begun}checks/"))


@pytest.mark.parametrize(
    ("answers", "fault_class", "test"),
    [
        ({"inaccessible": "yes"}, "critical", "inaccessible"),
        ({"inaccessible": "no", "orders-stopped": "yes"}, "critical", "orders-stopped"),
        ({"orders-stopped": "yes", "degraded": "yes"}, "critical", "orders-stopped"),
        ({"orders-partly": "yes"}, "medium", "orders-partly"),
        ({"read-only": "yes"}, "low", "read-only"),
        ({"read-only": "yes", "degraded": "yes"}, "low", "read-only"),
        ({"degraded": "yes"}, "medium", "degraded"),
        (dict.fromkeys(QUESTIONS, "no"), "low", "other"),
        ({"inaccessible": "no"}, "", ""),
        ({}, "", ""),
    ],
)
def test_the_first_yes_gives_the_provisional_class(send, answers, fault_class, test):
    send(impact=answers)
    ticket = Ticket.objects.get()
    assert (ticket.provisional_class, ticket.fault_class) == (fault_class, "")
    assert Event.objects.get(verb="open").data["impact"] == test


def test_low_priority_is_set_only_by_its_box(send):
    send()
    assert not Ticket.objects.get().low_priority


def test_the_box_sets_low_priority(send):
    send(impact={"low_priority": "on"})
    assert Ticket.objects.get().low_priority


def test_the_consequence_of_low_priority_stands_beside_the_box(clara_in, begun):
    clara_in.post(f"{begun}checks/", {})
    assert "we promise no time for the first answer" in words(clara_in.get(f"{begun}impact/"))


def test_the_review_shows_what_will_be_sent(clara_in, begun):
    clara_in.post(f"{begun}checks/", {"users": "done", "users_note": "All six."})
    clara_in.post(f"{begun}impact/", {"orders-stopped": "yes", "low_priority": "on"})
    text = words(clara_in.get(f"{begun}review/"))
    for shown in ("Each comes two times.", "All six.", "not stated", "Critical, until Support"):
        assert shown in text


def test_files_come_with_the_last_step(send):
    send(uploads=[SimpleUploadedFile("a.txt", b"one"), SimpleUploadedFile("b.txt", b"two")])
    assert sorted(Attachment.objects.values_list("name", flat=True)) == ["a.txt", "b.txt"]


def test_a_file_too_large_opens_nothing_and_loses_nothing(send, clara_in, begun, settings):
    settings.UPLOAD_MAX_BYTES = 10
    text = words(send(uploads=[SimpleUploadedFile("big.txt", b"x" * 11)]))
    assert "“big.txt” is larger than 10 bytes." in text
    assert not Ticket.objects.exists()
    assert "Each comes two times." in text


def test_an_eleventh_file_opens_nothing(send):
    files = [SimpleUploadedFile(f"{i}.txt", b"x") for i in range(11)]
    assert "At most 10 files at a time; these are 11." in words(send(uploads=files))
    assert not Ticket.objects.exists()


def test_an_empty_file_is_named(send):
    assert "The submitted file is empty." in words(send(uploads=[SimpleUploadedFile("e.txt", b"")]))


def test_a_refusal_stands_beside_the_form(send, monkeypatch):
    def refuse(**_):
        raise lifecycle.ActionRefused("Not today.")

    monkeypatch.setattr(lifecycle, "open_ticket", refuse)
    text = words(send())
    assert "Not today." in text
    assert "Each comes two times." in text


def test_the_last_step_leads_back_too(clara_in, begun):
    assert clara_in.post(f"{begun}review/", {"to": "impact"}).url == f"{begun}impact/"


def test_a_double_click_opens_one_ticket(clara_in, send, begun):
    first = send()
    second = clara_in.post(f"{begun}review/", {})
    assert second.url == first.url
    assert Ticket.objects.count() == 1


def test_going_back_to_a_sent_report_leads_to_its_ticket(clara_in, send, begun):
    first = send()
    assert clara_in.get(f"{begun}impact/").url == first.url


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_time_open_one_ticket(clara):
    draft = ReportDraft("the-token", None, {"describe": DESCRIBED})

    def click(_):
        try:
            return report_drafts.open_once(draft, [], administrator=clara, at=NOW).number
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        numbers = set(both.map(click, range(2)))
    assert len(numbers) == Ticket.objects.count() == 1


def test_a_skipped_first_step_is_asked_for(clara_in, clara):
    report_drafts.save(clara.user, ReportDraft("the-token"), "checks", {}, at=NOW)
    assert clara_in.get("/report/the-token/review/").url == "/report/the-token/"


def test_an_unknown_report_begins_again(clara_in):
    response = clara_in.get("/report/no-such-token/checks/", follow=True)
    assert "This report is no longer kept." in words(response)


def test_five_drafts_are_kept(clara_in):
    for i in range(6):
        clara_in.post("/report/", {**DESCRIBED, "subject": f"Problem {i}"})
    kept = FormDraft.objects.order_by("pk")
    subjects = [draft.fields["answers"]["describe"]["subject"] for draft in kept]
    assert subjects == [f"Problem {i}" for i in range(1, 6)]


def test_a_report_is_its_authors_in_every_session(clara_in, clara, begun):
    clara_in.logout()
    clara_in.force_login(clara.user, BACKEND)
    assert "You have an unfinished report." in words(clara_in.get("/report/"))


def test_a_report_is_nobody_elses(begun, clara_in, charlie):
    clara_in.force_login(charlie.user, BACKEND)
    assert clara_in.get(begun).url == "/report/"
    assert "unfinished report" not in words(clara_in.get("/report/"))


def test_a_new_ticket_refers_to_the_old_one(clara_in, closed):
    begun = clara_in.post(f"/report/?follows={closed.number}", DESCRIBED).url
    for step in ("checks", "impact", "review"):
        clara_in.post(begun.replace("checks", step), {})
    assert Ticket.objects.latest("pk").follows == closed


def test_it_cannot_refer_to_anothers_ticket(charlie_in, ticket):
    assert charlie_in.get(f"/report/?follows={ticket.number}").status_code == 404


@pytest.fixture
def article(db):
    return Article.objects.create(
        title="Labels come out twice",
        slug="labels-twice",
        body="Switch the second copy off.",
        is_published=True,
        updated_at=NOW,
    )


def test_articles_like_the_subject_stand_beside_the_checks(clara_in, article, begun):
    assert article.title in words(clara_in.get(f"{begun}checks/"))


def test_the_first_step_looks_for_articles_on_request(clara_in, article):
    text = words(clara_in.post("/report/", {"subject": "labels", "text": "", "to": "look"}))
    assert article.title in text
    assert "Name the problem" not in text


def test_a_piece_of_the_page_lists_articles_as_one_types(clara_in, article):
    assert article.title in words(clara_in.get("/report/hits/?q=my labels"))


def test_an_article_that_is_not_published_helps_nobody(clara_in, article):
    Article.objects.update(is_published=False)
    assert article.title not in words(clara_in.get("/report/hits/?q=my labels"))


def test_an_article_that_solved_it_opens_nothing_and_is_counted(clara_in, clara, article, begun):
    token = begun.split("/")[-2]
    sent = {"draft": token, "article": article.slug, "once": "one form"}
    response = clara_in.post("/report/solved/", sent, follow=True)
    assert "No ticket was opened." in words(response)
    assert not Ticket.objects.exists()
    assert not FormDraft.objects.exists()
    clara_in.post("/report/solved/", sent)
    said = article.feedback.get()
    assert (said.kind, said.reader) == ("solved", clara.user)


@pytest.mark.parametrize("slug", ["", "no-such-article", "a\0b", "x" * 500])
def test_an_article_that_is_gone_is_counted_nowhere(clara_in, slug):
    clara_in.post("/report/solved/", {"article": slug})
    assert not ArticleFeedback.objects.exists()


def test_an_own_open_ticket_like_it_is_offered(clara_in, charlie_in, ticket):
    address = f"/report/hits/?q={ticket.subject}"
    assert f'href="/tickets/{ticket.number}/"' not in words(charlie_in.get(address))
    charlie_in.force_login(ticket.administrator.user, BACKEND)
    assert f'href="/tickets/{ticket.number}/"' in words(charlie_in.get(address))


def test_errors_are_listed_on_top_and_lead_to_their_fields(clara_in):
    text = words(clara_in.post("/report/", {"subject": "", "text": ""}))
    assert "<title>Error: Report a problem, step 1" in text
    assert 'role="alert" aria-labelledby="error-summary-title" tabindex="-1" autofocus' in text
    assert '<a href="#id_subject">Name the problem in one line.</a>' in text
    assert '<a href="#id_text">Write a sentence or two about what you see.</a>' in text


def test_a_refused_first_step_and_its_correction_are_one_report(clara_in):
    page = clara_in.post("/report/", {"subject": "Labels", "text": ""}).content.decode()
    address = re.search(r'action="(/report/[^"]+/)"', page)[1]
    clara_in.post(address, DESCRIBED)
    assert FormDraft.objects.count() == 1


def test_a_long_subject_is_refused_whole(clara_in):
    long = "x" * 201
    text = words(clara_in.post("/report/", {"subject": long, "text": "So."}))
    assert "“What is the problem?” has 201 letters; 200 are the most." in text
    assert f'value="{long}"' in text
    assert "maxlength" not in text


def test_an_error_in_a_note_leads_to_the_note(clara_in, begun):
    text = words(clara_in.post(f"{begun}checks/", {"users_note": "x" * 2001}))
    assert '<a href="#id_users_note">' in text
