// A walk along the graph of a program. The graph says which steps there are and where they lead; here is only the way
// that the reader has gone. The shape of the graph is documented at `interleave::report::graph_json`.
"use strict";
(function (page) {
  const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz";

  page.Walk = class Walk {
    constructor(graph) {
      this.graph = graph;
      this.path = []; // [{move, from}]
      this.node = 0;
    }

    // The steps that are possible now: [{move, to}].
    possible() {
      return this.graph.nodes[this.node][3].map(([move, to]) => ({ move: this.graph.moves[move], to }));
    }

    // What `thread` can do now: first the usual step, then those that need a word.
    possibleFor(thread) {
      const own = this.possible().filter((step) => step.move.thread === thread);
      return own.sort((one, other) => one.move.mark.length - other.move.mark.length);
    }

    take(step) {
      this.path.push({ move: step.move, from: this.node });
      this.node = step.to;
    }

    // Takes the last step back; false if there is none.
    undo() {
      const last = this.path.pop();
      if (last) this.node = last.from;
      return Boolean(last);
    }

    reset() {
      this.path = [];
      this.node = 0;
    }

    // Where a thread is: {at, waiting, object}, or undefined if it has not begun.
    standing(thread) {
      return this.graph.standings[this.graph.nodes[this.node][0][thread]];
    }

    // Of each object its value and who holds it.
    memory() {
      return this.graph.memories[this.graph.nodes[this.node][1]];
    }

    // How the program ends here: {kind, text}, or null if it goes on.
    end() {
      const end = this.graph.nodes[this.node][2];
      return end === null ? null : this.graph.ends[end];
    }

    // The way so far, as `cargo xtask explore --replay` reads it.
    digits() {
      return this.graph.prefix + this.path.map(({ move }) => DIGITS[move.thread] + move.mark).join("");
    }

    // Goes the way of `digits` from the beginning. Returns what is wrong with them, or null; then the walk stands at
    // the last step that was possible.
    follow(digits) {
      this.reset();
      const bare = digits.startsWith(this.graph.prefix) ? digits.slice(this.graph.prefix.length) : digits;
      const steps = bare.match(/[0-9a-z](?:'[0-9a-z]|!|~)?/g) || [];
      if (steps.join("") !== bare) return `“${digits}” is no list of steps.`;
      for (const [index, step] of steps.entries()) {
        const thread = DIGITS.indexOf(step[0]);
        const found = this.possibleFor(thread).find(({ move }) => move.mark === step.slice(1));
        if (!found) return `Step ${index + 1} of this link, ${step}, is not possible: the run stops before it.`;
        this.take(found);
      }
      return null;
    }
  };
})((window.schedulerPage = window.schedulerPage || {}));
