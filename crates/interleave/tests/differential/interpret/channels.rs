//! Operations on bounded and unbounded channels.

use super::sync::mpsc::{self, RecvTimeoutError, TryRecvError, TrySendError};
use super::{Worker, units};
use crate::program::{Receiving, Sending};

/// The sending end.
#[derive(Clone)]
pub(super) enum Sender {
    Unbounded(mpsc::Sender<usize>),
    Bounded(mpsc::SyncSender<usize>),
}

pub(super) fn new(capacity: Option<usize>) -> (Sender, mpsc::Receiver<usize>) {
    match capacity {
        None => {
            let (sender, receiver) = mpsc::channel();
            (Sender::Unbounded(sender), receiver)
        }
        Some(capacity) => {
            let (sender, receiver) = mpsc::sync_channel(capacity);
            (Sender::Bounded(sender), receiver)
        }
    }
}

impl Sender {
    fn send(&self, value: usize) -> bool {
        match self {
            Sender::Unbounded(sender) => sender.send(value).is_ok(),
            Sender::Bounded(sender) => sender.send(value).is_ok(),
        }
    }

    fn try_send(&self, value: usize) -> &'static str {
        match self {
            Sender::Unbounded(sender) => sender.send(value).map_or("gone", |()| "sent"),
            Sender::Bounded(sender) => match sender.try_send(value) {
                Ok(()) => "sent",
                Err(TrySendError::Full(_)) => "full",
                Err(TrySendError::Disconnected(_)) => "gone",
            },
        }
    }
}

impl Worker<'_, '_> {
    pub(super) fn send(&mut self, op: Sending) {
        let Some(sender) = &self.sender else { return };
        match op {
            Sending::Send(operand) => {
                let sent = sender.send(self.value(operand));
                self.see("sent", usize::from(sent));
            }
            Sending::TrySend(operand) => {
                let seen = sender.try_send(self.value(operand));
                self.see(seen, 0);
            }
            Sending::CloneAndSend(operand) => {
                let sent = sender.clone().send(self.value(operand));
                self.see("sent", usize::from(sent));
            }
            Sending::Drop => self.sender = None,
        }
    }

    pub(super) fn receive(&mut self, op: Receiving) {
        let Some(receiver) = self.receiver.take() else { return };
        match op {
            Receiving::Recv => match receiver.recv() {
                Ok(value) => self.see("received", value),
                Err(_) => self.see("disconnected", 0),
            },
            Receiving::TryRecv => {
                self.try_receive(&receiver);
            }
            Receiving::RecvTimeout(time) => match receiver.recv_timeout(units(time)) {
                Ok(value) => self.see("received", value),
                Err(RecvTimeoutError::Timeout) => self.see("timed out", 0),
                Err(RecvTimeoutError::Disconnected) => self.see("disconnected", 0),
            },
            Receiving::Iter => receiver.iter().for_each(|value| self.see("received", value)),
            Receiving::TryIter => receiver.try_iter().for_each(|value| self.see("received", value)),
            Receiving::IntoIter => {
                receiver.into_iter().for_each(|value| self.see("received", value));
                return;
            }
            Receiving::Drop => return drop(receiver),
        }
        self.receiver = Some(receiver);
    }

    /// Was there a value?
    pub(super) fn try_receive(&mut self, receiver: &mpsc::Receiver<usize>) -> bool {
        let received = receiver.try_recv();
        match received {
            Ok(value) => self.see("received", value),
            Err(TryRecvError::Empty) => self.see("empty", 0),
            Err(TryRecvError::Disconnected) => self.see("disconnected", 0),
        }
        received.is_ok()
    }
}
