//! Time, hints, panics and cells.

use super::cell::UnsafeCell;
use super::hint;
use super::panic::{self, AssertUnwindSafe, Location, PanicHookInfo, RefUnwindSafe, UnwindSafe};
use super::time::{Duration, Instant, SystemTime, SystemTimeError, TryFromFloatSecsError, UNIX_EPOCH};
use std::any::Any;
use std::ops::{Add, AddAssign, Sub, SubAssign};

const _: fn() -> Instant = Instant::now;
const _: fn(&Instant) -> Duration = Instant::elapsed;
const _: fn(&Instant, Instant) -> Duration = Instant::duration_since;
const _: fn(&Instant, Instant) -> Option<Duration> = Instant::checked_duration_since;
const _: fn(&Instant, Instant) -> Duration = Instant::saturating_duration_since;
const _: fn(&Instant, Duration) -> Option<Instant> = Instant::checked_add;
const _: fn(&Instant, Duration) -> Option<Instant> = Instant::checked_sub;
const _: fn(Instant, Duration) -> Instant = <Instant as Add<Duration>>::add;
const _: fn(&mut Instant, Duration) = <Instant as AddAssign<Duration>>::add_assign;
const _: fn(Instant, Duration) -> Instant = <Instant as Sub<Duration>>::sub;
const _: fn(&mut Instant, Duration) = <Instant as SubAssign<Duration>>::sub_assign;
const _: fn(Instant, Instant) -> Duration = <Instant as Sub>::sub;

const _: SystemTime = UNIX_EPOCH;
const _: SystemTime = SystemTime::UNIX_EPOCH;
const _: fn() -> SystemTime = SystemTime::now;
const _: fn(&SystemTime, SystemTime) -> Result<Duration, SystemTimeError> = SystemTime::duration_since;
const _: fn(&SystemTime) -> Result<Duration, SystemTimeError> = SystemTime::elapsed;
const _: fn(&SystemTime, Duration) -> Option<SystemTime> = SystemTime::checked_add;
const _: fn(&SystemTime, Duration) -> Option<SystemTime> = SystemTime::checked_sub;
const _: fn(SystemTime, Duration) -> SystemTime = <SystemTime as Add<Duration>>::add;
const _: fn(&mut SystemTime, Duration) = <SystemTime as AddAssign<Duration>>::add_assign;
const _: fn(SystemTime, Duration) -> SystemTime = <SystemTime as Sub<Duration>>::sub;
const _: fn(&mut SystemTime, Duration) = <SystemTime as SubAssign<Duration>>::sub_assign;
const _: fn(&SystemTimeError) -> Duration = SystemTimeError::duration;
const _: fn(f64) -> Result<Duration, TryFromFloatSecsError> = Duration::try_from_secs_f64;

const _: fn() = hint::spin_loop;
const _: fn() = hint::cold_path;
const _: fn(u32) -> u32 = hint::black_box;
const _: fn(bool, u32, u32) -> u32 = hint::select_unpredictable;
const _: unsafe fn(bool) = hint::assert_unchecked;
const _: unsafe fn() -> ! = hint::unreachable_unchecked;

type Payload = Box<dyn Any + Send>;

const _: fn(fn() -> u32) -> Result<u32, Payload> = panic::catch_unwind::<fn() -> u32, u32>;
const _: fn(Payload) -> ! = panic::resume_unwind;
const _: fn(u32) -> ! = panic::panic_any;
const _: fn() -> &'static Location<'static> = Location::caller;
const _: for<'a> fn(&'a PanicHookInfo<'static>) -> Option<&'a Location<'a>> = PanicHookInfo::location;
const _: fn(u32) -> AssertUnwindSafe<u32> = AssertUnwindSafe;

fn safe<T: UnwindSafe + RefUnwindSafe>() {}
const _: fn() = safe::<u32>;

const _: fn(u32) -> UnsafeCell<u32> = UnsafeCell::new;
const _: fn(UnsafeCell<u32>) -> u32 = UnsafeCell::into_inner;
const _: fn(u32) -> UnsafeCell<u32> = UnsafeCell::from;
const _: fn() -> UnsafeCell<u32> = UnsafeCell::default;
