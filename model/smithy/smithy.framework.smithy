// The shapes of `smithy.framework` that services name among their errors. Written for this project, after what Smithy's
// documentation says of them; all other files in this folder are Smithy's own.
$version: "2.0"

namespace smithy.framework

/// A request did not satisfy the constraints of the model.
@error("client")
structure ValidationException {
    /// All that was wrong, in one text.
    @required
    message: String

    /// What was wrong, by the part of the input.
    fieldList: ValidationExceptionFieldList
}

/// One part of the input that did not satisfy its constraints.
structure ValidationExceptionField {
    /// The JSON pointer to the part.
    @required
    path: String

    /// What was wrong with it.
    @required
    message: String
}

list ValidationExceptionFieldList {
    member: ValidationExceptionField
}
