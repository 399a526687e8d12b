//! Does a type have a trait? An associated constant of the type itself, which it has only with the trait, takes
//! precedence over that of a trait for all types.

macro_rules! asks {
    ($($name:ident: $bound:path;)*) => {
        $(
            pub mod $name {
                pub struct Ask<T: ?Sized>(std::marker::PhantomData<T>);

                pub trait Otherwise {
                    const HAS: bool = false;
                }

                impl<T: ?Sized> Otherwise for Ask<T> {}

                impl<T: ?Sized + $bound> Ask<T> {
                    pub const HAS: bool = true;
                }
            }
        )*
    };
}

asks! {
    send: Send;
    sync: Sync;
    unpin: Unpin;
    unwind_safe: std::panic::UnwindSafe;
    ref_unwind_safe: std::panic::RefUnwindSafe;
    debug: std::fmt::Debug;
    display: std::fmt::Display;
    pointer: std::fmt::Pointer;
    error: std::error::Error;
    clone: Clone;
    copy: Copy;
    default: Default;
    partial_eq: PartialEq;
    eq: Eq;
    partial_ord: PartialOrd;
    ord: Ord;
    hash: std::hash::Hash;
    deref: std::ops::Deref;
    deref_mut: std::ops::DerefMut;
    iterator: Iterator;
    into_iterator: IntoIterator;
}

/// Whether the type has each of the traits, by name.
macro_rules! answers {
    ($t:ty) => {
        $crate::asks::answers!(
            $t, send sync unpin unwind_safe ref_unwind_safe debug display pointer error clone copy default partial_eq eq
            partial_ord ord hash deref deref_mut iterator into_iterator
        )
    };
    ($t:ty, $($name:ident)*) => {
        vec![$((stringify!($name), {
            #[allow(unused_imports)]
            use $crate::asks::$name::{Ask, Otherwise as _};
            Ask::<$t>::HAS
        })),*]
    };
}

pub(crate) use answers;
