// A walk along the graph of a program. The graph says which steps there are and where they lead; here is only the way
// that the reader has gone. The shape of the graph is documented at `interleave::report::graph_json`.
"use strict";
(function (page) {
  const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz";

  // A step as a schedule writes it.
  page.digits = (move) => DIGITS[move.thread] + move.mark;

  // The thread of such a step.
  page.thread = (step) => DIGITS.indexOf(step[0]);

  // The steps of a schedule, one text each; null if it is no list of steps. What stands before them is the graph's own.
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
      this.undone = []; // The steps that were taken back, the first of them last.
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

    take({ move, to }) {
      const next = this.undone.pop();
      if (next && (next.move !== move || next.to !== to)) this.undone = [];
      this.path.push({ move, from: this.node, to });
      this.node = to;
    }

    // Takes the last step back; false if there is none.
    undo() {
      const last = this.path.pop();
      if (!last) return false;
      this.undone.push(last);
      this.node = last.from;
      return true;
    }

    // The step that was taken back last: {move, to}; undefined if there is none.
    redoable() {
      return this.undone[this.undone.length - 1];
    }

    // Takes back all steps but the first `count`.
    returnTo(count) {
      while (this.path.length > count) this.undo();
    }

    reset() {
      this.returnTo(0);
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

    // Are some of the steps from here missing, since the graph is only a part of the program?
    isCut() {
      return this.graph.nodes[this.node][4] === 1;
    }

    // What the ways from here lead to: `both`, or only to `right` or `wrong` ends; `maybe wrong`, `maybe right` or
    // `unknown` where some of the ways are missing.
    outlook() {
      this.outlooks = this.outlooks || outlooks(this.graph);
      const { right, wrong, cut } = this.outlooks;
      const [isRight, isWrong, isCut] = [right, wrong, cut].map((nodes) => nodes.has(this.node));
      if (isRight && isWrong) return "both";
      if (!isCut) return isRight ? "right" : "wrong";
      return isRight ? "maybe wrong" : isWrong ? "maybe right" : "unknown";
    }

    // The way so far, as `cargo xtask explore --replay` reads it.
    digits() {
      return this.graph.prefix + this.path.map(({ move }) => page.digits(move)).join("");
    }

    // Goes the way of `digits` from the beginning. Returns what is wrong with them, or null; then the walk stands at
    // the last step that was possible.
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

  // From which nodes there is a way to a right end, to a wrong one, and to a node whose steps are missing.
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
