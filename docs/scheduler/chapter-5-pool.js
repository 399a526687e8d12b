// Levels: a pool of workers.
"use strict";
(function (page) {
  page.chapters.push({
    title: "The pool",
    levels: [
      {
        name: "pool-looks-then-waits",
        title: "Look, then wait",
        about: "A worker looks for a job under the lock, unlocks it, and then waits. (The lecture's pool does not have this mistake.)",
        goal: "Leave the worker waiting for ever.",
        kinds: ["LostWakeup", "Deadlocked"],
        reached: "the job came between the worker's look and its wait",
        predict: "The worker waits only after it has seen that there is no job. Can it still miss one?",
        options: ["Yes", "No"],
        answer: 0,
        moral: "The job and its notify can come in between, and then nobody wakes the worker. `wait` unlocks and waits in one step: hold the lock from the look until the wait.",
      },
      {
        name: "pool-wakes-one",
        title: "One wake-up at the end",
        about: "Two workers wait for jobs. The main thread closes the pool, notifies one of them, and joins both.",
        goal: "Leave a worker waiting for ever.",
        kinds: ["LostWakeup", "Deadlocked"],
        reached: "one worker has ended, and nobody wakes the other",
        predict: "How many workers must already be waiting when the notify comes?",
        options: ["None", "One", "Both"],
        answer: 2,
        moral: "A new job is for one worker, so `notify_one` is enough. The end is for all workers: `notify_all`.",
      },
      {
        name: "pool",
        title: "The lecture's pool",
        about: "The main thread submits a job to the pool, and then drops the pool: the drop waits until the workers have ended.",
        goal: "Try to lose the job, or to leave a thread waiting for ever.",
        kinds: [],
        predict: "The pool may be closed before the worker has looked at its list. Is the job lost then?",
        options: ["Yes", "No"],
        answer: 1,
        moral: "A worker ends only when the pool is closed and the list is empty. So every job that was submitted runs.",
      },
    ],
  });
})((window.schedulerPage = window.schedulerPage || {}));
