//! Tests of `query::form`.

use aws_smithy_schema::{ShapeType, shape_id};

use super::*;

#[test]
fn paths_and_values_are_percent_encoded() {
    let mut out = String::new();
    encode(&mut out, "a b+ä~/");
    assert_eq!(out, "a%20b%2B%C3%A4~%2F");
}

#[test]
fn a_list_counts_from_one_and_an_empty_one_is_there_in_aws_query_alone() {
    static ELEMENT: Schema<'static> =
        Schema::new_member(shape_id!("x", "L", "member"), ShapeType::String, "member", 0);
    static LIST: Schema<'static> =
        Schema::new_member(shape_id!("x", "S", "list"), ShapeType::List, "list", 0).with_list_member(&ELEMENT);
    let form = |dialect, items: &[&str]| {
        let mut form = Form::new(dialect, "Do", "1");
        form.holders.push(Holder::Structure);
        let written = form.write_list(&LIST, &|out| {
            items.iter().try_for_each(|item| out.write_string(&ELEMENT, item))
        });
        written.expect("a form can hold a list");
        form.finish()
    };
    let start = "Action=Do&Version=1";
    assert_eq!(
        form(Dialect::AwsQuery, &["a", "b"]),
        format!("{start}&list.member.1=a&list.member.2=b")
    );
    assert_eq!(
        form(Dialect::Ec2Query, &["a", "b"]),
        format!("{start}&list.1=a&list.2=b")
    );
    assert_eq!(form(Dialect::AwsQuery, &[]), format!("{start}&list="));
    assert_eq!(form(Dialect::Ec2Query, &[]), start);
}

#[test]
fn a_list_of_structures_without_members_is_not_an_empty_one() {
    static ELEMENT: Schema<'static> =
        Schema::new_member(shape_id!("x", "L", "member"), ShapeType::Structure, "member", 0);
    static LIST: Schema<'static> =
        Schema::new_member(shape_id!("x", "S", "list"), ShapeType::List, "list", 0).with_list_member(&ELEMENT);
    struct Nothing;
    impl SerializableStruct for Nothing {
        fn schema(&self) -> &Schema<'_> {
            &ELEMENT
        }
        fn serialize_members(&self, _: &mut dyn ShapeSerializer) -> Result<(), SerdeError> {
            Ok(())
        }
    }
    let mut form = Form::new(Dialect::AwsQuery, "Do", "1");
    form.holders.push(Holder::Structure);
    let written = form.write_list(&LIST, &|out| out.write_struct(&ELEMENT, &Nothing));
    written.expect("a form can hold a list");
    assert_eq!(form.finish(), "Action=Do&Version=1");
}
