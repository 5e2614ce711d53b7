"""Pages of no app: the way home, and the kit of parts for developers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def kit(request: HttpRequest) -> HttpResponse:
    return render(request, "kit.html")
