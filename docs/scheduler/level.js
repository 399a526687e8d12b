// One level: its goal, a prediction before the explorer's numbers are shown, and the text when it is solved.
"use strict";
(function (page) {
  const { element, button } = page;

  page.Level = class Level {
    // `levels` is the course, `onShortest` shows the shortest run that fails, `onNext` begins a level, and `say` sends text
    // to a screen reader.
    constructor(program, graph, { levels, onShortest, onNext, say }) {
      Object.assign(this, { program, levels, onShortest, onNext, say, explored: graph.explored });
      this.following = levels.next(program.name);
      this.keys = this.following ? [["n", "begins the next level", () => onNext(this.following.name)]] : [];
      this.prediction = null;
      this.isOver = false; // Has the reader seen a run with a right end?
      this.options = program.options.map((text, index) => button("", text, () => this.answer(index), { "aria-pressed": "false" }));
      this.result = element("div", "scheduler-result");
      this.moral = element("span");
      const line = (term, text) => element("p", "", {}, element("strong", "", {}, term), page.prose(element("span"), text));
      this.goal = line("Goal: ", program.goal);
      this.goal.className = "scheduler-goal";
      // The goal is last, next to the board: on a phone both are on the screen at once.
      this.element = element(
        "div",
        "scheduler-question",
        {},
        line("Predict first: ", program.predict),
        element("div", "scheduler-options", { role: "group", "aria-label": "Your prediction" }, ...this.options),
        this.result,
        this.goal,
      );
      this.after = element("div", "scheduler-solved");
      if (levels.isSolved(program.name)) this.tellNext("You have solved this level.", "");
    }

    isRight() {
      return this.program.kinds.length === 0;
    }

    reaches(walk) {
      const { kinds, without } = this.program;
      const end = walk.end();
      return end !== null && kinds.includes(end.kind) && !walk.path.some(({ move }) => without && move.mark.includes(without));
    }

    // Checks whether the walk solves the level, and returns the text for that. `isOwn`: the reader took the last step.
    update(walk, isOwn) {
      const end = walk.end();
      this.isOwn = isOwn;
      if (end && end.kind === "Returned") this.isOver = true;
      if (this.reaches(walk) && isOwn) return this.solved(`Level solved: ${this.program.reached}.`, false);
      return this.holds();
    }

    // The level of a program that is always right is solved by a right prediction, or after a wrong one by a run to its end.
    holds() {
      if (!this.isRight() || this.prediction === null) return "";
      if (this.prediction === this.program.answer) return this.solved("Level solved: your prediction is right.", true);
      return this.isOver ? this.solved("Level solved: you have seen it hold.", true) : "";
    }

    // `isTold`: show the success beside the moral, because it did not come at the end of a run.
    solved(text, isTold) {
      if (this.text === text) return "";
      this.text = text;
      this.moral.textContent = ""; // it is shown with the success now
      this.levels.solve(this.program.name);
      this.tellNext(isTold ? `★ ${text}` : "", this.program.moral);
      return text;
    }

    tellNext(text, moral) {
      const next = this.following;
      const told = [element("p", "", {}, element("strong", "", {}, text), " ", page.prose(element("span"), moral))];
      if (next) told.push(element("p", "", {}, page.prose(button("scheduler-next", "", () => this.onNext(next.name), { "aria-keyshortcuts": "n" }), `Next level: ${next.title}`)));
      else told.push(element("p", "", {}, "This is the last level. The book’s exercises come next."));
      this.after.replaceChildren(...told);
      this.after.dataset.solved = "";
      if (moral) this.after.scrollIntoView({ block: "nearest" });
    }

    // The verdict at an end of the program. Reaching the goal is a success, even if the program fails.
    verdict(walk) {
      if (!this.reaches(walk)) return page.verdict(walk);
      const { name, reached } = this.program;
      const shown = `This run reaches the goal: ${reached}.`;
      const own = this.levels.isSolved(name) ? "" : " To solve the level, go back and take the last step yourself.";
      const text = this.isOwn ? `★ Level solved: ${reached}.` : `${shown}${own}`;
      return { kind: this.isOwn ? "good" : "", text: `${text} ${walk.end().text}` };
    }

    // The reader predicts only once, because the page then shows the right answer.
    answer(index) {
      this.prediction = index;
      this.options.forEach((option, at) => {
        option.setAttribute("aria-pressed", String(at === index));
        page.enable(option, false);
      });
      const isRight = index === this.program.answer;
      const verdict = isRight ? "✓ Right." : `✗ Not quite: ${this.program.options[this.program.answer]}.`;
      const { executions, bad, bounds, replay } = this.explored;
      const all = executions === 1 ? "the one class" : `each of the ${executions} classes`;
      const found = `The explorer has run one interleaving of ${all} (the interleavings of a class differ only in the order of independent steps), and ${bad === 0 ? "none" : bad} of them ${bad === 1 ? "goes" : "go"} wrong.`;
      if (!this.text) page.prose(this.moral, this.program.moral);
      this.result.replaceChildren(
        element("p", "", {}, `${verdict} `, this.moral),
        element("p", "scheduler-count", {}, found, " ", element("small", "", {}, `Bounds: ${bounds}.`)),
      );
      if (replay) {
        this.result.append(button("scheduler-shortest", "Show the shortest run that fails", () => this.onShortest(replay)));
      }
      const solved = this.holds();
      const isLeft = this.isRight() && !isRight && !this.levels.isSolved(this.program.name);
      const left = isLeft ? "To solve the level, run the program once to its end." : "";
      if (left) this.result.append(element("p", "", {}, left));
      this.say(`${verdict} ${solved || left}`.trim());
    }
  };
})((window.schedulerPage = window.schedulerPage || {}));
