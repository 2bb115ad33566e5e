"""``python -m catalog.search --port N``: the embedder."""

import argparse
import os
import sys

from .serve import configure_logging, serve


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m catalog.search", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--host", default="127.0.0.1")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.demo")
    configure_logging()
    try:
        serve(host=options.host, port=options.port, tell=lambda line: print(line, flush=True))  # noqa: T201 - a program's own output
    except OSError as error:
        sys.exit(f"{options.host}:{options.port}: {error.strerror}")


if __name__ == "__main__":
    main()
