"""A mail server on this machine that says what it is told to say."""

import socketserver
import threading
from email import message_from_bytes, policy
from email.message import Message


class SmtpDouble:
    """Takes mails into ``messages``; ``answers`` replaces the answer to a command, by its word.

    ``answers["DATA"]`` is the answer to the text, ``"drop"`` closes the line instead.
    """

    def __init__(self) -> None:
        self.answers: dict[str, str] = {}
        self.messages: list[Message] = []
        self.tried: list[str] = []
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _handler_of(self))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def port(self) -> int:
        return self._server.server_address[1]

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def _handler_of(double: SmtpDouble) -> type[socketserver.StreamRequestHandler]:
    class Handler(socketserver.StreamRequestHandler):
        def say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

        def handle(self) -> None:
            self.say("220 double")
            while line := self.rfile.readline().decode().strip():
                word = line.split(" ", 1)[0].upper()
                if word == "QUIT":
                    self.say("221 bye")
                    return
                if word == "DATA":
                    self.say("354 go on")
                    content = self.read_content()
                    answer = double.answers.get("DATA", "250 taken")
                    if answer.startswith("250"):
                        double.messages.append(message_from_bytes(content, policy=policy.default))
                else:
                    if word == "RCPT":
                        double.tried.append(line)
                    answer = double.answers.get(word, "250 fine")
                if answer == "drop":
                    return
                self.say(answer)

        def read_content(self) -> bytes:
            lines = []
            while (line := self.rfile.readline()) != b".\r\n":
                lines.append(line[1:] if line.startswith(b"..") else line)
            return b"".join(lines)

    return Handler
