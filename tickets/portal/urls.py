"""Addresses of the portal; those that change something take POST only."""

from django.urls import path

from tickets.portal.views import (
    articles,
    attachment,
    home,
    months,
    opened,
    rating,
    readings,
    report,
    ticket,
    ticket_actions,
    tickets,
    why,
)

app_name = "portal"
STEP = "report/<slug:token>/"
urlpatterns = [
    path("", home.home, name="home"),
    path("tickets/", tickets.tickets, name="tickets"),
    path("tickets/<id:number>/", ticket.ticket, name="ticket"),
    path("tickets/<id:number>/why/", why.why, name="why"),
    path("tickets/<id:number>/opened/", opened.opened, name="opened"),
    path("tickets/<id:number>/reply/", ticket_actions.reply, name="reply"),
    path("tickets/<id:number>/close/", ticket_actions.close, name="close"),
    path("tickets/<id:number>/reopen/", ticket_actions.reopen, name="reopen"),
    path(
        "tickets/<id:number>/decisions/<id:finding_id>/contest/",
        ticket_actions.contest,
        name="contest",
    ),
    path("tickets/<id:number>/rate/", rating.rate, name="rate"),
    path("tickets/<id:number>/priority/", ticket_actions.priority, name="priority"),
    path("report/", report.report, name="report"),
    path("report/hits/", report.hits, name="hits"),
    path("report/solved/", report.solved, name="solved"),
    path(STEP, report.step, {"code": "describe"}, name="report_describe"),
    path(f"{STEP}checks/", report.step, {"code": "checks"}, name="report_checks"),
    path(f"{STEP}impact/", report.step, {"code": "impact"}, name="report_impact"),
    path(f"{STEP}review/", report.review, name="report_review"),
    path("months/", months.months, name="months"),
    path("months/<id:sequence>/bundle.zip", months.bundle, name="bundle"),
    path("readings/", readings.readings, name="readings"),
    path("articles/", articles.articles, name="articles"),
    path("articles/<slug:slug>/", articles.article, name="article"),
    path("articles/<slug:slug>/feedback/", articles.feedback, name="article_feedback"),
    path("attachments/<id:attachment_id>/", attachment.attachment, name="attachment"),
]
