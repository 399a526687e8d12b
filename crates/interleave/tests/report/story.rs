//! Builds a record step by step. The place of a step is the line of the test that adds it.

use std::panic::Location;

use interleave::record::{
    Action, End, Object, ObjectId, ObjectKind, Place, Record, Size, Step, Thread, ThreadId, Waiting, WakeReason,
};

pub struct Story(Record);

impl Story {
    pub fn of(threads: &[&str]) -> Self {
        let threads =
            threads.iter().map(|name| Thread { name: (*name).to_owned(), stuck: None, ready: None }).collect();
        let (objects, steps, schedule) = (Vec::new(), Vec::new(), "0121".to_owned());
        let end = End::Returned { value: "()".to_owned() };
        let mut story = Story(Record { threads, objects, steps, end, schedule, size: Size::default() });
        for child in 1..story.0.threads.len() {
            story.does(0, Action::Spawn { child });
        }
        story
    }

    #[track_caller]
    pub fn object(&mut self, kind: ObjectKind, name: &str, value: Option<&str>) -> ObjectId {
        let (name, value) = (name.to_owned(), value.map(str::to_owned));
        self.0.objects.push(Object { kind, name, created: Location::caller(), value, held: Vec::new() });
        self.0.objects.len() - 1
    }

    #[track_caller]
    pub fn does(&mut self, thread: ThreadId, action: Action) -> Place {
        let place = Location::caller();
        let own_line = !matches!(action, Action::Unlock { .. } | Action::Finish);
        self.0.steps.push(Step {
            thread,
            place: own_line.then_some(place),
            action,
            order: None,
            read_from: None,
            stale: false,
        });
        place
    }

    #[track_caller]
    pub fn stuck(&mut self, thread: ThreadId, on: Waiting) {
        if let Waiting::Lock { object, ref holders, .. } = on {
            for &holder in holders {
                let locks = self.0.steps.iter().rev().filter(|step| step.thread == holder);
                let lock =
                    locks.filter(|step| matches!(step.action, Action::Lock { object: o, .. } if o == object));
                let place = lock.filter_map(|step| step.place).next().expect("the holder locked it");
                self.0.objects[object].held.push((holder, place));
            }
        }
        self.0.threads[thread].stuck = Some((on, Location::caller()));
    }

    /// The thread panics, and the panic is not caught.
    #[track_caller]
    pub fn panics(mut self, thread: ThreadId, message: &str) -> Record {
        let message = message.to_owned();
        self.does(thread, Action::Panic { message: message.clone() });
        self.ends(End::Panicked { thread, message })
    }

    /// If a program returns, its threads have finished.
    pub fn ends(mut self, end: End) -> Record {
        if matches!(end, End::Returned { .. } | End::WrongValue { .. }) {
            for thread in 1..self.0.threads.len() {
                let finished = |step: &Step| step.thread == thread && step.action == Action::Finish;
                if !self.0.steps.iter().any(finished) {
                    self.0.steps.push(Step {
                        thread,
                        place: None,
                        action: Action::Finish,
                        order: None,
                        read_from: None,
                        stale: false,
                    });
                }
            }
        }
        self.0.end = end;
        self.0
    }
}

pub fn text(value: &str) -> Option<String> {
    Some(value.to_owned())
}

pub fn read(object: ObjectId, value: &str) -> Action {
    Action::Read { object, value: value.to_owned(), expected: None }
}

pub fn write(object: ObjectId, value: &str) -> Action {
    Action::Write { object, value: value.to_owned() }
}

pub fn lock(object: ObjectId, value: &str) -> Action {
    Action::Lock { object, shared: false, value: text(value) }
}

pub fn unlock(object: ObjectId, before: &str, after: &str) -> Action {
    let locked = Location::caller();
    Action::Unlock {
        object,
        shared: false,
        locked,
        before: text(before),
        after: text(after),
        written: before != after,
    }
}

pub fn wait(condvar: ObjectId, mutex: ObjectId, value: &str) -> Action {
    Action::Wait { condvar, mutex, before: text(value), after: text(value), written: false, timeout: false }
}

pub fn wake(condvar: ObjectId, mutex: ObjectId, why: WakeReason, value: &str) -> Action {
    Action::Wake { condvar, mutex, why, value: text(value) }
}

pub fn notify(condvar: ObjectId, woken: &[ThreadId]) -> Action {
    Action::Notify { condvar, all: false, woken: woken.to_vec() }
}

pub fn wants(object: ObjectId, holder: ThreadId) -> Waiting {
    Waiting::Lock { object, shared: false, holders: vec![holder] }
}

pub fn wrong(value: &str, expected: &str) -> End {
    End::WrongValue { value: value.to_owned(), expected: expected.to_owned() }
}
