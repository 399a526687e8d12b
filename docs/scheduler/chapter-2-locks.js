// Levels: locks that wait for each other.
"use strict";
(function (page) {
  page.chapters.push({
    title: "Locks and deadlock",
    levels: [
      {
        name: "ab-ba",
        title: "Two orders of locks",
        about: "Thread 1 locks the fork and then the knife, the main thread the knife and then the fork. (The lecture never holds two locks.)",
        goal: "Make both wait for ever.",
        kinds: ["Deadlocked"],
        reached: "each thread waits for the lock that the other one holds",
        predict: "After how many steps, at the earliest, can no thread go on?",
        options: ["Two", "Four", "It cannot happen"],
        answer: 0,
        moral: "Two steps are enough: each thread takes its first lock. If all threads take locks in the same order, this cannot happen.",
      },
      {
        name: "join-under-the-lock",
        title: "Join under a lock",
        about: "The main thread takes a lock and then joins a thread (waits for it to finish), which needs the same lock.",
        goal: "Make both wait for ever.",
        kinds: ["Deadlocked"],
        reached: "the main thread waits for thread 1, and thread 1 for the lock that the main thread holds",
        predict: "Do both wait for ever in every interleaving?",
        options: ["Yes, in all", "No, in some", "It cannot happen"],
        answer: 1,
        moral: "Only if the main thread takes the lock first. So a test may pass a thousand times. Unlock before you wait for a thread.",
      },
    ],
  });
})((window.schedulerPage = window.schedulerPage || {}));
