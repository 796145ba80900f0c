//! Models that call things as nobody would: as what generated code, the prelude or the language calls its own, with
//! digits first, in other scripts, or without a letter. Every name stands in every place, and the crates compile.

use std::collections::HashSet;
use std::error::Error;
use std::fs;

use codegen::load::{ModelPaths, load};
use serde_json::{Map, Value, json};

/// Names of Rust's prelude, and of the items that generated code uses from it.
const PRELUDE: &str = "Option Result String Vec Box From Into Default Clone Copy Send Sync Sized Ok Err Some None Iterator \
    IntoIterator AsRef Eq Ord PartialEq PartialOrd ToString TryFrom Drop Fn FnOnce Extend Unpin";

/// Names that generated code defines or imports.
const OURS: &str = "Debug Display Error Client Config Builder Document Schema Blob DateTime HashMap StdError OperationTrait \
    ConfigBag Arc Cow BuildError ErrorMetadata RequestId SerdeError ShapeSerializer ShapeDeserializer SerializableStruct \
    ShapeType ShapeId Unhandled Member Place Formatter Value Layer Handle Input Output Service Future Duration PLUGIN SCHEMA \
    MEMBERS Infallible FromStr UnknownVariantValue Params Context aws_types builders error Unknown UnknownValue DoError";

/// Keywords, what looks like a type, digits first, other scripts, and nothing at all.
const STRANGE: &str = "crate super self type match async gen dyn union std str bool i32 T E 1st 2-nd \u{e9} a-b";

/// Names of methods and fields in builders, structures and errors.
const METHODS: &str = "name setName getName new source build builder default send customize meta message code fmt clone into \
    from read corrected write schema members presigned makeOperation asInput intoPaginator sendWith configOverride requestId \
    wait handle inner input output value body cfg it item items entries key k v self super crate type match async gen 1st \
    2-nd \u{e9} foo fooElement foo_element_element fooKey cause kind eq cmp hash unknown retryableErrorKind operation layer \
    serialize deserialize setFields params result error Ok Err None Some";

/// Names in the configuration and in endpoint parameters.
const SETTINGS: &str = "Type self crate super build builder params it Context Params Option Result String use_fips \
    endpoint_url resolve check_region new default clone fmt async gen X1 _1 value split cfg layer input output StdError \
    EndpointFuture ResolveEndpoint DefaultResolver Debug Vec Box Some None Ok Err account components frozen set_ protocol";

/// The crates, by name.
pub fn crates() -> Result<Vec<(String, codegen::Files)>, Box<dyn Error>> {
    let models = [
        ("structures", types(structure)),
        ("unions", types(union)),
        ("enums", types(enumeration)),
        ("errors", errors()),
        ("operations", operations()),
        ("members", members()),
        ("values", values()),
        ("settings", settings()),
        ("texts", texts()),
    ];
    let crates = models.into_iter().map(|(name, model)| {
        let name = format!("hostile-{name}");
        let files = model.generate(&name).map_err(|error| format!("{name}: {error}"))?;
        Ok((name, files))
    });
    crates.collect()
}

/// The files of a model.
struct Model {
    service: Value,
    rules: Value,
    paginators: Map<String, Value>,
    waiters: Map<String, Value>,
}

impl Model {
    /// A model with one operation, `Do`.
    fn new() -> Self {
        let region = json!({ "builtIn": "AWS::Region", "required": false, "documentation": "It.", "type": "string" });
        let endpoint = json!({ "conditions": [], "endpoint": { "url": "https://things.test" }, "type": "endpoint" });
        Self {
            service: json!({
                "metadata": {
                    "apiVersion": "2020-01-01", "endpointPrefix": "thing", "jsonVersion": "1.1", "protocol": "json",
                    "serviceFullName": "Thing", "serviceId": "Thing", "signatureVersion": "v4", "targetPrefix": "Thing"
                },
                "operations": { "Do": operation("Do") },
                "shapes": {
                    "In": { "type": "structure", "members": { "Token": { "shape": "Text" } } },
                    "Out": {
                        "type": "structure",
                        "members": { "Token": { "shape": "Text" }, "List": { "shape": "Texts" } }
                    },
                    "Text": { "type": "string" },
                    "Texts": { "type": "list", "member": { "shape": "Text" } },
                    "Lists": { "type": "list", "member": { "shape": "Texts" } },
                    "Pairs": { "type": "map", "key": { "shape": "Text" }, "value": { "shape": "Text" } },
                    "Moment": { "type": "timestamp" },
                    "Bytes": { "type": "blob" },
                    "Number": { "type": "integer" }
                }
            }),
            rules: json!({ "version": "1.0", "parameters": { "Region": region }, "rules": [endpoint] }),
            paginators: Map::new(),
            waiters: Map::new(),
        }
    }

