// Says in words what happened, for the list of steps and for a screen reader.
"use strict";
(function (page) {
  // What a step did. What the thread waits for after it is shown in the thread's column.
  page.words = function (move) {
    const texts = move.steps.filter((step) => step.kind !== "Blocked").map((step) => step.text);
    return texts.join("; ") || (move.mark === "!" ? "wakes up without a notify" : "goes on");
  };

  // The text for a screen reader after a step: what happened, which threads are blocked, and how the program ended if it did.
  page.happened = function (walk, move) {
    const { threads } = walk.graph;
    const standings = threads.map((name, thread) => [name, walk.standing(thread)]);
    const waits = standings.filter(([, standing]) => standing && standing.waiting !== null);
    const sentences = waits.map(([name, standing]) => `${name} waits for ${standing.waiting}.`);
    const end = walk.end();
    return [`${threads[move.thread]}: ${page.words(move)}.`, ...sentences, end ? end.text : ""].join(" ").trim();
  };

  // How the program ends here, or that it goes on.
  page.goesOn = function (walk) {
    const end = walk.end();
    if (end) return end.text;
    if (walk.isCut()) return "The program goes on, but this page has only some of its states: undo, or go back to the failing run.";
    return "The program runs. Which thread is next?";
  };

  // The same, with a verdict if the program ends here: {kind, text}.
  page.verdict = function (walk) {
    const end = walk.end();
    if (!end) return { kind: "", text: page.goesOn(walk) };
    return end.kind === "Returned" ? { kind: "good", text: `✓ Right. ${end.text}` } : { kind: "bad", text: `✗ Wrong. ${end.text}` };
  };
})((window.schedulerPage = window.schedulerPage || {}));
