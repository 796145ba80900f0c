$version: "2.0"

namespace cases.uploads

use aws.api#service
use aws.protocols#restJson1
use smithy.framework#ValidationException
use smithy.test#httpRequestTests
use smithy.test#httpResponseTests

/// Streams of bytes with a media type, and errors that say their code.
@service(sdkId: "Uploads")
@restJson1
service Uploads {
    version: "2026-11-01"
    operations: [PutPicture]
    errors: [ValidationException]
}

@httpRequestTests([
    {
        id: "StreamWithMediaType"
        documentation: "The media type of a stream is that of its shape"
        protocol: restJson1
        method: "PUT"
        uri: "/pictures"
        headers: { "Content-Type": "image/png", "X-Name": "cat" }
        body: "not a picture"
        bodyMediaType: "image/png"
        params: { name: "cat", picture: "not a picture" }
    }
])
@httpResponseTests([
    {
        id: "NoStreamAtAll"
        documentation: "A stream that has no bytes is there all the same"
        protocol: restJson1
        code: 200
        body: ""
        params: {}
    }
])
@http(method: "PUT", uri: "/pictures")
operation PutPicture {
    input := {
        @httpHeader("X-Name")
        name: String

        @httpPayload
        picture: Picture = ""
    }

    output := {
        @httpPayload
        picture: Picture = ""
    }
}

@streaming
@mediaType("image/png")
blob Picture

apply ValidationException @httpResponseTests([
    {
        id: "ErrorOfAllOperations"
        documentation: "What is built in can have cases, too"
        protocol: restJson1
        code: 400
        headers: { "X-Amzn-Errortype": "ValidationException" }
        body: """
            { "message": "no", "fieldList": [{ "path": "/name", "message": "too long" }] }"""
        bodyMediaType: "application/json"
        params: { message: "no", fieldList: [{ path: "/name", message: "too long" }] }
    }
])
