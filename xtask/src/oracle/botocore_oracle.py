"""Calls botocore as the cases on standard input say, and tells what came of it.

Takes the folder of the models, the service, the version of its API, and an endpoint if the rules of the service are not
to find it. A case is one line of JSON: an operation, its parameters, and the response that the client is to meet. The answer is one line too: the request that was sent, and what
botocore made of the response. Values are in the form that the driver of the generated client has too: moments are
microseconds since 1970 began, bytes are base64, and numbers that JSON lacks are text.
"""

import base64
import datetime
import json
import math
import sys
import uuid

import botocore.model
from botocore.awsrequest import AWSResponse, HeadersDict
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.loaders import Loader
from botocore.session import Session
from botocore.utils import is_json_value_header

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
MICROSECOND = datetime.timedelta(microseconds=1)
UNKNOWN_MEMBER = "SDK_UNKNOWN_MEMBER"

# Our clients speak CBOR where a service does, as those of AWS in Rust; botocore prefers JSON.
CBOR = "smithy-rpc-v2-cbor"
others = [it for it in botocore.model.PRIORITY_ORDERED_SUPPORTED_PROTOCOLS if it != CBOR]
botocore.model.PRIORITY_ORDERED_SUPPORTED_PROTOCOLS = (CBOR, *others)

# Tokens that clients make up are the same on both sides.
uuid.uuid4 = lambda: uuid.UUID("00000000-0000-4000-8000-000000000000")


class Body:
    """The body of a canned response, as botocore reads one from the network."""

    def __init__(self, data):
        self._data = data

    def stream(self):
        yield self._data

    def read(self, *_):
        data, self._data = self._data, b""
        return data


def to_python(shape, value):
    """What botocore takes for a value of a case."""
    if value is None or getattr(shape, "is_document_type", False):
        return value
    kind = shape.type_name
    if is_json_value_header(shape):
        return json.loads(value)
    if kind == "structure":
        return {name: to_python(shape.members[name], it) for name, it in value.items()}
    if kind == "list":
        return [to_python(shape.member, it) for it in value]
    if kind == "map":
        return {key: to_python(shape.value, it) for key, it in value.items()}
    if kind == "timestamp":
        return EPOCH + value * MICROSECOND
    if kind == "blob":
        return base64.b64decode(value)
    if kind in ("float", "double"):
        return float(value)
    return value


def to_json(shape, value):
    """A value that botocore gave, in the form of a case."""
    if value is None or getattr(shape, "is_document_type", False):
        return value
    kind = shape.type_name
    if is_json_value_header(shape):
        return json.dumps(value, separators=(",", ":"))
    if kind == "structure":
        if UNKNOWN_MEMBER in value:
            return {UNKNOWN_MEMBER: True}
        return {name: to_json(member, value[name]) for name, member in shape.members.items() if name in value}
    if kind == "list":
        return [to_json(shape.member, it) for it in value]
    if kind == "map":
        return {key: to_json(shape.value, it) for key, it in value.items()}
    if kind == "timestamp":
        return (value.astimezone(datetime.timezone.utc) - EPOCH) // MICROSECOND
    if kind == "blob":
        data = value if isinstance(value, (bytes, bytearray)) else value.read()
        return base64.b64encode(data).decode()
    if kind in ("float", "double") and not isinstance(value, str):
        return number(value)
    return value


def number(value):
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return value


def text(value):
    return value.decode() if isinstance(value, bytes) else value


# Shapes that are of another type in AWS's own model of the service than in botocore's (`model/facts`).
TYPES = {
    "s3": {"PartNumberMarker": "string", "NextPartNumberMarker": "string"},
    "route53": {"PageMaxItems": "integer", "MaxResults": "integer"},
}


class Oracle:
    """A client of botocore that meets the response of a case in place of the network."""

    def __init__(self, data_path, service, version, endpoint=None):
        session = Session()
        session.set_credentials("AKIDEXAMPLE", "secret")
        session.register_component("data_loader", Loader(extra_search_paths=[data_path]))
        self._client = session.create_client(
            service,
            region_name="us-east-1",
            api_version=version,
            endpoint_url=endpoint,
            config=Config(parameter_validation=False, retries={"total_max_attempts": 1}),
        )
        shapes = self._client.meta.service_model._shape_resolver._shape_map
        for name, kind in TYPES.get(service, {}).items():
            shapes[name]["type"] = kind
        self._client.meta.events.register("before-send", self._exchange)
        self._request = None
        self._response = None

    def _exchange(self, request, **_):
        body = request.body or b""
        body = body.encode() if isinstance(body, str) else body
        self._request = {
            "method": request.method,
            "url": request.url,
            "headers": {name.lower(): text(value) for name, value in request.headers.items()},
            "body": base64.b64encode(body).decode(),
        }
        response = self._response
        raw = Body(base64.b64decode(response["body"]))
        return AWSResponse(request.url, response["status"], HeadersDict(response["headers"]), raw)

    def answer(self, case):
        operation = self._client.meta.service_model.operation_model(case["operation"])
        self._request, self._response = None, case["response"]
        try:
            parameters = to_python(operation.input_shape, case["params"]) if operation.input_shape else {}
            # A method would be called with the parameters by name, and a member may be called `self`.
            output = self._client._make_api_call(case["operation"], parameters)
            output = to_json(operation.output_shape, output) if operation.output_shape else {}
            answer = {"output": output}
        except ClientError as error:
            answer = {"error": self._error(error.response)}
        except Exception as error:  # Whatever it is, it is botocore's answer to the case.
            answer = {"failed": f"{type(error).__name__}: {error}"}
        answer["request"] = self._request
        return answer

    def _error(self, response):
        error = response.get("Error", {})
        find = self._client.meta.service_model.shape_for_error_code
        # What the protocol of old called the error, where its shape says that, and else what it is called now.
        shape = find(error.get("Code")) or find(error.get("QueryErrorCode"))
        members = to_json(shape, {k: v for k, v in response.items() if k in shape.members}) if shape else None
        metadata = response.get("ResponseMetadata", {})
        return {
            "status": metadata.get("HTTPStatusCode"),
            "request_id": metadata.get("RequestId"),
            "code": error.get("Code"),
            "message": error.get("Message"),
            "name": shape.name if shape else None,
            "members": members,
        }


def main():
    oracle = Oracle(*sys.argv[1:])
    for line in sys.stdin.buffer:
        answer = oracle.answer(json.loads(line))
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


main()
