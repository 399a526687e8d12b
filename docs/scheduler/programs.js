// What a reader is to try with each program, in the order of the list on the page. The programs themselves are not
// here: their states come from the explorer (`graphs.js`, which `cargo xtask scheduler` writes).
//
// goal:    what to try, and the kinds of end that reach it (as in `interleave::record::End`); none can for a right program
// predict: a question to answer before the explorer's numbers are shown; `answer` is the index of the right option
// moral:   what to take home, shown with the numbers
"use strict";
(function (page) {
  page.programs = [
    {
      name: "racy",
      title: "Counter without a lock",
      about: "Two threads increment one counter: each reads it, lets others run, and writes one more.",
      goal: "Make it lose an update: let the program return 1.",
      kinds: ["WrongValue"],
      predict: "How many preemptions (leaving a thread that could go on) does a lost update need at least?",
      options: ["None", "One", "Two"],
      answer: 1,
      moral: "Once is enough: a thread that has read is interrupted before it writes. What it read is old by then.",
    },
    {
      name: "locked",
      title: "Counter with a lock",
      about: "The same two increments, but a thread must hold the lock to touch the count.",
      goal: "Try to break it: let the program return 1.",
      kinds: ["WrongValue", "Deadlocked", "LostWakeup", "Panicked"],
      predict: "Is there an order of steps in which an update is lost?",
      options: ["Yes", "No"],
      answer: 1,
      moral: "Nobody can. Reading and writing happen while the lock is held, so nothing comes between them.",
    },
    {
      name: "atomic",
      title: "Counter with an atomic operation",
      about: "The same two increments, each a single step of the processor.",
      goal: "Try to break it: let the program return 1.",
      kinds: ["WrongValue"],
      predict: "Nothing here is locked. Is there an order of steps in which an update is lost?",
      options: ["Yes", "No"],
      answer: 1,
      moral: "Nobody can: there is no moment between the read and the write at which another thread could run.",
    },
    {
      name: "if-for-while",
      title: "Waiting with `if` instead of `while`",
      about: "A consumer waits for an item, but does not look again when it wakes up.",
      goal: "Make the consumer take an item that is not there.",
      kinds: ["Panicked"],
      predict: "May a thread that waits at a condition variable wake up though nobody notified it?",
      options: ["Yes, the standard allows it", "No, never"],
      answer: 0,
      moral: "Waking up says only that it is worth looking again: wait in a `while`.",
    },
    {
      name: "missing-sentinel",
      title: "One sentinel, kept by who finds it",
      about: "Two consumers stop when they find the sentinel (`None`). There is one, and nobody puts it back.",
      goal: "Find an order of steps after which a consumer waits for ever.",
      kinds: ["Deadlocked", "LostWakeup"],
      predict: "Is there an order of steps in which both consumers stop?",
      options: ["Yes", "No"],
      answer: 1,
      moral: "Whoever finds the sentinel keeps it, so the other one waits, whatever the order.",
    },
    {
      name: "queue",
      title: "One sentinel, handed on",
      about: "A queue, one task and one sentinel; each consumer that finds the sentinel puts it back for the next.",
      goal: "Try to break it: leave a consumer waiting for ever.",
      kinds: ["WrongValue", "Deadlocked", "LostWakeup", "Panicked"],
      predict: "Is there an order of steps in which a consumer waits for ever?",
      options: ["Yes", "No"],
      answer: 1,
      moral: "Nobody can: the sentinel is always in the queue, or in the hands of somebody who will put it back.",
    },
    {
      name: "one-condvar",
      title: "One condition variable for two conditions",
      about: "A queue with room for one. Whoever waits for an item and whoever waits for room wait at the same place.",
      goal: "Make everybody wait for ever.",
      kinds: ["Deadlocked", "LostWakeup"],
      predict: "`notify_one` wakes one of those who wait. Can it be one who can do nothing?",
      options: ["Yes", "No"],
      answer: 0,
      moral: "A notify that wakes the wrong thread is lost: use one condition variable for each condition, or notify all.",
    },
    {
      name: "ab-ba",
      title: "Two locks in two orders",
      about: "One thread takes the fork and then the knife, the other one the knife and then the fork.",
      goal: "Make both wait for ever.",
      kinds: ["Deadlocked"],
      predict: "How many steps does it take until nobody can go on?",
      options: ["Two", "Four", "It cannot happen"],
      answer: 0,
      moral: "Two: each takes its first lock. With one order for everybody, it could not happen.",
    },
  ];
})((window.schedulerPage = window.schedulerPage || {}));
