def live(endpoint):
    """Calls operations of a server as the lines on standard input say, and tells what botocore made of its answers."""
    session = Session()
    clients = {}
    for line in sys.stdin.buffer:
        case = json.loads(line)
        key = (case["service"], case["access_key"], case["secret_key"])
        if key not in clients:
            # botocore decides on a protocol when it makes a client.
            preferred = [case["protocol"]] if case["protocol"] else []
            botocore.model.PRIORITY_ORDERED_SUPPORTED_PROTOCOLS = (*preferred, CBOR, *others)
            clients[key] = session.create_client(
                case["service"],
                region_name="us-east-1",
                endpoint_url=endpoint,
                aws_access_key_id=case["access_key"],
                aws_secret_access_key=case["secret_key"],
                config=Config(
                    parameter_validation=False,
                    retries={"total_max_attempts": 1},
                    s3={"addressing_style": "path"},
                    inject_host_prefix=False,
                ),
            )
        client = clients[key]
        operation = client.meta.service_model.operation_model(case["operation"])
        try:
            parameters = to_python(operation.input_shape, case["params"]) if operation.input_shape else {}
            output = client._make_api_call(case["operation"], parameters)
            answer = {"output": to_json(operation.output_shape, output) if operation.output_shape else {}}
        except ClientError as error:
            told = error.response.get("Error", {})
            answer = {"error": {"code": told.get("Code"), "message": told.get("Message")}}
        except Exception as error:  # Whatever it is, it is botocore's answer to the case.
            answer = {"failed": f"{type(error).__name__}: {error}"}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


live(sys.argv[1])
