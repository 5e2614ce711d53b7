"""Every link that a role sees leads somewhere it may go, and every button may be pressed."""

from collections import Counter, deque
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve

from tests.permissions import table
from tests.permissions.undone import ask

STARTS = {
    **dict.fromkeys(table.STAFF, "/desk/"),
    **dict.fromkeys(table.CLIENTS, "/"),
    "anonymous": "/sign-in/",
}
# The start page leads everybody to their own; files and pictures are no pages.
HOME, STATIC = "/", "/static/"
# Some pages of the account first ask for a proof of who one is.
PROOF = "/account/confirm/"
BUTTONS = {("submit", "button"), ("submit", "input")}
# How many of a kind are tried: of two pages of a kind the second may be in another state.
MOST_OF_A_KIND = (1, pytest.param(2, marks=pytest.mark.fuzz))


class Links(HTMLParser):
    """Where the links of a page lead, and the forms that have a button: (method, address)."""

    def __init__(self, url, text):
        super().__init__()
        self.url, self.form, self.found = url, None, []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.add("GET", given["href"])
        elif tag == "form":
            self.form = (given.get("method", "get").upper(), given.get("action") or self.url)
        elif self.form and (given.get("type", "submit"), tag) in BUTTONS:
            self.add(*self.form)

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None

    def add(self, method, href):
        url = urldefrag(urljoin(self.url, href)).url
        if method in ("GET", "POST") and url.startswith("/") and not url.startswith((STATIC, "//")):
            self.found.append((method, url))


def kind(method, url):
    """What has to be tried only a few times: a route, with its verb."""
    path = urlsplit(url).path
    try:
        match = resolve(path)
    except Resolver404:
        return method, path, ""
    return method, match.route, match.kwargs.get("verb", "")


def faults(method, url, response, start):
    """What is wrong with where a link led, in a word; empty where nothing is."""
    if url in (HOME, start) or response.headers.get("Location", "").startswith(PROOF):
        return ""
    told = table.told(response)
    if method == "POST":
        return told if told in {"403", "404", "405", "500"} else ""
    return "" if told == "200" else told


def crawl(browser, start, most):
    """The links that lead nowhere, each with the page that has it; breadth first."""
    tried, wrong = Counter(), []
    waiting = deque([("GET", start, "")])
    while waiting:
        method, url, page = waiting.popleft()
        if tried[kind(method, url)] == most or tried[method, url]:
            continue
        tried[kind(method, url)] += 1
        tried[method, url] += 1
        response, _ = ask(browser, method, url)
        fault = faults(method, url, response, start)
        if fault:
            wrong.append(f"{method} {url}: {fault}, linked from {page}")
        if method == "GET" and response["Content-Type"].startswith("text/html"):
            text = response.content.decode()
            waiting += [(*link, url) for link in Links(url, text).found]
    return wrong


@pytest.mark.parametrize("most", MOST_OF_A_KIND)
def test_every_link_leads_somewhere(most, world, browsers):
    wrong = {role: crawl(browsers[role], STARTS[role], most) for role in table.ROLES}
    assert wrong == {role: [] for role in table.ROLES}
