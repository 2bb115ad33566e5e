import json
import logging
from decimal import Decimal
from uuid import UUID

import pytest

from marketplace.shared.ids import link_secret
from marketplace.shared.logs import JsonFormatter
from marketplace.shared.request_context import RequestContext, enter_request, leave_request

CARD = "4111111111111111"


def line(message="Sentence", *args, extra=None, exc_info=None) -> str:
    logger = logging.getLogger("plaza.test")
    record = logger.makeRecord(
        "plaza.test", logging.INFO, "f.py", 1, message, args, exc_info, extra=extra
    )
    return JsonFormatter().format(record)


def test_a_line_is_one_json_object_with_the_ids():
    enter_request(RequestContext(request_id="r-9"))
    try:
        read = json.loads(line("Paid %s", "now", extra={"order_id": "x", "total": Decimal("1.00")}))
    finally:
        leave_request()

    assert read.pop("at").endswith("+00:00")
    assert read == {
        "level": "INFO",
        "logger": "plaza.test",
        "message": "Paid now",
        "request_id": "r-9",
        "order_id": "x",
        "total": "1.00",
    }


@pytest.mark.parametrize(
    "bad", ["\n", "\r", "\x85", "\u2028", "\u2029", "\x0b", "\x1b[2J", "\x9b2J"]
)
def test_no_input_can_forge_a_line_or_move_a_terminal(bad):
    text = line(f"a{bad}{{}}", extra={"sent": f"x{bad}y", f"k{bad}": 1})

    assert len(text.splitlines()) == 1
    assert bad not in text
    json.loads(text)


def test_extras_cannot_take_the_place_of_the_real_values():
    read = json.loads(line(extra={"level": "FATAL", "logger": "other", "at": "never"}))

    assert (read["level"], read["logger"]) == ("INFO", "plaza.test")
    assert read["at"] != "never"


@pytest.mark.parametrize(
    "written",
    [
        CARD,
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "4111.1111.1111.1111",
        "card4111111111111111x",
        "2026 4111 1111 1111 1111",
        "4111 1111 1111 1111 2026",
        "15113-4111111111111111-10001",
        int(CARD),
    ],
)
def test_card_like_digits_are_masked_everywhere(written):
    text = line(
        "number %s", written, extra={"n": written, "deep": {"list": [written], str(written): 1}}
    )

    assert "1111" not in text
    assert "[digits]" in text
    json.loads(text)


@pytest.mark.parametrize("card", ["378282246310005", "6011000990139424", "4222222222222"])
def test_cards_of_other_lengths_are_masked(card):
    assert card not in line("number %s", card)


def test_only_the_card_is_masked_in_a_row_of_numbers():
    read = json.loads(line("12 4111 1111 1111 1111 10, 5555555555554444"))

    assert read["message"] == "12 [digits] 10, [digits]"


def test_a_card_in_a_traceback_is_masked():
    try:
        raise ValueError(CARD)
    except ValueError as error:
        text = line(exc_info=(type(error), error, error.__traceback__))

    assert CARD not in text
    assert "ValueError" in json.loads(text)["traceback"]


@pytest.mark.parametrize(
    "kept",
    [
        "12345678-1234-7123-8123-123456789012",
        "ORD-20261121-ABCD2345",
        "+573001112233",
        "2026-11-21T10:00:00",
        "99900.00",
        "123456789012",
        "15113-1795299306-10001",
        "4111111111111112",
        "4111 1111 1111 1112",
        "1795299306 10001 2026",
    ],
)
def test_ids_dates_and_amounts_stay_readable(kept):
    assert json.loads(line(extra={"value": kept}))["value"] == kept


@pytest.mark.parametrize(
    "odd", ["\ud800", 2**70, {1: 2}, {"s"}, object, float("nan"), b"bytes", UUID(int=5), (1, 2)]
)
def test_odd_values_do_not_lose_the_line(odd):
    assert json.loads(line("still here", extra={"odd": odd}))["message"] == "still here"


def test_the_secret_of_a_link_is_masked_wherever_it_stands():
    secret = link_secret()

    text = line("Service Unavailable: %s", f"/cuenta/restablecer/{secret}/", extra={"at": secret})

    assert secret not in text
    assert "/cuenta/restablecer/[secret]/" in text
