// Levels: lost updates.
//
// A chapter is a title and a list of levels. The programs' states come from the explorer, in `graphs.js`, which
// `cargo xtask scheduler` writes. A level has
//
// name:    the program, as `cargo xtask scheduler` names it
// goal:    what to try
// kinds:   the kinds of end that reach the goal; empty for a program that is right in every interleaving
// reached: what has happened when the goal is reached
// without: a mark that no step of the run may have, such as `!` for a spurious wake-up
// predict: a question to answer before the explorer's numbers are shown; `answer` is the index of the right option
// moral:   what to take home
"use strict";
(function (page) {
  page.chapters = page.chapters || [];
  page.chapters.push({
    title: "Lost updates",
    levels: [
      {
        name: "racy",
        title: "No lock",
        about: "Two threads increment one counter. Each reads the count, yields to other threads, and writes one more.",
        goal: "Make it lose an update: the program returns 1.",
        kinds: ["WrongValue"],
        reached: "one of two increments is lost",
        predict: "Must a thread be preempted (interrupted when it could go on) for an update to get lost?",
        options: ["Yes", "No"],
        answer: 1,
        moral: "Both threads read the count before either writes it, so the second write overwrites the first. Each thread yields between the two: no preemption is needed.",
      },
      {
        name: "read-unlock-write",
        title: "Two short locks",
        about: "The same increments with a lock: a thread locks the count to read it, unlocks it, and locks it again to write it.",
        goal: "Make it lose an update: the program returns 1.",
        kinds: ["WrongValue"],
        reached: "one of two increments is lost",
        predict: "Each access to the count is under the lock. Can an update get lost?",
        options: ["Yes", "No"],
        answer: 0,
        moral: "A lock protects what happens while it is held. The read and the write belong together, so they belong under one lock.",
      },
      {
        name: "locked",
        title: "One lock",
        about: "The lecture's fix: a thread holds the lock from before it reads the count until after it has written it.",
        goal: "Try to make it lose an update.",
        kinds: [],
        predict: "Is there an interleaving in which an update gets lost?",
        options: ["Yes", "No"],
        answer: 1,
        moral: "No other thread can touch the count between the read and the write, because the lock is held the whole time.",
      },
      {
        name: "atomic",
        title: "Atomic operation",
        about: "The same increments without a lock: each is a single atomic operation.",
        goal: "Try to make it lose an update.",
        kinds: [],
        predict: "Nothing is locked here. Is there an interleaving in which an update gets lost?",
        options: ["Yes", "No"],
        answer: 1,
        moral: "Reading and writing are one step, so no other thread can run between them.",
      },
    ],
  });
})((window.schedulerPage = window.schedulerPage || {}));