    fn put(&mut self, pointer: &str, key: &str, value: Value) {
        self.service.pointer_mut(pointer).expect("the place is there")[key] = value;
    }

    /// Gives an operation pages and a waiter.
    fn page_and_wait(&mut self, operation: &str) {
        self.paginators.insert(
            operation.to_owned(),
            json!({ "input_token": "Token", "output_token": "Token", "result_key": "List" }),
        );
        let acceptor = json!({ "matcher": "status", "expected": 200, "state": "success" });
        self.waiters.insert(
            operation.to_owned(),
            json!({ "delay": 1, "maxAttempts": 3, "operation": operation, "acceptors": [acceptor] }),
        );
    }

    fn generate(&self, package: &str) -> Result<codegen::Files, Box<dyn Error>> {
        let home = tempfile::tempdir()?;
        let write = |name: &str, value: &Value| fs::write(home.path().join(name), value.to_string());
        write("service-2.json", &self.service)?;
        write("endpoint-rule-set-1.json", &self.rules)?;
        write("paginators-1.json", &json!({ "pagination": self.paginators }))?;
        write("waiters-2.json", &json!({ "version": 2, "waiters": self.waiters }))?;
        let options = codegen::Options::default().package_name(Some(package.to_owned()));
        Ok(codegen::generate(load(&ModelPaths::new(home.path()))?, &options)?)
    }
}

fn operation(name: &str) -> Value {
    json!({ "name": name, "input": { "shape": "In" }, "output": { "shape": "Out" } })
}

/// The names of these lists of which no two are the same to Rust: those are refused, as other tests show.
fn names<'a>(lists: &[&'a str]) -> Vec<&'a str> {
    let mut seen = HashSet::new();
    let all = lists.iter().flat_map(|list| list.split_whitespace());
    let key = |name: &str| {
        let letters = name.chars().filter(char::is_ascii_alphanumeric);
        letters.collect::<String>().to_lowercase()
    };
    all.filter(|name| seen.insert(key(name))).collect()
}

fn structure() -> Value {
    json!({
        "type": "structure", "required": ["needed"],
        "members": {
            "text": { "shape": "Text" }, "list": { "shape": "Texts" }, "map": { "shape": "Pairs" },
            "needed": { "shape": "Text" }, "moment": { "shape": "Moment" }, "bytes": { "shape": "Bytes" }
        }
    })
}

fn union() -> Value {
    json!({
        "type": "structure", "union": true,
        "members": { "text": { "shape": "Text" }, "list": { "shape": "Texts" } }
    })
}

fn enumeration() -> Value {
    json!({ "type": "string", "enum": ["a", "b"] })
}

/// Types that are called as all names, each used by what is sent and what comes back.
fn types(shape: fn() -> Value) -> Model {
    let mut model = Model::new();
    for (index, name) in names(&["In Out Text", PRELUDE, OURS, STRANGE])
        .into_iter()
        .skip(3)
        .enumerate()
    {
        // A service may say `document`, and mean a structure.
        model.put("/shapes", name, shape());
        let member = json!({ "shape": name });
        model.put("/shapes/In/members", &format!("m{index}"), member.clone());
        model.put("/shapes/Out/members", &format!("m{index}"), member);
    }
    model
}

fn errors() -> Model {
    let mut model = Model::new();
    let names = names(&["In Out Text", PRELUDE, OURS, STRANGE, "Do"]).split_off(3);
    for name in &names {
        let members = json!({ "message": { "shape": "Text" }, "list": { "shape": "Texts" } });
        model.put(
            "/shapes",
            name,
            json!({ "type": "structure", "exception": true, "members": members }),
        );
    }
    let errors = names.iter().map(|name| json!({ "shape": name })).collect();
    model.put("/operations/Do", "errors", Value::Array(errors));
    model
}

/// Operations that are called as all names, with pages and waiters of their names.
fn operations() -> Model {
    let mut model = Model::new();
    let bad = json!({ "type": "structure", "exception": true, "members": {} });
    model.put("/shapes", "Bad", bad);
    for name in names(&["Do", PRELUDE, OURS, STRANGE, "New FromConf SelfValue"]) {
        let mut operation = operation(name);
        operation["errors"] = json!([{ "shape": "Bad" }]);
        model.put("/operations", name, operation);
        model.page_and_wait(name);
    }
    model
}

