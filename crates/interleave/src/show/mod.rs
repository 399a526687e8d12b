//! Turns values into text without requiring `Debug` of every `T` in a `Mutex<T>`; `std` does not require it either.
//! Common types are built in, and a program registers its own.

#![allow(unsafe_code)]

mod lifetimes;

use crate::execution::{KeyHasher, mix, panics};
use std::any::TypeId;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::fmt::{self, Debug, Write as _};
use std::hash::{BuildHasherDefault, Hash, Hasher};

/// Turns a value of its registered type into text.
type Show = fn(*const ()) -> String;
/// Turns a value of its registered type into 64 bits.
type Hash64 = fn(*const ()) -> u64;

/// What is known about the type of a value when it is created. `Kind` is not generic, so a container can still be
/// coerced, such as a `Mutex<[u8; 3]>` to a `Mutex<[u8]>`, and its value is shown as before.
#[derive(Clone, Copy)]
pub(crate) struct Kind {
    id: TypeId,
    hash: Option<Hash64>,
    /// The value may change through `&`: the type's name contains `Cell` or `RefCell`. One in a field of a struct is
    /// not detected.
    pub(crate) has_cells: bool,
}

impl Kind {
    /// The kind of values of type `T`.
    pub(crate) fn of<T>() -> Self {
        let id = typeid::of::<T>();
        let hash = known(id).and_then(|(_, hash)| hash);
        Kind { id, hash, has_cells: std::any::type_name::<T>().contains("Cell<") }
    }

    /// Can two values of this type be compared?
    pub(crate) fn is_told_apart(&self) -> bool {
        self.hash.is_some()
    }

    /// The text of `value`, if its type is known.
    ///
    /// # Safety
    /// `value` must be of the type that this kind was made from, or that type coerced to an unsized one.
    pub(crate) unsafe fn text<T: ?Sized>(&self, value: &T) -> Option<String> {
        let (show, _) = known(self.id)?;
        Some(shown(show, std::ptr::from_ref(value).cast::<()>()))
    }

    /// A digest of `value`, if values of its type can be compared. If not, a value that two threads have written
    /// counts as two different values, depending on their order.
    ///
    /// # Safety
    /// See [`Kind::text`].
    pub(crate) unsafe fn digest<T: ?Sized>(&self, value: &T) -> Option<u64> {
        Some((self.hash?)(std::ptr::from_ref(value).cast::<()>()))
    }
}

/// How values of a type are shown and hashed.
type Known = HashMap<TypeId, (Show, Option<Hash64>), BuildHasherDefault<KeyHasher>>;

thread_local! {
    static KNOWN: RefCell<Known> = RefCell::new(common());
}

/// Shows values of type `T` in `Debug` form in the records of explorations on this OS thread. Integers, `bool`,
/// `char`, strings, and options, vectors and deques of these are shown by default.
///
/// ```
/// #[derive(Debug)]
/// struct Account {
///     balance: i64,
/// }
///
/// interleave::show::<Account>();
/// ```
///
/// # Panics
/// If the name of `T` contains a lifetime, a reference, a trait object, a function pointer or a closure, as
/// `Name<'static>` does. A program could keep a `Name<'a>` in a lock, and a `Debug` implementation for
/// `Name<'static>` must not be called with it.
///
/// ```should_panic
/// #[derive(Debug)]
/// struct Name<'a>(&'a str);
///
/// interleave::show::<Name<'static>>(); // show a struct with a `String` instead
/// ```
#[track_caller]
pub fn show<T: Debug + 'static>() {
    let name = std::any::type_name::<T>();
    assert!(
        lifetimes::are_told() && !lifetimes::may_be_in(name),
        "interleave: values of type `{name}` cannot be shown, for a value with a shorter lifetime could be taken for \
         one; show a type without lifetimes, references, trait objects, function pointers and closures"
    );
    learn(TypeId::of::<T>(), text_of::<T>);
}

// Not generic, so that they are compiled with this crate and not again for each type.

fn learn(id: TypeId, show: Show) {
    KNOWN.with_borrow_mut(|known| {
        known.entry(id).or_insert((show, None));
    });
}

