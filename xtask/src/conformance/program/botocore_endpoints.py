"""Finds endpoints by botocore's own resolver: a case a line in, an answer a line out."""

import gzip
import json
import os
import sys

from botocore.endpoint_provider import EndpointProvider


def read(folder, name):
    path = os.path.join(folder, name)
    if os.path.exists(path):
        with open(path) as file:
            return json.load(file)
    with gzip.open(path + ".gz") as file:
        return json.load(file)


def provider(models, service):
    versions = sorted(os.listdir(os.path.join(models, service)))
    rules = read(os.path.join(models, service, versions[-1]), "endpoint-rule-set-1.json")
    return EndpointProvider(rules, read(models, "partitions.json"))


def answer(rules, params):
    try:
        endpoint = rules.resolve_endpoint(**params)
    except Exception as error:
        return {"error": str(error)}
    headers = {name: list(values) for name, values in endpoint.headers.items()}
    return {"url": endpoint.url, "headers": headers, "properties": endpoint.properties}


def main():
    providers = {}
    for line in sys.stdin:
        case = json.loads(line)
        key = (case["models"], case["service"])
        if key not in providers:
            providers[key] = provider(*key)
        print(json.dumps(answer(providers[key], case["params"])), flush=True)


main()
