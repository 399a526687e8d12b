// Levels: memory orderings. The reader also chooses which store a load reads.
"use strict";
(function (page) {
  const choice = "You are the memory, too: if a load may read more than one store, each has a button.";
  page.chapters.push({
    title: "Memory",
    levels: [
      {
        name: "message-passing",
        title: "Message, `Relaxed`",
        about: `Thread 1 stores 7 in \`data\`, and then sets \`ready\`. The main thread reads \`ready\`, and then \`data\`. ${choice}`,
        goal: "Let the main thread see that the message is ready, but not the message: the program returns 0.",
        kinds: ["WrongValue"],
        reached: "the flag is new, and the data is old",
        predict: "`data` is stored before `ready`. Can a thread that has read the new flag still read the old data?",
        options: ["Yes", "No"],
        answer: 0,
        moral: "`Relaxed` orders nothing between two variables. The next level does.",
      },
      {
        name: "message-passing-fixed",
        title: "Message, `Acquire`",
        about: `The same, but \`ready\` is stored with \`Release\` and loaded with \`Acquire\`. ${choice}`,
        goal: "Try to read the old data after the new flag.",
        kinds: [],
        predict: "`data` itself is still stored and loaded with `Relaxed`. Is that enough?",
        options: ["Yes", "No"],
        answer: 0,
        moral: "A thread that reads the new flag sees everything that was stored before it, so it cannot read the old data.",
      },
      {
        name: "store-buffering",
        title: "Store buffering",
        about: `Each thread stores 1 in its own variable, and then loads the other's. Stores are \`Release\`, loads \`Acquire\`. ${choice}`,
        goal: "Let each thread miss the other's store: the program returns 0.",
        kinds: ["WrongValue"],
        reached: "each thread has read the old value of the other",
        predict: "Do `Release` and `Acquire` rule this out?",
        options: ["Yes", "No"],
        answer: 1,
        moral: "A load that reads an old store synchronises with nothing. With `SeqCst` for all four operations there is one order on which both threads agree.",
      },
      {
        name: "spin-lock-relaxed",
        title: "Spin lock, `Relaxed`",
        about: `Two threads increment a count under a lock of their own: \`swap\` takes it, a store releases it. ${choice}`,
        goal: "Make it lose an update, although only one thread at a time has the lock: the program returns 1.",
        kinds: ["WrongValue"],
        reached: "one of two increments is lost despite the lock",
        predict: "The two threads never hold the lock at the same time. Can an increment get lost?",
        options: ["Yes", "No"],
        answer: 0,
        moral: "Only one thread at a time holds the lock. But with `Relaxed` the next holder need not see what the last one stored: it reads the old count.",
      },
      {
        name: "spin-lock-fixed",
        title: "Spin lock, `Acquire`",
        about: `The same lock, taken with \`Acquire\` and released with \`Release\`. ${choice}`,
        goal: "Try to make it lose an update.",
        kinds: [],
        predict: "The count itself is still loaded and stored with `Relaxed`. Is that enough?",
        options: ["Yes", "No"],
        answer: 0,
        moral: "A thread that takes the lock sees everything that came before its release, so it cannot read the old count.",
      },
    ],
  });
})((window.schedulerPage = window.schedulerPage || {}));
