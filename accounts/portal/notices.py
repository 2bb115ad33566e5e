"""Where a mail's link ends mails of its kind: no login, the signed link is the proof."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ..errors import UnsubscribeLinkInvalid
from ..notification_kinds import KINDS
from ..services.notifications import read_unsubscribe_token, unsubscribe


# Mail programs post here by themselves (RFC 8058); they have no cookie to protect.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def end_mails(request: HttpRequest, token: str) -> HttpResponse:
    """Ask on GET, since mail scanners follow links; switch off on POST. Twice is once."""
    is_done = request.method == "POST"
    try:
        kind = unsubscribe(token=token) if is_done else read_unsubscribe_token(token=token)[1]
    except UnsubscribeLinkInvalid as error:
        raise Http404 from error
    shown = {"label": KINDS[kind].label, "is_done": is_done}
    answer = render(request, "account/end_mails.html", shown)
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer
