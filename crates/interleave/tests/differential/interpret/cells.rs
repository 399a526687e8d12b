//! Atomics of every type behind one trait. Values are numbers; an `AtomicBool` stores whether they are odd.

use super::sync::atomic::{
    AtomicBool, AtomicI8, AtomicI16, AtomicI32, AtomicI64, AtomicIsize, AtomicU8, AtomicU16, AtomicU32, AtomicU64,
    AtomicUsize,
};
use crate::program::{Access, CellType, Strength};

pub(super) trait Cell: Send + Sync {
    /// Performs `access`, with `operand` as the value to write. Fails if a compare-exchange does.
    fn access(&self, access: Access, operand: usize, strength: Strength) -> Result<usize, usize>;
    fn get_mut(&mut self) -> usize;
    fn into_inner(self: Box<Self>) -> usize;
}

macro_rules! cell {
    ($atomic:ident, $t:ty, $from:expr, $change:expr, $add:ident $sub:ident $max:ident $min:ident) => {
        impl Cell for $atomic {
            fn access(&self, access: Access, operand: usize, strength: Strength) -> Result<usize, usize> {
                let (load, store, update) = (strength.load(), strength.store(), strength.update());
                let (from, change): (fn(usize) -> $t, fn($t) -> Option<$t>) = ($from, $change);
                let value = from(operand);
                let to = |value: $t| value as usize;
                Ok(to(match access {
                    Access::Load => self.load(load),
                    Access::Store(_) => {
                        self.store(value, store);
                        value
                    }
                    Access::Swap(_) => self.swap(value, update),
                    Access::Add => self.$add(from(1), update),
                    Access::Sub => self.$sub(from(1), update),
                    Access::And => self.fetch_and(from(2), update),
                    Access::Nand => self.fetch_nand(from(1), update),
                    Access::Or => self.fetch_or(from(2), update),
                    Access::Xor => self.fetch_xor(from(3), update),
                    Access::Max => self.$max(from(1), update),
                    Access::Min => self.$min(from(1), update),
                    Access::CompareExchange(current, _) => {
                        return self.compare_exchange(from(current), value, update, load).map(to).map_err(to);
                    }
                    Access::CompareExchangeWeak(current, _) => {
                        return self.compare_exchange_weak(from(current), value, update, load).map(to).map_err(to);
                    }
                    Access::FetchUpdate => return self.fetch_update(update, load, change).map(to).map_err(to),
                    Access::TryUpdate => return self.try_update(update, load, change).map(to).map_err(to),
                    Access::Update => self.update(update, load, |value| change(value).unwrap_or(value)),
                }))
            }

            fn get_mut(&mut self) -> usize {
                *$atomic::get_mut(self) as usize
            }

            fn into_inner(self: Box<Self>) -> usize {
                $atomic::into_inner(*self) as usize
            }
        }
    };
}

macro_rules! integers {
    ($($atomic:ident, $t:ty;)*) => {
        $(cell! {
            $atomic, $t, |number| number as $t, |value| (value != 2).then_some(value.wrapping_add(1)),
            fetch_add fetch_sub fetch_max fetch_min
        })*
    };
}

integers! {
    AtomicU8, u8;
    AtomicU16, u16;
    AtomicU32, u32;
    AtomicU64, u64;
    AtomicUsize, usize;
    AtomicI8, i8;
    AtomicI16, i16;
    AtomicI32, i32;
    AtomicI64, i64;
    AtomicIsize, isize;
}

// For one bit, addition and subtraction are exclusive or, the maximum is or, and the minimum is and.
cell! {
    AtomicBool, bool, |number| number % 2 == 1, |value| (!value).then_some(true),
    fetch_xor fetch_xor fetch_or fetch_and
}

pub(super) fn new(of: CellType) -> Box<dyn Cell> {
    match of {
        CellType::U8 => Box::new(AtomicU8::new(0)),
        CellType::U16 => Box::new(AtomicU16::new(0)),
        CellType::U32 => Box::new(AtomicU32::new(0)),
        CellType::U64 => Box::new(AtomicU64::new(0)),
        CellType::Usize => Box::new(AtomicUsize::new(0)),
        CellType::I8 => Box::new(AtomicI8::new(0)),
        CellType::I16 => Box::new(AtomicI16::new(0)),
        CellType::I32 => Box::new(AtomicI32::new(0)),
        CellType::I64 => Box::new(AtomicI64::new(0)),
        CellType::Isize => Box::new(AtomicIsize::new(0)),
        CellType::Bool => Box::new(AtomicBool::new(false)),
    }
}
