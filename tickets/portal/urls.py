"""Addresses of the portal; those that change something take POST only."""

from django.urls import path

from tickets.portal.views import (
    articles,
    attachment,
    company,
    home,
    month_files,
    months,
    opened,
    rating,
    readings,
    report,
    service_level,
    ticket,
    ticket_actions,
    tickets,
    tickets_csv,
    why,
)

app_name = "portal"
STEP = "report/<slug:token>/"
urlpatterns = [
    path("", home.home, name="home"),
    path("tickets/", tickets.tickets, name="tickets"),
    path("tickets.csv", tickets_csv.tickets_csv, name="tickets_csv"),
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
    *(
        path(
            f"months/<id:sequence>/report.{ending}",
            month_files.month_file,
            {"ending": ending},
            name=f"month_{ending}",
        )
        for ending in ("pdf", "xlsx", "csv")
    ),
    path("service-level/", service_level.service_level, name="service_level"),
    path("service-level/agreement/", service_level.versions, name="versions"),
    path("service-level/<str:name>/", service_level.service_month, name="service_month"),
    path(
        "service-level/<str:name>/tickets/", service_level.service_tickets, name="service_tickets"
    ),
    path("readings/", readings.readings, name="readings"),
    path("articles/", articles.articles, name="articles"),
    path("articles/<slug:slug>/", articles.article, name="article"),
    path("articles/<slug:slug>/feedback/", articles.feedback, name="article_feedback"),
    path("company/", company.company, name="company"),
    path("attachments/<id:attachment_id>/", attachment.attachment, name="attachment"),
]
