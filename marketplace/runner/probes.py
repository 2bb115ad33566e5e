"""Asks a service a real question; True when it answers as it should, False when not yet."""

import http.client
import socket
from urllib.parse import unquote, urlsplit

# Seconds. Probes are repeated, so one may give up early.
PATIENCE = 2.0
DEFAULT_REDIS_PORT = 6379


def answers_http(url: str) -> bool:
    """Whether GET ``url`` gives 200."""
    return body_at(url) is not None


def body_at(url: str) -> bytes | None:
    """Return what GET ``url`` gives with 200; None when it does not."""
    address = urlsplit(url)
    connect = (
        http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
    )
    connection = connect(address.netloc, timeout=PATIENCE)
    try:
        connection.request("GET", address.path or "/")
        response = connection.getresponse()
        body = response.read()
        return body if response.status == http.HTTPStatus.OK else None
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def answers_chroma(url: str) -> bool:
    return answers_http(url.rstrip("/") + "/api/v2/heartbeat")


def answers_embedder(url: str) -> bool:
    """Whether the embedder has its model, or knows that it has none; it answers earlier."""
    body = body_at(url.rstrip("/") + "/health")
    return body is not None and b'"loading"' not in body


def answers_redis(url: str) -> bool:
    """Whether the server at ``redis://`` ``url`` lets us in and answers PING with PONG.

    Other schemes (TLS, sentinels) are the client library's business and are asked through it.
    """
    address = urlsplit(url)
    if address.scheme != "redis":
        return answers_redis_client(url)
    words = [["PING"]]
    if address.password:
        user = [unquote(address.username)] if address.username else []
        words.insert(0, ["AUTH", *user, unquote(address.password)])
    request = b"".join(redis_request(command) for command in words)
    place = (address.hostname or "127.0.0.1", address.port or DEFAULT_REDIS_PORT)
    try:
        with socket.create_connection(place, timeout=PATIENCE) as connection:
            connection.sendall(request)
            answer = b""
            while answer.count(b"\r\n") < len(words):
                received = connection.recv(1024)
                if not received:
                    return False
                answer += received
    except OSError:
        return False
    return answer.endswith(b"+PONG\r\n")


def redis_request(words: list[str]) -> bytes:
    """Return one command in the protocol's form."""
    encoded = [word.encode() for word in words]
    parts = [b"*%d\r\n" % len(encoded)]
    parts += [b"$%d\r\n%s\r\n" % (len(word), word) for word in encoded]
    return b"".join(parts)


def answers_redis_client(url: str) -> bool:
    import redis  # slow import, and only for unusual addresses

    try:
        with redis.from_url(url, socket_timeout=PATIENCE) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False
