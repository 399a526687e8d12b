// The controls of a failing run: the reader steps along it, leaves it, returns to it, and sees from where the program can
// still go right.
"use strict";
(function (page) {
  const { element, button } = page;

  page.FailingRun = class FailingRun {
    // `onNext` takes the next step of the run, `onBack` returns to it, and `onEnd` goes to its end.
    constructor(graph, digits, { onNext, onBack, onEnd }) {
      this.graph = graph;
      this.keys = [
        ["n", "takes the next step of the failing run", onNext],
        ["b", "goes back to it", onBack],
      ];
      this.steps = page.steps(digits) || [];
      this.where = element("p", "scheduler-where");
      this.outlook = element("p", "scheduler-outlook");
      this.next = button("scheduler-next", "Next step of the failing run", onNext, { "aria-keyshortcuts": "n" });
      this.back = button("", "Back to the failing run", onBack, { "aria-keyshortcuts": "b" });
      this.end = button("", "To its end", onEnd);
      this.element = element(
        "div",
        "scheduler-question",
        {},
        this.where,
        this.outlook,
        element("div", "scheduler-options", { role: "group", "aria-label": "The failing run" }, this.next, this.back, this.end),
      );
    }

    // The number of steps at the beginning that the walk has in common with the run.
    common(walk) {
      const taken = walk.path.map(({ move }) => page.digits(move));
      const parting = taken.findIndex((step, index) => step !== this.steps[index]);
      return parting < 0 ? taken.length : parting;
    }

    // The run's next step: {move, to}; undefined if the walk has left the run, or if the run is over.
    following(walk) {
      const common = this.common(walk);
      if (common < walk.path.length) return undefined;
      return walk.possible().find(({ move }) => page.digits(move) === this.steps[common]);
    }

    update(walk) {
      const common = this.common(walk);
      const next = this.following(walk);
      page.enable(this.next, Boolean(next));
      page.enable(this.back, common < walk.path.length);
      page.enable(this.end, common < walk.path.length || Boolean(next));
      this.next.textContent = next ? `Next step of the failing run: ${this.graph.threads[next.move.thread]}` : "Next step of the failing run";
      this.where.textContent = this.says(walk, common, next);
      page.prose(this.outlook, OUTLOOK[walk.outlook()]);
      return "";
    }

    says(walk, common, next) {
      const all = this.steps.length;
      if (common < walk.path.length) {
        const instead = common < all ? `, where ${this.graph.threads[page.thread(this.steps[common])]} took a step` : "";
        const after = common === 0 ? "at its beginning" : `after ${common} of its ${all} steps`;
        return `You left the failing run ${after}${instead}.`;
      }
      if (!next) return common === all ? "This is the end of the failing run." : `${common} of ${all} steps of the failing run, and this page has no more of them.`;
      return common === 0 ? `This is the beginning of a run that fails, of ${all} steps.` : `${common} of ${all} steps of the failing run.`;
    }
  };

  const OUTLOOK = {
    both: "From here it can still go right, and still go wrong.",
    right: "✓ From here it goes right, whichever thread is next.",
    wrong: "✗ From here it goes wrong, whichever thread is next.",
    "maybe wrong": "From here it can still go right. Whether it can go wrong, this page does not know: it has only some of the states.",
    "maybe right": "From here it can still go wrong. Whether it can go right, this page does not know: it has only some of the states.",
    unknown: "This page does not know how it goes on from here: it has only some of the states.",
  };
})((window.schedulerPage = window.schedulerPage || {}));
