//! Tests of the parser and the types: expressions that are accepted, and the messages about those that are not.

use super::*;
use crate::ir::{Kind, Member, MemberTraits, Shape, ShapeId, ShapeTraits};

/// The shapes that tests evaluate expressions on.
struct Library {
    shapes: Shapes,
    output: Type,
}

impl Library {
    fn new() -> Self {
        let mut shapes = Shapes::default();
        let text = define(&mut shapes, "Text", Kind::String);
        let number = define(&mut shapes, "Number", Kind::Integer);
        let fraction = define(&mut shapes, "Fraction", Kind::Double);
        let flag = define(&mut shapes, "Flag", Kind::Boolean);
        let colour = define(&mut shapes, "Colour", Kind::Enum(Vec::new()));
        let texts = define(&mut shapes, "Texts", Kind::List(boxed("member", text)));
        let grid = define(&mut shapes, "Grid", Kind::List(boxed("member", texts)));
        let book = [
            ("Title", text),
            ("Pages", number),
            ("Colour", colour),
            ("Words", texts),
            ("Lent", flag),
        ];
        let book = define(&mut shapes, "Book", Kind::Structure(members(&book)));
        let books = define(&mut shapes, "Books", Kind::List(boxed("member", book)));
        let shelves = Kind::Map(boxed("key", text), boxed("value", book));
        let shelves = define(&mut shapes, "Shelves", shelves);
        let output = [
            ("Name", text),
            ("Count", number),
            ("Weight", fraction),
            ("Open", flag),
            ("Book", book),
            ("Books", books),
            ("Grid", grid),
            ("Shelves", shelves),
        ];
        let output = define(&mut shapes, "Output", Kind::Structure(members(&output)));
        Self {
            shapes,
            output: Type::Shape(output),
        }
    }

    /// The type of an expression in words, or the message about its error.
    fn ask(&self, text: &str) -> String {
        let types = Types(&self.shapes);
        let typed = parse(text).and_then(|expr| types.check(&expr, &self.output));
        match typed {
            Ok(typed) => self.words(&typed.ty),
            Err(Problem { why, advice }) => format!("error: {why}; {advice}"),
        }
    }

    fn words(&self, ty: &Type) -> String {
        match (Types(&self.shapes).element(ty), ty) {
            (Some(element), Type::List(_)) => format!("a list of {}", self.words(&element)),
            _ => Types(&self.shapes).noun(ty),
        }
    }
}

fn define(shapes: &mut Shapes, name: &str, kind: Kind) -> ShapeId {
    let id = shapes.reserve(name);
    shapes.define(
        id,
        Shape {
            name: name.to_owned(),
            kind,
            traits: ShapeTraits::default(),
            docs: None,
            pointer: format!("/shapes/{name}"),
        },
    );
    id
}

fn member(name: &str, target: ShapeId) -> Member {
    Member {
        name: name.to_owned(),
        target,
        traits: MemberTraits::default(),
        docs: None,
        pointer: String::new(),
    }
}

fn boxed(name: &str, target: ShapeId) -> Box<Member> {
    Box::new(member(name, target))
}

fn members(all: &[(&str, ShapeId)]) -> Vec<Member> {
    all.iter().map(|(name, target)| member(name, *target)).collect()
}

fn field(name: &str) -> Expr {
    Expr::Field(name.to_owned())
}

fn both(make: fn(Box<Expr>, Box<Expr>) -> Expr, left: Expr, right: Expr) -> Expr {
    make(Box::new(left), Box::new(right))
}

