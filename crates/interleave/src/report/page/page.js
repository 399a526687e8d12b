// Puts the page together: one program at a time, the reader's steps, links to a run, keys, and words for a screen reader.
"use strict";
(function (page) {
  const { element, button } = page;

  // A program may go round and round.
  const MOST_AT_RANDOM = 1000;

  class Widget {
    constructor(root) {
      this.root = root;
      // Arrow keys and letters belong to the book outside, and to this page while the focus is inside.
      root.addEventListener("keydown", (event) => this.key(event));
      root.setAttribute("role", "group");
      root.setAttribute("aria-label", "You are the scheduler");
      this.choice = element("select", "", { "aria-label": "Program" });
      page.programs.forEach(({ name, title }) => this.choice.append(element("option", "", { value: name }, title)));
      this.choice.hidden = page.programs.length < 2;
      this.choice.addEventListener("change", () => this.open(this.choice.value, ""));
      this.about = element("p", "scheduler-about");
      this.question = element("div");
      this.undo = button("", "Undo", () => this.back(), { "aria-keyshortcuts": "u" });
      this.reset = button("", "Reset", () => this.again(), { "aria-keyshortcuts": "r" });
      this.random = button("", "Run at random", () => this.anyhow());
      this.large = button("", "Large type", () => this.enlarge(), { "aria-pressed": "false" });
      this.live = element("p", "scheduler-live", { role: "status", "aria-live": "polite" });
      this.end = element("p", "scheduler-end");
      this.board = element("div", "scheduler-board");
      this.log = element("ol", "scheduler-log");
      this.link = element("a", "", { href: "#" }, "Link to this run");
      this.command = element("code");
      this.terminal = element("span", "", {}, " · the same in a terminal: ", this.command);
      const keys = element("p", "scheduler-keys");
      this.keys = element("span");
      keys.append("Keys, while the focus is on this page’s board: ", element("kbd", "", {}, "0"), " to ", element("kbd", "", {}, "9"), " step that thread, ", element("kbd", "", {}, "u"), " undoes, ", element("kbd", "", {}, "r"), " resets", this.keys, ".");
      root.replaceChildren(
        element("div", "scheduler-top", {}, element("label", "", {}, page.programs.length < 2 ? "" : "Program ", this.choice), this.large),
        this.about,
        this.question,
        element("div", "scheduler-controls", { role: "toolbar", "aria-label": "Run" }, this.undo, this.reset, this.random),
        this.live,
        this.end,
        this.board,
        keys,
        element("section", "scheduler-story", { "aria-label": "The run so far" }, element("h2", "", {}, "The run so far"), this.log, element("p", "scheduler-same", {}, this.link, this.terminal)),
      );
    }

    // Shows a program after the steps of `digits`.
    open(name, digits) {
      const known = page.programs.find((program) => program.name === name);
      this.program = known || page.programs[0];
      this.choice.value = this.program.name;
      const graph = window.schedulerGraphs[this.program.name];
      this.walk = new page.Walk(graph);
      this.columns = graph.threads.map((_, thread) => new page.ThreadColumn(graph, thread, (step) => this.take(step)));
      this.memory = new page.Memory(graph);
      this.ask = this.asks(graph);
      this.question.replaceChildren(...(this.ask ? [this.ask.element] : []));
      this.keys.replaceChildren(...(this.program.run ? [", ", element("kbd", "", {}, "n"), " takes the next step of the failing run, ", element("kbd", "", {}, "b"), " goes back to it"] : []));
      this.terminal.hidden = !graph.command;
      page.prose(this.about, this.program.about);
      this.board.dataset.threads = graph.threads.length;
      // The pane stands in the middle; in the order of reading it comes after the first thread.
      const [first, ...others] = this.columns.map((column) => column.element);
      this.board.replaceChildren(first, this.memory.element, ...others);
      const wrong = known || !name ? this.walk.follow(digits) : `There is no program “${name}” here.`;
      this.draw();
      this.tell(wrong || "");
    }

    // What stands above the board: a question, or the run that fails.
    asks(graph) {
      const { program } = this;
      if (program.goal) return new page.Question(program, graph, (replay) => this.show(replay), (text) => this.tell(text));
      if (!program.run) return null;
      return new page.FailingRun(graph, program.run, { onNext: () => this.next(), onBack: () => this.rejoin(), onEnd: () => this.toTheEnd() });
    }

    next() {
      const step = this.ask.following(this.walk);
      if (step) return this.take(step);
      return this.tell("There is no next step of the failing run here.");
    }

    rejoin() {
      const left = this.walk.path.length > this.ask.common(this.walk);
      this.walk.returnTo(this.ask.common(this.walk));
      this.draw();
      this.tell(left ? "Back on the failing run." : "This is the failing run already.");
    }

    toTheEnd() {
      this.walk.follow(this.program.run);
      this.draw();
      this.tell(this.walk.end() ? this.walk.end().text : "This page has no more of the failing run.");
    }

    take(step) {
      this.walk.take(step);
      this.draw();
      this.tell(this.happened(step.move));
    }

    back() {
      const undone = this.walk.undo();
      this.draw();
      this.tell(undone ? "One step taken back." : "There is no step to take back.");
    }

    again() {
      this.walk.reset();
      this.draw();
      this.tell("Back at the beginning.");
    }

    // Steps at random from here to the end. Wake-ups that nobody caused are left to the reader.
    anyhow() {
      let steps = 0;
      for (; !this.walk.end() && this.walk.possible().length > 0 && steps < MOST_AT_RANDOM; steps += 1) {
        const usual = this.walk.possible().filter(({ move }) => !/[!~]/.test(move.mark));
        const possible = usual.length ? usual : this.walk.possible();
        this.walk.take(possible[Math.floor(Math.random() * possible.length)]);
      }
      this.draw();
      this.tell(steps === 0 ? "There is no step from here: undo or reset first." : `${steps} ${steps === 1 ? "step" : "steps"} at random. ${this.goesOn()}`);
    }

    // How it ends here, or that it goes on.
    goesOn() {
      const end = this.walk.end();
      if (end) return end.text;
      if (this.walk.isCut()) return "The program goes on, but this page has only some of its states: undo, or go back to the failing run.";
      return "The program runs. Which thread is next?";
    }

    show(digits) {
      this.walk.follow(digits);
      this.draw();
      this.tell(`The shortest run that fails. ${this.walk.graph.explored.diagnosis}`);
    }

    enlarge() {
      const large = this.root.classList.toggle("scheduler-large");
      this.large.setAttribute("aria-pressed", String(large));
    }

    draw() {
      const { walk } = this;
      const end = walk.end();
      this.columns.forEach((column) => column.update(walk));
      this.memory.update(walk);
      if (this.ask) this.ask.update(walk);
      page.enable(this.undo, walk.path.length > 0);
      page.enable(this.reset, walk.path.length > 0);
      page.enable(this.random, !end && walk.possible().length > 0);
      this.end.dataset.end = !end ? "" : end.kind === "Returned" ? "good" : "bad";
      page.prose(this.end, end ? `${end.kind === "Returned" ? "✓ Right." : "✗ Wrong."} ${end.text}` : this.goesOn());
      this.log.replaceChildren(...walk.path.map(({ move }) => this.entry(move)));
      const hash = `#program=${this.program.name}&run=${walk.digits()}`;
      this.link.href = hash;
      if (walk.graph.command) this.command.textContent = `${walk.graph.command} --replay "${walk.digits()}"`;
      if (this.linked && window.location.hash !== hash) window.history.replaceState(null, "", hash);
    }

    entry(move) {
      const name = this.walk.graph.threads[move.thread];
      return element("li", "", {}, element("b", "", {}, name), `: ${words(move)}`);
    }

    // What a screen reader hears after a step: what happened, who is blocked, and whether it is over.
    happened(move) {
      const graph = this.walk.graph;
      const blocked = graph.threads.map((name, thread) => [name, this.walk.standing(thread)]);
      const waits = blocked.filter(([, standing]) => standing && standing.waiting !== null);
      const sentences = waits.map(([name, standing]) => `${name} waits for ${standing.waiting}.`);
      const end = this.walk.end();
      return [`${graph.threads[move.thread]}: ${words(move)}.`, ...sentences, end ? end.text : ""].join(" ").trim();
    }

    tell(text) {
      this.live.textContent = text;
    }

    key(event) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.key === "Tab") return;
      event.stopPropagation();
      if (event.target === this.choice) return;
      if (/^[0-9]$/.test(event.key)) this.press(Number(event.key));
      else if (event.key === "u") this.back();
      else if (event.key === "r") this.again();
      else if (event.key === "n" && this.program.run) this.next();
      else if (event.key === "b" && this.program.run) this.rejoin();
      else return;
      event.preventDefault();
    }

    press(thread) {
      const column = this.columns[thread];
      if (!column) return this.tell(`There is no thread ${thread}.`);
      const usual = column.possible.findIndex(({ move }) => move.mark === "");
      if (usual < 0) return this.tell(column.cannot);
      return column.step(usual);
    }
  }

  // A step in words: what it did, without what it found to wait for, which its column says.
  function words(move) {
    const texts = move.steps.filter((step) => step.kind !== "Blocked").map((step) => step.text);
    return texts.join("; ") || "goes on";
  }

  // Reads `#program=NAME&run=DIGITS`.
  function linked() {
    const parts = new URLSearchParams(window.location.hash.slice(1));
    return [parts.get("program") || "", parts.get("run") || ""];
  }

  const widgets = [...document.querySelectorAll(".scheduler")].map((root) => new Widget(root));
  widgets.forEach((widget) => widget.open(...linked()));
  // The address belongs to the first; a book in one page may hold several.
  if (widgets[0]) {
    widgets[0].linked = true;
    // Only a link to a run: the book has links to its headings, too.
    window.addEventListener("hashchange", () => linked()[0] && widgets[0].open(...linked()));
  }
})((window.schedulerPage = window.schedulerPage || {}));
