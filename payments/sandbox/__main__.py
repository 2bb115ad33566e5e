"""``python -m payments.sandbox``: what ``manage.py run_sandbox`` turns into."""

import argparse

from .server import serve

parser = argparse.ArgumentParser(prog="payments.sandbox", description=__doc__)
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, required=True)
parser.add_argument("--url", required=True, help="how browsers reach this server")
arguments = parser.parse_args()
serve(host=arguments.host, port=arguments.port, url=arguments.url)