/// Parse trees are those of Python's `jmespath`.
#[test]
fn operators_bind_as_the_specification_says() {
    let [a, b, c] = ["a", "b", "c"].map(field);
    let cases = [
        ("a.b", both(Expr::Then, a.clone(), b.clone())),
        (
            "a || b && c",
            both(Expr::Or, a.clone(), both(Expr::And, b.clone(), c.clone())),
        ),
        (
            "(a || b) && c",
            both(Expr::And, both(Expr::Or, a.clone(), b.clone()), c.clone()),
        ),
        (
            "a || b | c",
            both(Expr::Then, both(Expr::Or, a.clone(), b.clone()), c.clone()),
        ),
        ("!a && b", both(Expr::And, Expr::Not(Box::new(a.clone())), b.clone())),
        (
            "a[*].b[0]",
            both(Expr::Each, a.clone(), both(Expr::Then, b.clone(), Expr::Index(0))),
        ),
        (
            "a[*] | [-1]",
            both(Expr::Then, both(Expr::Each, a.clone(), Expr::Current), Expr::Index(-1)),
        ),
        (
            "a[].b[].c",
            both(
                Expr::Each,
                Expr::Flatten(Box::new(both(
                    Expr::Each,
                    Expr::Flatten(Box::new(a.clone())),
                    b.clone(),
                ))),
                c.clone(),
            ),
        ),
        ("a.*.b", both(Expr::Each, Expr::Values(Box::new(a.clone())), b.clone())),
        (
            "a[?b].c",
            both(Expr::Each, both(Expr::Filter, a.clone(), b.clone()), c.clone()),
        ),
        (
            "a[*].[b, c][]",
            both(
                Expr::Each,
                Expr::Flatten(Box::new(both(
                    Expr::Each,
                    a.clone(),
                    Expr::List(vec![b.clone(), c.clone()]),
                ))),
                Expr::Current,
            ),
        ),
        (
            "a.{x: b}",
            both(Expr::Then, a.clone(), Expr::Hash(vec![("x".into(), b.clone())])),
        ),
        ("f(a, @)", Expr::Call("f".into(), vec![a.clone(), Expr::Current])),
        ("\"a\"", a.clone()),
        ("\"\\u00e4 b\"", field("ä b")),
    ];
    for (text, expected) in cases {
        assert_eq!(parse(text), Ok(expected), "{text}");
    }
}

#[test]
fn literals_are_json_or_text() {
    let literal = |text: &str| match parse(text) {
        Ok(Expr::Literal(value)) => value,
        other => panic!("{text}: {other:?}"),
    };
    assert_eq!(literal("`1`"), Value::from(1));
    assert_eq!(literal("` null `"), Value::Null);
    assert_eq!(literal("`[\"a\", \"b\"]`"), serde_json::json!(["a", "b"]));
    assert_eq!(literal("`\"a\\`b\"`"), Value::from("a`b"));
    assert_eq!(literal("`bare`"), Value::from("bare"));
    assert_eq!(literal("'it\\'s `1`'"), Value::from("it's `1`"));
}

