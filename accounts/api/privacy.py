"""``/me/…``: a person's own consents, copies, erasure, queries and claims (Ley 1581 of 2012)."""

from typing import Any
from uuid import UUID

from django.http import FileResponse
from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework import status
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.shared.api.pagination import NumberedPages
from marketplace.shared.api.permissions import IsAuthenticated
from marketplace.shared.api.views import PageQuery, PersonRequest, PlazaView

from ..models import Consent
from ..privacy_terms import RequestKind
from ..selectors.consents import consent_states, consents_of
from ..selectors.privacy import deletion_request_of, exports_of, privacy_requests_of
from ..services import consents, data_exports, downloads, erasure, privacy_requests
from .limits import LoginLimit
from .privacy_outputs import (
    consent_json,
    consent_state_json,
    deletion_json,
    export_json,
    privacy_request_json,
)
from .privacy_serializers import (
    ConsentInput,
    ConsentOutput,
    ConsentsOutput,
    DataExportOutput,
    DeletionInput,
    DeletionRequestOutput,
    PrivacyRequestInput,
    PrivacyRequestOutput,
)


class Consents(PlazaView):
    """The proof, page by page, and the present state of every text: 4 queries in all."""

    permission_classes = [IsAuthenticated]

    @extend_schema(parameters=[PageQuery], responses=ConsentsOutput)
    def get(self, request: PersonRequest) -> Response:
        self.checked_query(PageQuery)
        page = self.numbered_page(consents_of(user_id=request.user.pk), consent_json)
        states = consent_states(user_id=request.user.pk)
        page.data["current"] = [consent_state_json(state) for state in states]
        return page

    @extend_schema(request=ConsentInput, responses={200: ConsentOutput, 201: ConsentOutput})
    def post(self, request: PersonRequest) -> Response:
        body = self.checked_body(ConsentInput)
        row, is_new = consents.set_consent(
            user_id=request.user.pk, kind=Consent.Kind(body["kind"]), is_given=body["is_given"]
        )
        return Response(consent_json(row), status=_made(is_new))


class DataExports(PlazaView):
    """The person's copies: 3 queries in all."""

    permission_classes = [IsAuthenticated]
    pagination_class = NumberedPages

    @extend_schema(parameters=[PageQuery], responses=DataExportOutput(many=True))
    def get(self, request: PersonRequest) -> Response:
        self.checked_query(PageQuery)
        return self.numbered_page(exports_of(user_id=request.user.pk), export_json)

    @extend_schema(request=None, responses={202: DataExportOutput})
    def post(self, request: PersonRequest) -> Response:
        export = data_exports.ask_export(user_id=request.user.pk)
        return Response(export_json(export), status=status.HTTP_202_ACCEPTED)


class WhateverIsAccepted(BaseContentNegotiation):
    """A file is sent as it is; refusals are problems."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(self, request: Request, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type


class DataExportDownload(PlazaView):
    """``GET /me/data-exports/{id}/download``: the zip, to its owner alone."""

    permission_classes = [IsAuthenticated]
    content_negotiation_class = WhateverIsAccepted

    @extend_schema(responses={(200, "application/zip"): OpenApiTypes.BINARY})
    def get(self, request: PersonRequest, export_id: UUID) -> FileResponse:
        download = downloads.open_export(user_id=request.user.pk, export_id=export_id)
        return downloads.attachment(download)


class DeletionRequestView(PlazaView):
    """``/me/deletion-request``: asked with the password, withdrawn without it."""

    permission_classes = [IsAuthenticated]

    def get_throttles(self) -> list[Any]:
        return [LoginLimit()] if self.request.method == "POST" else []

    @extend_schema(responses=DeletionRequestOutput)
    def get(self, request: PersonRequest) -> Response:
        return Response(deletion_json(deletion_request_of(user_id=request.user.pk)))

    @extend_schema(
        request=DeletionInput, responses={200: DeletionRequestOutput, 201: DeletionRequestOutput}
    )
    def post(self, request: PersonRequest) -> Response:
        asked, is_new = erasure.ask_erasure(
            user_id=request.user.pk, **self.checked_body(DeletionInput)
        )
        answer = Response(deletion_json(asked), status=_made(is_new))
        answer["Location"] = "/api/v1/me/deletion-request"
        return answer

    @extend_schema(responses={204: None})
    def delete(self, request: PersonRequest) -> Response:
        erasure.withdraw_erasure(user_id=request.user.pk)
        return Response(status=status.HTTP_204_NO_CONTENT)


class PrivacyRequests(PlazaView):
    """The person's queries and claims: 3 queries in all."""

    permission_classes = [IsAuthenticated]
    pagination_class = NumberedPages

    @extend_schema(parameters=[PageQuery], responses=PrivacyRequestOutput(many=True))
    def get(self, request: PersonRequest) -> Response:
        self.checked_query(PageQuery)
        return self.numbered_page(
            privacy_requests_of(user_id=request.user.pk), privacy_request_json
        )

    @extend_schema(request=PrivacyRequestInput, responses={201: PrivacyRequestOutput})
    def post(self, request: PersonRequest) -> Response:
        body = self.checked_body(PrivacyRequestInput)
        received = privacy_requests.receive_request(
            user_id=request.user.pk, kind=RequestKind(body["kind"]), text=body["text"]
        )
        return Response(privacy_request_json(received), status=status.HTTP_201_CREATED)


def _made(is_new: bool) -> int:
    return status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
