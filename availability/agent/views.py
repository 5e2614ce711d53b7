"""What a second place measured comes in, signed; the answer says what to ask next."""

from django.conf import settings
from django.http import Http404, HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from availability.probes import places, signing, targets

LONGEST_REPORT = 256 * 1024


@csrf_exempt
@require_POST
@never_cache
def receive(request: HttpRequest) -> JsonResponse:
    """No browser comes here: the signature, not a cookie, says who it is."""
    key, now = settings.PROBE_AGENT_KEY, timezone.now()
    if not key:
        raise Http404("No second place is heard.")
    body, signature = request.body, request.headers.get(signing.HEADER, "")
    if len(body) > LONGEST_REPORT:
        return _refused("This report is too long.", status=413)
    if not signing.is_signed(body, signature, key=key):
        return _refused("The signature is not right.", status=403)
    try:
        report = places.read(body)
        places.receive(report, at=now)
    except places.Replayed as error:
        return _refused(str(error), status=409)
    except ValueError as error:
        return _refused(str(error), status=400)
    return JsonResponse({"targets": [places.as_json(each) for each in targets()]})


def _refused(why: str, *, status: int) -> JsonResponse:
    return JsonResponse({"error": why}, status=status)
