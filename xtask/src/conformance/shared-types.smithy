// The shapes that the protocol tests of Smithy's own protocols share. They are a file of another package there; this one
// is read where a folder of such tests refers to them without having it.
$version: "2.0"

namespace smithy.protocoltests.shared

structure GreetingStruct {
    hi: String
}

enum FooEnum {
    FOO = "Foo"
    BAZ = "Baz"
    BAR = "Bar"
    ONE = "1"
    ZERO = "0"
}

intEnum IntegerEnum {
    A = 1
    B = 2
    C = 3
}

@timestampFormat("date-time")
timestamp DateTime

list BlobList {
    member: Blob
}

list BooleanList {
    member: Boolean
}

list FooEnumList {
    member: FooEnum
}

list IntegerEnumList {
    member: IntegerEnum
}

list IntegerList {
    member: Integer
}

list StringList {
    member: String
}

list NestedStringList {
    member: StringList
}

list TimestampList {
    member: Timestamp
}

@uniqueItems
list StringSet {
    member: String
}

@sparse
list SparseStringList {
    member: String
}

@sparse
map SparseStringMap {
    key: String
    value: String
}
