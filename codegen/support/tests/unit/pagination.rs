//! Tests of `pagination`.

use super::*;

#[test]
fn a_value_moves_on_until_it_is_not_there_or_stays_the_same() {
    let mut current = None;
    assert_eq!(step_value(&mut current, Some(&7)), Next::Page);
    assert_eq!(current, Some(7));
    assert_eq!(step_value(&mut current, Some(&7)), Next::SamePage);
    assert_eq!(step_value(&mut current, None), Next::End);
    assert_eq!(current, Some(7));
}
