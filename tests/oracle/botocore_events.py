"""Prints what botocore reads in the messages of an event stream.

Takes the file of a model, its protocol and the name of the stream's union; reads the bytes of messages, and prints a JSON
list with what each of them holds. Bytes are in hexadecimal, timestamps in seconds.
"""

import json
import sys
from datetime import datetime

from botocore import parsers
from botocore.eventstream import EventStreamBuffer
from botocore.model import ServiceModel


def plain(value):
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, datetime):
        return value.timestamp()
    raise TypeError(type(value))


def main():
    path, protocol, union = sys.argv[1:]
    with open(path) as file:
        shape = ServiceModel(json.load(file)).shape_for(union)
    parser = type(parsers.create_parser(protocol)).EVENT_STREAM_PARSER_CLS()
    messages = EventStreamBuffer()
    messages.add_data(sys.stdin.buffer.read())
    read = [parser.parse(message.to_response_dict(), shape) for message in messages]
    for event in read:
        event.pop("ResponseMetadata", None)
    print(json.dumps(read, default=plain, sort_keys=True))


main()
