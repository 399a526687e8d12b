// A walk along the graph of a program. The graph has the possible steps and the states that they lead to; the walk has the
// steps that the reader took. `interleave::report::graph_json` documents the graph's format.
"use strict";
(function (page) {
  const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz";

  // A step as it is written in a schedule.
  page.digits = (move) => DIGITS[move.thread] + move.mark;

  // The thread of a step in a schedule.
  page.thread = (step) => DIGITS.indexOf(step[0]);

  // The steps of a schedule, each a string; null if it is not a schedule. The graph has its own prefix, which is dropped.
  page.steps = function (digits) {
    const bare = digits.replace(/^[\^@+]+/, "");
    const steps = bare.match(/[0-9a-z](?:'[0-9a-z]|<[0-9a-z]!?|!|~)?/g) || [];
    return steps.join("") === bare ? steps : null;
  };

  page.Walk = class Walk {
    constructor(graph) {
      this.graph = graph;
      this.outlooks = null;
      this.path = []; // [{move, from, to}]
      this.undone = []; // The steps that were undone, the latest at the end.
      this.node = 0;
    }

    // The steps that are possible now: [{move, to}].
    possible() {
      return this.graph.nodes[this.node][3].map(([move, to]) => ({ move: this.graph.moves[move], to }));
    }

    // The possible steps of `thread`: first the usual one, then the unusual ones.
    possibleFor(thread) {
      const own = this.possible().filter((step) => step.move.thread === thread);
      return own.sort((one, other) => one.move.mark.length - other.move.mark.length);
    }

    take({ move, to }) {
      const next = this.undone.pop();
      if (next && (next.move !== move || next.to !== to)) this.undone = [];
      this.path.push({ move, from: this.node, to });
      this.node = to;
    }

    // Undoes the last step. Returns false at the beginning.
    undo() {
      const last = this.path.pop();
      if (!last) return false;
      this.undone.push(last);
      this.node = last.from;
      return true;
    }

    // The step that was undone last: {move, to}; undefined if no step can be redone.
    redoable() {
      return this.undone[this.undone.length - 1];
    }

    // Undoes all steps after the first `count`.
    returnTo(count) {
      while (this.path.length > count) this.undo();
    }

    reset() {
      this.returnTo(0);
    }

    // A thread's place and what it waits for: {at, waiting, object}, or undefined if it has not begun.
    standing(thread) {
      return this.graph.standings[this.graph.nodes[this.node][0][thread]];
    }

    // The value of each object, and the threads that hold it.
    memory() {
      return this.graph.memories[this.graph.nodes[this.node][1]];
    }

    // How the program ends here: {kind, text}, or null if it goes on.
    end() {
      const end = this.graph.nodes[this.node][2];
      return end === null ? null : this.graph.ends[end];
    }

    // Whether steps from here are missing, because the graph has only a part of the program's states.
    isCut() {
      return this.graph.nodes[this.node][4] === 1;
    }

    // The ends that can be reached from here: `both`, or only `right` or only `wrong` ones. If steps are missing, other ends
    // are possible: then `maybe wrong`, `maybe right` or `unknown`.
    outlook() {
      this.outlooks = this.outlooks || outlooks(this.graph);
      const { right, wrong, cut } = this.outlooks;
      const [isRight, isWrong, isCut] = [right, wrong, cut].map((nodes) => nodes.has(this.node));
      if (isRight && isWrong) return "both";
      if (!isCut) return isRight ? "right" : "wrong";
      return isRight ? "maybe wrong" : isWrong ? "maybe right" : "unknown";
    }

    // The schedule so far, for `cargo xtask explore --replay`.
    digits() {
      return this.graph.prefix + this.path.map(({ move }) => page.digits(move)).join("");
    }

    // Takes the steps of `digits` from the beginning. Returns null, or an error if a step is not possible; the walk then ends
    // before that step.
    follow(digits) {
      this.reset();
      const steps = page.steps(digits);
      if (!steps) return `“${digits}” is no list of steps.`;
      for (const [index, step] of steps.entries()) {
        const found = this.possibleFor(page.thread(step)).find(({ move }) => move.mark === step.slice(1));
        if (!found) return `Step ${index + 1} of this link, ${step}, is not possible: the run stops before it.`;
        this.take(found);
      }
      return null;
    }
  };

  // The nodes from which a right end can be reached, a wrong end, and a node with missing steps.
  function outlooks(graph) {
    const before = graph.nodes.map(() => []);
    graph.nodes.forEach(([, , , moves], from) => moves.forEach(([, to]) => before[to].push(from)));
    const leadingTo = (isGoal) => {
      const found = new Set(before.map((_, node) => node).filter((node) => isGoal(graph.nodes[node])));
      for (const node of found) before[node].forEach((from) => found.add(from));
      return found;
    };
    const ends = (kinds) => ([, , end]) => end !== null && kinds(graph.ends[end].kind);
    return {
      right: leadingTo(ends((kind) => kind === "Returned")),
      wrong: leadingTo(ends((kind) => kind !== "Returned")),
      cut: leadingTo(([, , , , cut]) => cut === 1),
    };
  }
})((window.schedulerPage = window.schedulerPage || {}));
