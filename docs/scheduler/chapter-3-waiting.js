// Levels: waiting on a condition variable.
"use strict";
(function (page) {
  page.chapters.push({
    title: "Waiting and wake-ups",
    levels: [
      {
        name: "notify-before-the-change",
        title: "Notify too early",
        about: "Thread 1 waits until `open` is true. The main thread notifies it, and then sets `open`.",
        goal: "Make thread 1 wait for ever.",
        kinds: ["LostWakeup", "Deadlocked"],
        reached: "the notify came too early, and thread 1 still waits",
        predict: "Does a notify that finds no thread waiting wake one that waits later?",
        options: ["Yes", "No"],
        answer: 1,
        moral: "A notify wakes only threads that wait at that moment. Change what they wait for first, and notify afterwards.",
      },
      {
        name: "if-for-while",
        title: "`if`, not `while`",
        about: "A consumer waits for an item, but does not check again when it wakes up. (The lecture's queue does not have this mistake.)",
        goal: "Make the consumer take an item that is not there.",
        kinds: ["Panicked"],
        reached: "the consumer took an item from an empty list",
        predict: "Can a thread that waits on a condition variable wake up although nobody notified it?",
        options: ["Yes", "No"],
        answer: 0,
        moral: "That is a spurious wake-up, and the standard library allows it. A wake-up is only a reason to check again: wait in a `while`.",
      },
      {
        name: "if-for-while-of-two",
        title: "`if`, two consumers",
        about: "Two items for two consumers. Neither checks again when it wakes up.",
        goal: "Make a consumer take an item that is not there, without a spurious wake-up.",
        kinds: ["Panicked"],
        without: "!",
        reached: "a consumer was notified, and found nothing",
        predict: "Can an item be missing although each consumer that wakes up was notified?",
        options: ["Yes", "No"],
        answer: 0,
        moral: "A notify reserves no item. By the time a consumer wakes up, another one may have taken it. With `while`, it would wait again.",
      },
      {
        name: "one-condvar",
        title: "One condvar for two",
        about: "A queue with room for one item. Threads that wait for an item and threads that wait for room share one condition variable.",
        goal: "Leave threads waiting for ever.",
        kinds: ["Deadlocked", "LostWakeup"],
        reached: "the notify woke a thread that could not go on, and the one that could still waits",
        predict: "`notify_one` wakes one of the threads that wait. Can it be one that cannot go on?",
        options: ["Yes", "No"],
        answer: 0,
        moral: "That thread waits again, and the one that could go on is not notified. Use a condition variable for each reason to wait, or `notify_all`.",
      },
    ],
  });
})((window.schedulerPage = window.schedulerPage || {}));
