// The page itself: shows one program at a time, and handles the reader's steps, links to a run, and keys.
"use strict";
(function (page) {
  // A program may run for ever.
  const MOST_AT_RANDOM = 1000;

  class Widget {
    constructor(root) {
      this.root = root;
      // While the focus is inside, this page handles arrow keys and letters instead of the book.
      root.addEventListener("keydown", (event) => this.key(event));
      page.frame(this);
      this.levels = page.Course ? new page.Course((name) => this.choose(name)) : null;
      if (this.levels) this.course.replaceWith(this.levels.element);
    }

    // Shows the run {name, digits}; without a run, the first program, or the first level that is not solved.
    open(run) {
      const { name, digits } = run || { name: this.levels ? this.levels.first() : page.programs[0].name, digits: "" };
      const known = page.programs.find((program) => program.name === name);
      if (known && this.program === known) {
        this.draw(this.walk.follow(digits) || "");
        return;
      }
      this.program = known || page.programs[0];
      const graph = window.schedulerGraphs[this.program.name];
      this.walk = new page.Walk(graph);
      this.columns = graph.threads.map((_, thread) => new page.ThreadColumn(graph, thread, (step) => this.take(step)));
      this.memory = new page.Memory(graph);
      this.ask = this.asks(graph);
      this.question.replaceChildren(...(this.ask ? [this.ask.element] : []));
      this.after.replaceChildren(...(this.ask && this.ask.after ? [this.ask.after] : []));
      page.tellKeys(this.keys, this.ask ? this.ask.keys : []);
      this.terminal.hidden = !graph.command;
      this.title.hidden = !this.levels;
      if (this.levels) page.prose(this.title, this.levels.show(this.program.name));
      page.prose(this.about, this.program.about);
      this.board.classList.toggle("scheduler-many", graph.threads.length > 2);
      this.board.style.setProperty("--columns", Math.min(graph.threads.length, 4));
      // The memory is in the middle of the board, so in reading order it comes after the first thread.
      const [first, ...others] = this.columns.map((column) => column.element);
      this.board.replaceChildren(first, this.memory.element, ...others);
      const wrong = known ? this.walk.follow(digits) : `There is no program “${name}” here.`;
      this.draw(wrong || "");
    }

    // The part above the board: a level's goal, or the run that fails. Its `keys` are [key, what it does, action].
    asks(graph) {
      const { program } = this;
      if (program.goal) {
        return new page.Level(program, graph, {
          levels: this.levels,
          onShortest: (replay) => this.show(replay),
          onNext: (name) => this.choose(name),
          say: (text) => this.tell(text),
        });
      }
      if (!program.run) return null;
      return new page.FailingRun(graph, program.run, { onNext: () => this.next(), onBack: () => this.rejoin(), onEnd: () => this.toTheEnd() });
    }

    // Begins a level.
    choose(name) {
      this.program = null; // afresh, even if it is the same
      this.open({ name, digits: "" });
      this.changed("");
      this.arrive();
    }

    // Brings a new level into view and its heading into focus, so that a screen reader reads it.
    arrive() {
      this.title.focus({ preventScroll: true });
      this.intoView();
    }

    // On a narrow screen, scrolls so that the goal and the board are in view. If there is no room for both, the goal is at
    // the top of the screen.
    intoView() {
      const isNarrow = this.root.clientWidth < 40 * parseFloat(getComputedStyle(this.root).fontSize);
      const first = (this.ask && this.ask.goal) || this.board;
      const height = this.board.getBoundingClientRect().bottom - first.getBoundingClientRect().top;
      if (!isNarrow) this.title.scrollIntoView({ block: "start" });
      else if (height < window.innerHeight * 0.9) this.board.scrollIntoView({ block: "end" });
      else first.scrollIntoView({ block: "start" });
    }

    toTheBoard() {
      if (this.levels) this.intoView();
      const column = this.columns.find(({ possible }) => possible.length > 0) || this.columns[0];
      column.main.focus();
    }

    next() {
      const step = this.ask.following(this.walk);
      if (step) return this.take(step);
      return this.tell("There is no next step of the failing run here.");
    }

    rejoin() {
      const left = this.walk.path.length > this.ask.common(this.walk);
      this.walk.returnTo(this.ask.common(this.walk));
      this.changed(left ? "Back on the failing run." : "This is the failing run already.");
    }

    toTheEnd() {
      this.walk.follow(this.program.run);
      this.changed(this.walk.end() ? this.walk.end().text : "This page has no more of the failing run.");
    }

    take(step) {
      this.walk.take(step);
      this.changed(page.happened(this.walk, step.move), true);
    }

    back() {
      const undone = this.walk.undo();
      this.changed(undone ? "One step taken back." : "There is no step to take back.");
    }

    forth() {
      const step = this.walk.redoable();
      if (step) this.walk.take(step);
      this.changed(step ? page.happened(this.walk, step.move) : "There is no step to take again.");
    }

    again() {
      this.walk.reset();
      this.changed("Back at the beginning.");
    }

    // Takes random steps to the end. It takes a spurious wake-up or a time-out only if no other step is possible.
    anyhow() {
      let steps = 0;
      for (; !this.walk.end() && this.walk.possible().length > 0 && steps < MOST_AT_RANDOM; steps += 1) {
        const usual = this.walk.possible().filter(({ move }) => !/[!~]/.test(move.mark));
        const possible = usual.length ? usual : this.walk.possible();
        this.walk.take(possible[Math.floor(Math.random() * possible.length)]);
      }
      const count = `${steps} ${steps === 1 ? "step" : "steps"} at random.`;
      this.changed(steps === 0 ? "There is no step from here: undo or reset first." : `${count} ${page.goesOn(this.walk)}`);
    }

    show(digits) {
      this.walk.follow(digits);
      this.changed(`The shortest run that fails. ${this.walk.graph.explored.diagnosis}`);
    }

    // Draws the run after the reader has changed it, and says what happened. `isOwn`: the reader took a step.
    changed(text, isOwn = false) {
      const success = this.draw(text, isOwn);
      if (this.address) this.address.add(this.run());
      // A program's own message has no full stop.
      if (success) this.tell(`${/[.!?]$/.test(text) ? text : `${text}.`} ${success}`);
    }

    run() {
      return { name: this.program.name, digits: this.walk.digits() };
    }

    // Draws the run. Returns the level's text if the run has just solved it.
    draw(text, isOwn = false) {
      const { walk } = this;
      this.columns.forEach((column) => column.update(walk));
      this.memory.update(walk);
      const success = this.ask ? this.ask.update(walk, isOwn) : "";
      page.enable(this.undo, walk.path.length > 0);
      page.enable(this.redo, Boolean(walk.redoable()));
      page.enable(this.reset, walk.path.length > 0);
      page.enable(this.random, !walk.end() && walk.possible().length > 0);
      const verdict = this.ask && this.ask.verdict ? this.ask.verdict(walk) : page.verdict(walk);
      this.end.dataset.end = verdict.kind;
      page.prose(this.end, verdict.text);
      this.log.replaceChildren(...walk.path.map(({ move }) => this.entry(move)));
      this.link.href = page.hash(this.run());
      if (walk.graph.command) this.command.textContent = `${walk.graph.command} --replay "${walk.digits()}"`;
      this.tell(text);
      return success;
    }

    entry(move) {
      const name = this.walk.graph.threads[move.thread];
      return page.element("li", "", {}, page.element("b", "", {}, name), `: ${page.words(move)}`);
    }

    tell(text) {
      this.live.textContent = text;
    }

    key(event) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.key === "Tab") return;
      event.stopPropagation();
      const own = this.ask ? this.ask.keys.find(([key]) => key === event.key) : null;
      if (/^[0-9]$/.test(event.key)) this.press(Number(event.key));
      else if (event.key === "u") this.back();
      else if (event.key === "y") this.forth();
      else if (event.key === "r") this.again();
      else if (own) own[2]();
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

  const widgets = [...document.querySelectorAll(".scheduler")].map((root) => new Widget(root));
  const [first, ...others] = widgets;
  others.forEach((widget) => widget.open(null));
  // The URL belongs to the first widget. The book's page to print may have several.
  if (first) {
    const address = new page.Address((run) => {
      const { program } = first;
      first.open(run);
      address.correct(first.run());
      if (first.levels && first.program !== program) first.arrive();
    });
    first.open(address.first());
    if (address.isLinked()) address.correct(first.run());
    else address.keep(first.run());
    first.address = address;
    if (address.isLinked() && first.levels) first.intoView();
  }
})((window.schedulerPage = window.schedulerPage || {}));