fn known(id: TypeId) -> Option<(Show, Option<Hash64>)> {
    KNOWN.with_borrow(|known| known.get(&id).copied())
}

fn shown(show: Show, value: *const ()) -> String {
    panics::quietly(|| show(value)).unwrap_or_else(|| "<its Debug panicked>".to_owned())
}

/// The text of `value`, if its type is known.
pub(crate) fn text<T: ?Sized>(value: &T) -> Option<String> {
    let (show, _) = known(typeid::of::<T>())?;
    Some(shown(show, std::ptr::from_ref(value).cast::<()>()))
}

fn digest_of<T: Hash>(value: *const ()) -> u64 {
    // SAFETY: as in `text_of`; only types of `common` are registered with it, and `std`'s `Hash` is for all lifetimes.
    let value = unsafe { &*value.cast::<T>() };
    let mut hasher = Mixer(0);
    value.hash(&mut hasher);
    hasher.0
}

/// A hasher that gives the same result in every run.
struct Mixer(u64);

impl Hasher for Mixer {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = mix(self.0, value);
    }

    fn write_usize(&mut self, value: usize) {
        self.write_u64(value as u64);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

fn text_of<T: Debug>(value: *const ()) -> String {
    // SAFETY: `text` and `Kind` pass a pointer to a live value whose type has the `TypeId` that this function was
    // registered under. `typeid::of` erases lifetimes, so that type is `T` up to its lifetimes. Either `T` has no
    // lifetimes, as `show` ensures, and the type is `T`. Or it is one of `common`, made of `&'static str` and types
    // of `std`: lifetimes do not affect their layout, and `std`'s `Debug` for them holds for all lifetimes, so it may
    // see the value as one with a longer lifetime.
    let value = unsafe { &*value.cast::<T>() };
    cut(value, LONGEST)
}

/// The maximum length, in bytes, of a value's text in a record. A table shows only the beginning of a value, and a
/// `Debug` that writes megabytes would be called at each step.
const LONGEST: usize = 4 * 1024;
/// The maximum length of a return value's text. Return values are compared, so this limit is generous.
const LONGEST_RESULT: usize = 64 * 1024;

/// The `Debug` form of a return value, truncated with `…` if it is very long. A `Debug` implementation that respects
/// write errors stops there.
///
/// ```
/// assert_eq!(interleave::debug_text(&Some(7)), "Some(7)");
/// assert!(interleave::debug_text(&vec![7; 1_000_000]).len() < 70_000);
/// ```
pub fn debug_text(value: &dyn Debug) -> String {
    cut(value, LONGEST_RESULT)
}

fn cut(value: &dyn Debug, longest: usize) -> String {
    let mut text = Cut { text: String::new(), left: longest };
    if write!(text, "{value:?}").is_err() {
        text.text.push('…');
    }
    text.text
}

/// Accepts text up to a maximum length.
struct Cut {
    text: String,
    left: usize,
}

impl fmt::Write for Cut {
    fn write_str(&mut self, part: &str) -> fmt::Result {
        if part.len() <= self.left {
            self.left -= part.len();
            self.text.push_str(part);
            return Ok(());
        }
        self.text.push_str(&part[..part.floor_char_boundary(self.left)]);
        self.left = 0;
        Err(fmt::Error)
    }
}

fn common() -> Known {
    let mut known = Known::default();
    macro_rules! register {
        ($($t:ty),*) => { $(register!(@ $t, Option<$t>, Vec<$t>, VecDeque<$t>, Option<Option<$t>>, VecDeque<Option<$t>>,
            Vec<Option<$t>>, (VecDeque<$t>, bool), BTreeMap<String, $t>, ($t, $t));)* };
        (@ $($t:ty),*) => {
            $(known.insert(TypeId::of::<$t>(), (text_of::<$t>, Some(digest_of::<$t>)));)*
        };
    }
    register!(u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize);
    register!(bool, char, String, &'static str);
    register!(@ (), Option<()>, Vec<()>, VecDeque<()>);
    known.insert(TypeId::of::<f32>(), (text_of::<f32>, None));
    known.insert(TypeId::of::<f64>(), (text_of::<f64>, None));
    known
}
