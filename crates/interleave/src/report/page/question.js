// The goal of a program, and a prediction before the explorer's numbers are shown.
"use strict";
(function (page) {
  const { element, button } = page;

  page.Question = class Question {
    // `onShortest` shows the shortest run that fails; `say` tells a screen reader.
    constructor(program, graph, onShortest, say) {
      this.program = program;
      this.explored = graph.explored;
      this.onShortest = onShortest;
      this.say = say;
      this.reached = element("strong", "scheduler-reached");
      const goal = element("p", "scheduler-goal", {}, element("strong", "", {}, "Goal: "), page.prose(element("span"), program.goal), " ", this.reached);
      this.options = program.options.map((text, index) => button("", text, () => this.answer(index), { "aria-pressed": "false" }));
      this.result = element("div", "scheduler-result");
      this.element = element(
        "div",
        "scheduler-question",
        {},
        goal,
        element("p", "", {}, element("strong", "", {}, "Predict first: "), page.prose(element("span"), program.predict)),
        element("div", "scheduler-options", { role: "group", "aria-label": "Your prediction" }, ...this.options),
        this.result,
      );
    }

    // Has the reader brought the program to its goal?
    update(walk) {
      const end = walk.end();
      if (end && this.program.kinds.includes(end.kind)) this.reached.textContent = "★ Reached!";
    }

    answer(index) {
      this.options.forEach((option, at) => option.setAttribute("aria-pressed", String(at === index)));
      const right = index === this.program.answer;
      const verdict = right ? "✓ Right." : `✗ Not quite: ${this.program.options[this.program.answer]}.`;
      const { executions, bad, bounds, replay } = this.explored;
      const all = executions === 1 ? "the one class" : `each of the ${executions} classes`;
      const found = `The explorer has run one interleaving of ${all} (in a class they differ only in the order of steps that do not touch each other), and ${bad === 0 ? "none" : bad} of them ${bad === 1 ? "goes" : "go"} wrong.`;
      this.result.replaceChildren(
        page.prose(element("p"), `${verdict} ${this.program.moral}`),
        element("p", "scheduler-count", {}, found, " ", element("small", "", {}, `Bounds: ${bounds}.`)),
      );
      if (replay) {
        this.result.append(button("scheduler-shortest", "Show the shortest run that fails", () => this.onShortest(replay)));
      }
      this.say(verdict);
    }
  };
})((window.schedulerPage = window.schedulerPage || {}));
