// Levels: waiting at a condition variable.
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
        reached: "the notify is over, and thread 1 still waits",
        predict: "Does a notify that finds nobody waiting count for a thread that waits later?",
        options: ["Yes", "No"],
        answer: 1,
        moral: "A notify wakes threads that wait at that moment, and is then forgotten. Change what they wait for first, and notify afterwards.",
      },
      {
        name: "if-for-while",
        title: "`if`, not `while`",
        about: "A consumer waits for an item, but does not check again when it wakes up. (The lecture's queue does not have this mistake.)",
        goal: "Make the consumer take an item that is not there.",
        kinds: ["Panicked"],
        reached: "the consumer took an item from an empty list",
        predict: "Can a thread that waits at a condition variable wake up although nobody notified it?",
        options: ["Yes", "No"],
        answer: 0,
        moral: "That is a spurious wake-up, and `std` allows it. A wake-up only says that it is worth checking again: wait in a `while`.",
      },
      {
        name: "if-for-while-of-two",
        title: "`if`, two consumers",
        about: "Two items for two consumers. Neither checks again when it wakes up.",
        goal: "Make a consumer take an item that is not there, without a spurious wake-up.",
        kinds: ["Panicked"],
        without: "!",
        reached: "a consumer was notified, and found nothing",
        predict: "Can that happen if each wake-up has its notify?",
        options: ["Yes", "No"],
        answer: 0,
        moral: "A notify reserves no item. By the time a consumer wakes up, another one may have taken it. With `while`, it would wait again.",
      },
      {
        name: "one-condvar",
        title: "One condvar for two",
        about: "A queue with room for one item. Whoever waits for an item and whoever waits for room wait at the same condition variable.",
        goal: "Leave threads waiting for ever.",
        kinds: ["Deadlocked", "LostWakeup"],
        reached: "the notify woke a thread that had no use for it, and the other one still waits",
        predict: "`notify_one` wakes one of the threads that wait. Can it be one that cannot go on?",
        options: ["Yes", "No"],
        answer: 0,
        moral: "That thread waits again, and the one that could go on is not notified. Use a condition variable for each condition, or `notify_all`.",
      },
    ],
  });
})((window.schedulerPage = window.schedulerPage || {}));
