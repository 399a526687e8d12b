// Levels: the lecture's queue, and the sentinel that ends its consumers.
"use strict";
(function (page) {
  page.chapters.push({
    title: "The queue",
    levels: [
      {
        name: "queue",
        title: "The lecture's queue",
        about: "A producer, a consumer, and the lecture's queue with room for one item: two tasks, then the sentinel.",
        goal: "Try to lose a task, or to leave a thread waiting for ever.",
        kinds: [],
        predict: "What does `put` do when the queue is full?",
        options: ["It waits", "It drops the oldest task", "It fails"],
        answer: 0,
        moral: "It waits on `not_full` until `get` has made room and notified it. So the slower side sets the pace.",
      },
      {
        name: "missing-sentinel",
        title: "Sentinel kept",
        about: "Two consumers and one sentinel (`None`). The consumer that gets it stops, and does not put it back.",
        goal: "Leave a consumer waiting for ever.",
        kinds: ["Deadlocked", "LostWakeup"],
        reached: "one consumer has the sentinel, and the other waits for one",
        predict: "Is there an interleaving in which both consumers stop?",
        options: ["Yes", "No"],
        answer: 1,
        moral: "There is one sentinel for two consumers, so one of them waits for ever, in every interleaving.",
      },
      {
        name: "sentinel",
        title: "Sentinel put back",
        about: "The lecture's consumers: the one that gets the sentinel puts it back for the next, and stops.",
        goal: "Try to leave a consumer waiting for ever.",
        kinds: [],
        predict: "Is there an interleaving in which a consumer waits for ever?",
        options: ["Yes", "No"],
        answer: 1,
        moral: "The sentinel is in the queue, or with a consumer that will put it back. So one is enough for any number of consumers.",
      },
    ],
  });
})((window.schedulerPage = window.schedulerPage || {}));
