//! Types that are initialised once.

use super::sync::{LazyLock, Once, OnceLock, OnceState};
use std::ops::{Deref, DerefMut};

type Value = Vec<u8>;
type Make = fn() -> Value;
type Lazy = LazyLock<Value, Make>;

const _: fn() -> Once = Once::new;
const _: Once = Once::new();
const _: fn(&Once, fn()) = Once::call_once::<fn()>;
const _: fn(&Once, fn(&OnceState)) = Once::call_once_force::<fn(&OnceState)>;
const _: fn(&Once) -> bool = Once::is_completed;
const _: fn(&Once) = Once::wait;
const _: fn(&Once) = Once::wait_force;
const _: fn(&OnceState) -> bool = OnceState::is_poisoned;

const _: fn() -> OnceLock<Value> = OnceLock::new;
const _: fn() -> OnceLock<Value> = OnceLock::default;
const _: fn(Value) -> OnceLock<Value> = OnceLock::from;
const _: fn(&OnceLock<Value>) -> Option<&Value> = OnceLock::get;
const _: fn(&mut OnceLock<Value>) -> Option<&mut Value> = OnceLock::get_mut;
const _: fn(&OnceLock<Value>) -> &Value = OnceLock::wait;
const _: fn(&OnceLock<Value>, Value) -> Result<(), Value> = OnceLock::set;
const _: fn(&OnceLock<Value>, Make) -> &Value = OnceLock::get_or_init::<Make>;
const _: fn(OnceLock<Value>) -> Option<Value> = OnceLock::into_inner;
const _: fn(&mut OnceLock<Value>) -> Option<Value> = OnceLock::take;
const _: fn(&OnceLock<Value>) -> OnceLock<Value> = Clone::clone;
const _: fn(&OnceLock<Value>, &OnceLock<Value>) -> bool = PartialEq::eq;

const _: fn(Make) -> Lazy = LazyLock::new;
const _: Lazy = LazyLock::new(|| vec![1]);
const _: fn() -> LazyLock<Value> = LazyLock::default;
const _: fn(&Lazy) -> &Value = LazyLock::force;
const _: fn(&mut Lazy) -> &mut Value = LazyLock::force_mut;
const _: fn(&Lazy) -> Option<&Value> = LazyLock::get;
const _: fn(&mut Lazy) -> Option<&mut Value> = LazyLock::get_mut;
const _: fn(&Lazy) -> &Value = Deref::deref;
const _: fn(&mut Lazy) -> &mut Value = DerefMut::deref_mut;

static _STARTED: Once = Once::new();
static _LIST: LazyLock<Value> = LazyLock::new(Vec::new);
