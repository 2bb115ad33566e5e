"""Every route says who may pass."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.mixins import AccessMixin
from django.urls import URLPattern, URLResolver, get_resolver, path
from rest_framework.views import APIView

from marketplace.shared.api.permissions import NobodyByDefault

# Pages that everybody may see, and Django's own parts, which guard themselves.
OPEN_PAGES = {"front", "portal-login", "login", "logout", "terms", "personal-data"}
OPEN_PAGES |= {"sign_up", "forgotten", "reset", "verify_email", "confirm_email"}
GUARDED = ("django.contrib.admin", "django.views.static", "django.views.i18n", "marketplace.admin")


def routes(resolver: Any = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield every route with its full pattern."""
    for entry in (resolver or get_resolver()).url_patterns:
        here = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, here)
        else:
            yield here, entry


def undeclared(route: str, pattern: URLPattern) -> str | None:
    """Return the route if its view does not say who may call it."""
    view = getattr(pattern.callback, "view_class", None) or getattr(pattern.callback, "cls", None)
    if view is not None and issubclass(view, APIView):
        declared = any(
            "permission_classes" in vars(base) for base in view.__mro__[:-1] if base is not APIView
        )
        return None if declared and NobodyByDefault not in view.permission_classes else route
    if view is not None and issubclass(view, AccessMixin):
        return None
    if pattern.name in OPEN_PAGES or pattern.callback.__module__.startswith(GUARDED):
        return None
    return route


def api_routes() -> list[tuple[str, URLPattern]]:
    return [
        (route, pattern) for route, pattern in routes() if route.startswith(("api/", "metrics"))
    ]


def test_every_route_of_the_api_declares_its_permission():
    assert len(api_routes()) > 10
    assert [fault for entry in api_routes() if (fault := undeclared(*entry))] == []


def test_a_view_that_forgets_is_found():
    class Forgetful(APIView):
        pass

    class Inherits(APIView):
        permission_classes = [NobodyByDefault]

    for view in (Forgetful, Inherits):
        assert undeclared("api/v1/x", path("x", view.as_view())) == "api/v1/x"


def test_no_route_of_the_api_is_reached_by_two_names():
    patterns = [route for route, _ in api_routes()]

    assert sorted(patterns) == sorted(set(patterns))


def test_routes_of_the_api_have_no_slash_at_the_end():
    """The middleware takes it away, so such a route would never be reached."""
    assert [route for route, _ in api_routes() if route.endswith("/")] == []


def test_every_page_of_the_portal_and_of_the_account_needs_a_login():
    own = ("portal/", "cuenta/")
    pages = [(route, pattern) for route, pattern in routes() if route.startswith(own)]

    assert [fault for entry in pages if (fault := undeclared(*entry))] == []
