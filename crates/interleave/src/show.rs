//! Values as text, without asking every `T` in a `Mutex<T>` for `Debug`: `std`'s does not ask for it either. Common types
//! are known; a program names its own.

#![allow(unsafe_code)]

use std::any::TypeId;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::fmt::Debug;

/// Turns a value of the type that it was made for into text.
type Show = fn(*const ()) -> String;

thread_local! {
    static KNOWN: RefCell<HashMap<TypeId, Show>> = RefCell::new(common());
}

/// Makes values of type `T` readable in the records of this OS thread's explorations, in `Debug` form. Integers, `bool`,
/// `char`, strings, and options, vectors and deques of them are known already.
///
/// ```
/// #[derive(Debug)]
/// struct Account {
///     balance: i64,
/// }
///
/// interleave::show::<Account>();
/// ```
pub fn show<T: Debug + 'static>() {
    KNOWN.with_borrow_mut(|known| known.insert(TypeId::of::<T>(), text_of::<T>));
}

/// The text of `value`, if its type is known.
pub(crate) fn text<T: ?Sized>(value: &T) -> Option<String> {
    let show = KNOWN.with_borrow(|known| known.get(&typeid::of::<T>()).copied())?;
    Some(show(std::ptr::from_ref(value).cast::<()>()))
}

/// Is every change of a `T` a change through `&mut`, as far as is known?
pub(crate) fn is_plain<T: ?Sized>() -> bool {
    let id = typeid::of::<T>();
    thread_local! {
        static PLAIN: std::collections::HashSet<TypeId> = common().into_keys().collect();
    }
    PLAIN.with(|plain| plain.contains(&id))
}

fn text_of<T: Debug>(value: *const ()) -> String {
    // SAFETY: `text` passes a pointer to a live value whose type has the `TypeId` that this function was registered
    // under. `typeid::of` erases lifetimes, so that type is `T` up to its lifetimes, which do not change the layout. For
    // the borrow of one call, formatted by a `Debug` that treats all lifetimes alike, it may be read as `T`.
    let value = unsafe { &*value.cast::<T>() };
    format!("{value:?}")
}

fn common() -> HashMap<TypeId, Show> {
    let mut known: HashMap<TypeId, Show> = HashMap::new();
    macro_rules! register {
        ($($t:ty),*) => { $(register!(@ $t, Option<$t>, Vec<$t>, VecDeque<$t>, Option<Option<$t>>, VecDeque<Option<$t>>,
            Vec<Option<$t>>, (VecDeque<$t>, bool), BTreeMap<String, $t>, ($t, $t));)* };
        (@ $($t:ty),*) => { $(known.insert(TypeId::of::<$t>(), text_of::<$t>);)* };
    }
    register!(u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize);
    register!(bool, char, String, &'static str);
    register!(@ (), f32, f64, Option<()>, Vec<()>, VecDeque<()>);
    known
}
