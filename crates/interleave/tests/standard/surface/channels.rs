//! Channels.

use super::sync::mpsc::{
    self, IntoIter, Iter, Receiver, RecvError, RecvTimeoutError, SendError, Sender, SyncSender, TryIter,
    TryRecvError, TrySendError,
};
use super::time::Duration;

type Value = String;

const _: fn() -> (Sender<Value>, Receiver<Value>) = mpsc::channel;
const _: fn(usize) -> (SyncSender<Value>, Receiver<Value>) = mpsc::sync_channel;
const _: fn(&Sender<Value>, Value) -> Result<(), SendError<Value>> = Sender::send;
const _: fn(&Sender<Value>) -> Sender<Value> = Clone::clone;
const _: fn(&SyncSender<Value>, Value) -> Result<(), SendError<Value>> = SyncSender::send;
const _: fn(&SyncSender<Value>, Value) -> Result<(), TrySendError<Value>> = SyncSender::try_send;
const _: fn(&SyncSender<Value>) -> SyncSender<Value> = Clone::clone;
const _: fn(&Receiver<Value>) -> Result<Value, RecvError> = Receiver::recv;
const _: fn(&Receiver<Value>) -> Result<Value, TryRecvError> = Receiver::try_recv;
const _: fn(&Receiver<Value>, Duration) -> Result<Value, RecvTimeoutError> = Receiver::recv_timeout;
const _: fn(&Receiver<Value>) -> Iter<'_, Value> = Receiver::iter;
const _: fn(&Receiver<Value>) -> TryIter<'_, Value> = Receiver::try_iter;
const _: fn(&'static Receiver<Value>) -> Iter<'static, Value> = IntoIterator::into_iter;
const _: fn(Receiver<Value>) -> IntoIter<Value> = IntoIterator::into_iter;
const _: fn(&mut Iter<'static, Value>) -> Option<Value> = Iterator::next;
const _: fn(&mut TryIter<'static, Value>) -> Option<Value> = Iterator::next;
const _: fn(&mut IntoIter<Value>) -> Option<Value> = Iterator::next;

const _: fn(Value) -> SendError<Value> = SendError;
const _: fn(Value) -> TrySendError<Value> = TrySendError::Full;
const _: fn(Value) -> TrySendError<Value> = TrySendError::Disconnected;
const _: fn(SendError<Value>) -> TrySendError<Value> = TrySendError::from;
const _: RecvError = RecvError;
const _: [TryRecvError; 2] = [TryRecvError::Empty, TryRecvError::Disconnected];
const _: [RecvTimeoutError; 2] = [RecvTimeoutError::Timeout, RecvTimeoutError::Disconnected];
const _: fn(RecvError) -> TryRecvError = TryRecvError::from;
const _: fn(RecvError) -> RecvTimeoutError = RecvTimeoutError::from;
