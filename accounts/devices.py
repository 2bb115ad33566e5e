"""What people recognise their devices by: ``Chrome en Android`` instead of a user agent."""

import hashlib
import re

# The first that fits has the word: many programs claim to be others too.
_PROGRAMS = [
    ("Edge", r"\bEdg(?:e|A|iOS)?/"),
    ("Opera", r"\bOPR/|\bOpera\b"),
    ("Samsung Internet", r"\bSamsungBrowser/"),
    ("Firefox", r"\bFirefox/|\bFxiOS/"),
    ("Chrome", r"\b(?:Headless)?Chrome/|\bCriOS/|\bChromium/"),
    ("Safari", r"\bSafari/"),
    ("Postman", r"\bPostmanRuntime/"),
    ("curl", r"^curl/"),
    ("Python", r"\bpython-requests/|\bPython-urllib/|\baiohttp/|\bhttpx/"),
    ("Aplicación", r"\bokhttp/|\bCFNetwork/|\bDart/"),
]
_SYSTEMS = [
    ("iPhone", r"\biPhone\b"),
    ("iPad", r"\biPad\b"),
    ("Android", r"\bAndroid\b"),
    ("Windows", r"\bWindows\b"),
    ("Chromebook", r"\bCrOS\b"),
    ("Mac", r"\bMac(?:intosh| OS X)\b"),
    ("Linux", r"\bLinux\b|\bX11\b"),
]
UNKNOWN = "Dispositivo desconocido"


def device_label(agent: str) -> str:
    """Return program and system of a ``User-Agent``, as far as it tells, in Spanish."""
    program, system = _first(_PROGRAMS, agent), _first(_SYSTEMS, agent)
    return " en ".join(filter(None, (program, system))) or UNKNOWN


def device_mark(*, agent: str, block: str) -> str:
    """Return what a device is known again by: program and address block, hashed."""
    return hashlib.sha256(f"{block}\n{agent}".encode()).hexdigest()


def _first(names: list[tuple[str, str]], agent: str) -> str:
    return next((name for name, pattern in names if re.search(pattern, agent)), "")
