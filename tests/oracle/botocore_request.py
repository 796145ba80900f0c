"""Prints the requests that botocore sends for ListDatasets.

Reads a JSON list of parameter sets, and prints a JSON list of requests: method, URL, headers and body.
"""

import json
import sys

from botocore.awsrequest import AWSResponse
from botocore.config import Config
from botocore.session import Session


class Body:
    """The body of a canned response."""

    def stream(self):
        yield b"{}"


def main():
    session = Session()
    session.set_credentials("AKIDEXAMPLE", "secret")
    client = session.create_client(
        "personalize",
        region_name="us-east-1",
        config=Config(parameter_validation=False, retries={"max_attempts": 0}),
    )
    requests = []

    def record(request, **_):
        body = request.body.decode() if isinstance(request.body, bytes) else request.body
        headers = {
            name.lower(): value.decode() if isinstance(value, bytes) else value
            for name, value in request.headers.items()
        }
        requests.append({"method": request.method, "url": request.url, "headers": headers, "body": body})
        return AWSResponse(request.url, 200, {}, Body())

    client.meta.events.register("before-send", record)
    for parameters in json.load(sys.stdin.buffer):
        client.list_datasets(**parameters)
    json.dump(requests, sys.stdout)


main()