#[test]
fn what_is_no_jmespath_is_refused_with_its_place() {
    let cases = [
        ("", "at column 1 there is the end, not a value"),
        ("a.", "at column 3 there is the end, not a member"),
        ("a..b", "at column 3 there is `.`, not a member"),
        ("a[", "at column 3 there is the end, not an index or `*`"),
        ("a[0", "at column 4 there is the end, not `]`"),
        ("a[?b", "at column 5 there is the end, not `]`"),
        ("a b", "at column 3 there is `b`, not the end"),
        ("a == ", "at column 6 there is the end, not a value"),
        ("f(a", "at column 4 there is the end, not `)`"),
        ("{a b}", "at column 4 there is `b`, not `:`"),
        ("{'a': b}", "at column 2 there is the literal \"a\", not a name"),
        ("ä", "`ä` at column 1 means nothing in JMESPath"),
        ("a = b", "`=` at column 3 means nothing in JMESPath"),
        ("é'", "`é` at column 1 means nothing in JMESPath"),
        ("'a", "the `'` at column 1 is never closed"),
        ("a[-]", "`-` at column 3 is no index"),
        (
            "a[99999999999999999999]",
            "`99999999999999999999` at column 3 is no index",
        ),
        ("a[0:2]", "at column 3 it has a slice, which is not supported"),
        (
            "f(&a)",
            "at column 3 it has a reference to an expression, which is not supported",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(parse(text).expect_err(text).why, expected, "{text}");
    }
    for deep in ["(".repeat(10_000), "a.".repeat(10_000), "!".repeat(10_000)] {
        let problem = parse(&deep).expect_err("too long");
        assert_eq!(problem.why, "that has more than 256 tokens");
    }
}

#[test]
fn every_expression_has_a_type() {
    let library = Library::new();
    let cases = [
        ("Name", "the string `Text`"),
        ("Book.Pages", "the integer `Number`"),
        ("Books[0]", "the structure `Book`"),
        ("Books[*].Title", "a list of the string `Text`"),
        ("Books[].Words[]", "a list of the string `Text`"),
        ("Grid[]", "a list of the string `Text`"),
        ("Shelves.*.Title", "a list of the string `Text`"),
        ("Shelves.top.Title", "the string `Text`"),
        ("keys(Shelves)", "a list of the string `Text`"),
        ("Books[?Lent && Pages > `3`]", "a list of the structure `Book`"),
        ("Name || Book.Colour", "a string"),
        ("Count || Weight", "a number"),
        ("Open || Book.Lent", "the boolean `Flag`"),
        ("Name || Count", "a value of several types"),
        ("!(Name || Count)", "a boolean"),
        ("length(Name || '') > `0`", "a boolean"),
        ("Count == `null`", "a boolean"),
        ("[Name, Book.Colour]", "a list of a string"),
        ("{a: Name, b: Count}.b", "the integer `Number`"),
        ("contains(Books[].Title, Name)", "a boolean"),
        ("not_null(Book.Title, Name)", "the string `Text`"),
        ("`null`", "null"),
    ];
    for (text, expected) in cases {
        assert_eq!(library.ask(text), expected, "{text}");
    }
}

#[test]
fn what_could_only_give_null_is_refused_with_a_reason() {
    let library = Library::new();
    let cases = [
        ("Nam", "error: `Output` has no member `Nam`; did you mean `Name`?"),
        ("Book.Xyz", "error: `Book` has no member `Xyz`; name a member of `Book`"),
        (
            "Books.Title",
            "error: the list `Books` has no member `Title`; put `[]` before `.Title` to ask each element of the list",
        ),
        (
            "Name.x",
            "error: the string `Text` has no member `x`; name a member of the string `Text`",
        ),
        (
            "{first: Name}.frist",
            "error: a hash has no member `frist`; did you mean `first`?",
        ),
        (
            "Name[0]",
            "error: an index is asked of the string `Text`; ask it of a list; `.*` gives the values of a map",
        ),
        (
            "Shelves[*].Title",
            "error: `[*]` is asked of the map `Shelves`; ask it of a list; `.*` gives the values of a map",
        ),
        ("Book.*", "error: `values` is given the structure `Book`; give it a map"),
        (
            "Count == Name",
            "error: the integer `Number` is compared with the string `Text`; compare two strings, two numbers or two \
             booleans; strings stand in single quotes, other literals in backticks",
        ),
        (
            "Name > `1`",
            "error: the string `Text` is compared by order; compare numbers, or use `==` or `!=`",
        ),
        (
            "lenght(Name)",
            "error: there is no function `lenght`, or none that is supported; did you mean `length`?",
        ),
        (
            "sort_by(Books)",
            "error: there is no function `sort_by`, or none that is supported; use one of `contains`, `ends_with`, \
             `keys`, `length`, `not_null`, `starts_with`, `values`",
        ),
        ("length()", "error: `length` is given 0 arguments; give it 1"),
        (
            "length(Count)",
            "error: `length` is given the integer `Number`; give it a string, a list or a map",
        ),
        (
            "[Name, Count]",
            "error: the list that it makes has elements that are not of one shape; let all of them be of one shape, or \
             make a hash of them: `{a: …, b: …}`",
        ),
        (
            "Book == `{}`",
            "error: the literal {} is not supported; write a string, a number, a boolean, null, or a list of one of these",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(library.ask(text), expected, "{text}");
    }
}

#[test]
fn no_text_makes_the_parser_panic() {
    let parts = [
        "a", "[", "]", "[]", "[?", "{", "}", "(", ")", ".", "*", "|", "||", "&&", "!", "==", "<", "@", "&", ",", ":",
        "'", "`", "\"", "\\", "0", "-1", " ", "length", "ä",
    ];
    let mut seed = 1u64;
    for _ in 0..20_000 {
        let mut text = String::new();
        for _ in 0..12 {
            // A linear congruential generator is random enough, and the same in every run.
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            text.push_str(parts[(seed >> 33) as usize % parts.len()]);
        }
        let _ = parse(&text);
    }
}
