"""What a mail server's refusal means for the mail at hand."""

import re
import smtplib
from dataclasses import dataclass

# No such mailbox, moved, not a valid name (RFC 5321, 4.2.3).
BAD_ADDRESS = frozenset({550, 551, 553})
# Security or policy (RFC 3463): our server or the text is disliked, the mailbox may be fine.
_POLICY = re.compile(rb"5\.7\.")


@dataclass(frozen=True, kw_only=True)
class MailRefusal:
    """The server will never take this mail; ``is_address`` when the mailbox itself is bad."""

    code: str
    is_address: bool


def refusal_of(error: OSError) -> MailRefusal | None:
    """Return what makes ``error`` final; None when trying again may help.

    Final are 5xx answers to the recipient and to the mail itself. Wrong credentials, a refused
    sender and a server that does not answer are ours to mend and would refuse every mail, so
    those mails wait.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        [(code, text), *_] = error.recipients.values()
    elif isinstance(error, smtplib.SMTPDataError):
        code, text = error.smtp_code, _bytes(error.smtp_error)
    else:
        return None
    if not 500 <= code < 600:
        return None
    is_policy = _POLICY.match(text) is not None
    return MailRefusal(code=str(code), is_address=code in BAD_ADDRESS and not is_policy)


def _bytes(text: bytes | str) -> bytes:
    return text if isinstance(text, bytes) else text.encode()
