//! Does a type contain a lifetime? The compiler reveals that only in the type's name: `Name<'_>`, `&str`, `dyn
//! Debug`, `fn(u8)`, `{{closure}}`. Paths, tuples, arrays and slices of types without lifetimes have none.

/// Does this compiler write lifetimes into type names? Older ones do not, so nothing can be told from their names.
pub(super) fn are_told() -> bool {
    struct Type<'a>(#[allow(dead_code)] &'a ());
    fn item<'a: 'a>() {}
    fn of<T>(_: T) -> &'static str {
        std::any::type_name::<T>()
    }
    let tells = |name: &str| name.ends_with("<'_>");
    tells(std::any::type_name::<Type<'static>>()) && tells(of(item::<'static>))
}

/// May a type of this name contain a lifetime?
pub(super) fn may_be_in(name: &str) -> bool {
    // A type declared in a closure has `{{closure}}::` in its path, which does not mean that it has a lifetime.
    let path = name.replace("{{closure}}::", "");
    let plain = |c: char| c.is_alphanumeric() || "_:<>()[],; ".contains(c);
    let word = |word: &str| matches!(word, "dyn" | "fn" | "impl" | "for" | "unsafe" | "extern" | "as");
    !path.chars().all(plain) || path.split(|c: char| !c.is_alphanumeric() && c != '_').any(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::any::type_name;
    use std::borrow::Cow;
    use std::collections::{BTreeMap, VecDeque};
    use std::fmt::Debug;
    use std::sync::Arc;

    struct Plain;
    struct Name<'a>(#[allow(dead_code)] &'a str);
    struct Of<T>(#[allow(dead_code)] T);
    struct Sized<const N: usize>;
    type Alias = Name<'static>;
    trait Trait<'a> {}

    impl<'a> Name<'a> {
        fn method() {}
        fn new(text: &'a str) -> Self {
            Name(text)
        }
    }

    fn item<'a: 'a>() -> &'a str {
        ""
    }

    fn opaque<'a>(text: &'a str) -> impl Fn() -> &'a str {
        move || text
    }

    fn of<T>(_: T) -> &'static str {
        type_name::<T>()
    }

    #[test]
    fn this_compiler_writes_lifetimes_into_type_names() {
        assert!(are_told());
    }

    #[test]
    fn a_type_with_a_lifetime_is_detected() {
        for name in [
            type_name::<Name<'static>>(),
            type_name::<Alias>(),
            type_name::<Of<Name<'static>>>(),
            type_name::<Cow<'static, str>>(),
            type_name::<&'static str>(),
            type_name::<(u8, &'static mut u8)>(),
            type_name::<*const Name<'static>>(),
            type_name::<Box<dyn Debug>>(),
            type_name::<Box<dyn Trait<'static>>>(),
            type_name::<fn(u8) -> u8>(),
            type_name::<for<'a> fn(&'a u8) -> &'a u8>(),
            type_name::<unsafe extern "C" fn()>(),
            of(Of(item::<'static>)),
            of(Of(Name::<'static>::method)),
            of(Of(Name::<'static>::new)),
            of(Of(opaque(""))),
            of(Of(|| 1)),
            of(Of(async { 1 })),
        ] {
            assert!(may_be_in(name), "{name}");
        }
    }

    #[test]
    fn a_type_without_a_lifetime_is_accepted() {
        let local = || {
            struct Local;
            type_name::<Local>()
        };
        for name in [
            local(),
            type_name::<Plain>(),
            type_name::<Of<Option<Arc<str>>>>(),
            type_name::<BTreeMap<String, VecDeque<(u8, [Plain; 3])>>>(),
            type_name::<Box<[()]>>(),
            type_name::<Sized<7>>(),
        ] {
            assert!(!may_be_in(name), "{name}");
        }
    }
}
