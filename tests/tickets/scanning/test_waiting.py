"""A file is offered to nobody before the scanner, where there is one, has found it clean."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.conftest import OPENED
from tests.tickets.scanning.daemon import listening
from tickets import lifecycle
from tickets.attachments import Upload
from tickets.lifecycle.splitting import split
from tickets.models import Attachment
from tickets.scanning.health import scanner as health_of_scanner
from tickets.scanning.waiting import MOST_A_RUN, scan_waiting

NOW = OPENED + timedelta(hours=1)
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def write(ticket, clara):
    def written(*contents: bytes, name: str = "prices.pdf"):
        files = [Upload(name, content) for content in contents]
        lifecycle.write(ticket.pk, text="See.", by=clara.user, at=NOW, files=files)

    return written


def states() -> list[str]:
    return list(Attachment.objects.order_by("id").values_list("scan", flat=True))


def test_without_a_scanner_files_are_offered_at_once(write):
    write(b"a price list")
    assert [states(), Attachment.objects.get().is_offered] == [["off"], True]


def test_with_one_a_file_waits(write, scanner):
    write(b"a price list")
    assert [states(), Attachment.objects.get().is_offered] == [["waiting"], False]


def test_what_is_clean_is_offered(write, daemon):
    write(b"a price list")
    scan_waiting(at=NOW)
    assert [states(), Attachment.objects.get().is_offered] == [["clean"], True]


def test_what_is_infected_is_never_offered(write, daemon):
    write(b"EICAR")
    scan_waiting(at=NOW)
    file = Attachment.objects.get()
    assert (file.scan, file.scan_found, file.is_offered) == (
        "infected",
        "Eicar-Test-Signature",
        False,
    )


def test_what_cannot_be_scanned_is_not_offered(write, daemon):
    write(b"x" * 300_000)
    scan_waiting(at=NOW)
    file = Attachment.objects.get()
    assert (file.scan, file.scan_found, file.is_offered) == (
        "unscannable",
        "INSTREAM size limit exceeded",
        False,
    )


def test_one_content_is_judged_once_for_all_its_files(write, daemon):
    write(b"EICAR logo")
    write(b"EICAR logo", b"clean")
    assert scan_waiting(at=NOW) == 2
    assert [states(), len(daemon)] == [["infected", "infected", "clean"], 2]


def test_what_was_judged_is_not_asked_about_again(write, daemon):
    write(b"a price list")
    scan_waiting(at=NOW)
    assert scan_waiting(at=NOW) == 0


def test_a_content_that_is_gone_does_not_hold_up_the_others(write, daemon):
    write(b"gone", b"here")
    gone = Attachment.objects.earliest("id")
    gone.file.storage.delete(gone.file.name)
    scan_waiting(at=NOW)
    assert states() == ["unscannable", "clean"]


def test_without_the_daemon_files_wait_on(write, scanner):
    write(b"a price list")
    scan_waiting(at=NOW)
    assert states() == ["waiting"]


def test_once_it_is_back_what_waited_is_judged(write, scanner):
    write(b"a price list")
    scan_waiting(at=NOW)
    with listening(scanner):
        scan_waiting(at=NOW + timedelta(hours=1))
    assert states() == ["clean"]


def test_the_health_names_a_scanner_that_is_down(write, scanner):
    write(b"a price list")
    scan_waiting(at=NOW)
    part = health_of_scanner(NOW + timedelta(minutes=11))
    assert part[1:4] == ("virus_scanner_silent_for", 660, True)


def test_a_minute_without_it_is_no_problem_yet(write, scanner):
    write(b"a price list")
    scan_waiting(at=NOW)
    assert health_of_scanner(NOW + timedelta(minutes=1)).is_failing is False


def test_the_health_counts_from_the_first_failure(write, scanner):
    write(b"a price list")
    for minute in range(12):
        scan_waiting(at=NOW + timedelta(minutes=minute))
    assert health_of_scanner(NOW + timedelta(minutes=12)).value == 720


def test_where_nothing_waits_nothing_is_wrong(db):
    assert health_of_scanner(NOW)[2:4] == (None, False)


def test_a_run_has_an_end(write, daemon):
    write(*(b"%d" % number for number in range(MOST_A_RUN + 5)))
    assert [scan_waiting(at=NOW), scan_waiting(at=NOW)] == [MOST_A_RUN, 5]


def test_files_that_were_split_off_wait_as_well(write, daemon, aoife):
    write(b"EICAR")
    message = Attachment.objects.get().message
    split(message.pk, subject="Another matter", by=aoife, at=NOW + timedelta(minutes=1))
    scan_waiting(at=NOW)
    assert states() == ["infected", "infected"]


def test_the_desk_downloads_what_is_clean(write, daemon, client, aoife):
    write(b"a price list")
    scan_waiting(at=NOW)
    file = Attachment.objects.get()
    client.force_login(aoife, BACKEND)
    address = reverse("admin:tickets_file", args=[file.message.ticket_id, file.pk])
    assert b"".join(client.get(address).streaming_content) == b"a price list"


@pytest.mark.parametrize("content", [b"EICAR", b"waits"])
def test_nobody_downloads_what_is_not_offered(write, scanner, client, aoife, clara, content):
    write(content)
    if content == b"EICAR":
        with listening(scanner):
            scan_waiting(at=NOW)
    file = Attachment.objects.get()
    answers = []
    for user, address in [
        (clara.user, f"/attachments/{file.pk}/"),
        (aoife, reverse("admin:tickets_file", args=[file.message.ticket_id, file.pk])),
    ]:
        client.force_login(user, BACKEND)
        answers.append(client.get(address).status_code)
    assert answers == [404, 404]


def test_the_ticket_says_what_was_found_and_links_to_nothing(write, daemon, client, clara, ticket):
    write(b"EICAR")
    scan_waiting(at=NOW)
    client.force_login(clara.user, BACKEND)
    page = client.get(f"/tickets/{ticket.number}/").content.decode()
    assert "infected: Eicar-Test-Signature; it is not offered" in page
    assert "/attachments/" not in page


def test_the_desk_says_that_a_file_is_being_scanned(write, scanner, client, aoife, ticket):
    write(b"a price list")
    client.force_login(aoife, BACKEND)
    page = client.get(reverse("admin:tickets_ticket_change", args=[ticket.pk])).content.decode()
    assert "prices.pdf <span>being scanned</span>" in " ".join(page.split())