fn members() -> Model {
    let mut model = Model::new();
    let all = names(&[METHODS]).into_iter().enumerate().map(|(index, name)| {
        let shape = match name {
            "foo" | "fooElement" | "foo_element_element" => "Lists",
            _ => ["Text", "Texts", "Pairs", "Number"][index % 4],
        };
        (name.to_owned(), json!({ "shape": shape }))
    });
    let all: Map<String, Value> = all.collect();
    let with = |more: &[(&str, &str)]| {
        let more = more
            .iter()
            .map(|(name, shape)| ((*name).to_owned(), json!({ "shape": shape })));
        Value::Object(all.clone().into_iter().chain(more).collect())
    };
    let used = [("data", "Data"), ("choice", "Choice"), ("Token", "Text")];
    let listed = [used.as_slice(), &[("List", "Texts")]].concat();
    for (name, shape) in [
        ("In", json!({ "type": "structure", "members": with(&used) })),
        ("Out", json!({ "type": "structure", "members": with(&listed) })),
        (
            "Data",
            json!({ "type": "structure", "members": with(&[]), "required": ["source", "value"] }),
        ),
        (
            "Choice",
            json!({ "type": "structure", "union": true, "members": with(&[]) }),
        ),
        (
            "Bad",
            json!({ "type": "structure", "exception": true, "members": with(&[("message", "Text")]) }),
        ),
    ] {
        model.put("/shapes", name, shape);
    }
    model.put("/operations/Do", "errors", json!([{ "shape": "Bad" }]));
    model.page_and_wait("Do");
    model
}

/// An enum of values that are names, become one name, are no names, or nothing.
fn values() -> Model {
    let mut model = Model::new();
    let names = names(&[PRELUDE, OURS, STRANGE]).into_iter().map(str::to_owned);
    let odd = [
        "",
        "-",
        "--",
        "a_b",
        "a.b",
        "A-B",
        "\r",
        "\u{202e}x",
        "\n",
        "\"",
        "\\",
        "*/",
        "\u{65e5}",
        "1",
        "1.0",
        "-1",
    ];
    let mut values: Vec<String> = names.chain(odd.map(str::to_owned)).collect();
    values.push("x".repeat(3_000));
    values.push(values[0].clone());
    model.put("/shapes", "Choice", json!({ "type": "string", "enum": values }));
    model.put("/shapes/In/members", "choice", json!({ "shape": "Choice" }));
    model.put("/shapes/Out/members", "choice", json!({ "shape": "Choice" }));
    model
}

/// Endpoint parameters and settings: some of a client, some of an operation, some of its input.
fn settings() -> Model {
    let mut model = Model::new();
    let (mut own, mut fixed) = (Map::new(), Map::new());
    for (index, name) in names(&[SETTINGS]).into_iter().enumerate() {
        let kind = ["string", "boolean", "stringArray"][index % 3];
        let parameter = json!({ "type": kind, "required": false, "documentation": name });
        model.rules["parameters"][name] = parameter;
        match kind {
            _ if index % 2 == 1 => {
                own.insert(name.to_owned(), json!({ "type": kind, "documentation": name }));
            }
            "string" => {
                let member = json!({ "shape": "Text", "contextParam": { "name": name } });
                model.put("/shapes/In/members", &format!("c{index}"), member);
            }
            "boolean" => {
                fixed.insert(name.to_owned(), json!({ "value": true }));
            }
            _ => {}
        }
        let mut conditions = vec![json!({ "fn": "isSet", "argv": [{ "ref": name }] })];
        if kind == "string" {
            let parsed = json!({ "fn": "parseURL", "argv": [{ "ref": name }], "assign": format!("{name}Url") });
            conditions.push(parsed);
        }
        let endpoint = json!({ "url": "https://things.test" });
        let rule = json!({ "conditions": conditions, "endpoint": endpoint, "type": "endpoint" });
        model.rules["rules"]
            .as_array_mut()
            .expect("rules are a list")
            .insert(0, rule);
    }
    model.put("", "clientContextParams", Value::Object(own));
    model.put("/operations/Do", "staticContextParams", Value::Object(fixed));
    model
}

/// Texts that end a comment or a string, or turn around what stands behind them, wherever a model has texts.
fn texts() -> Model {
    let mut model = Model::new();
    let text = "a\u{202e}b\u{2066}c\rd\u{200f}e\u{0}f\u{2028}g\u{b}h\u{c}i\u{85}j */ \"# \\ {x} `y` [z";
    for key in ["serviceFullName", "uid", "signingName", "apiVersion", "endpointPrefix"] {
        model.put("/metadata", key, text.into());
    }
    model.put("", "documentation", text.into());
    for (key, value) in [
        ("documentation", json!(text)),
        ("deprecatedMessage", json!(text)),
        ("deprecated", true.into()),
    ] {
        model.put("/operations/Do", key, value.clone());
        model.put("/shapes/In/members/Token", key, value.clone());
        model.put("/shapes/In", key, value);
    }
    model.put("/operations", text, operation(text));
    model.put("/shapes", text, structure());
    let member = json!({ "shape": text, "documentation": text, "locationName": text });
    model.put("/shapes/In/members", text, member);
    model.put("/shapes/Text", "pattern", text.into());
    let setting = json!({ "X": { "type": "string", "documentation": text } });
    model.put("", "clientContextParams", setting);
    model.rules["parameters"]["X"] = json!({ "type": "string", "required": false, "documentation": text });
    model
}
