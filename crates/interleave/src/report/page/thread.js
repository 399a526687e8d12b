// The column of one thread: its source lines with a mark at the next step, buttons for its steps, and what it knows.
"use strict";
(function (page) {
  const { element, button } = page;

  page.ThreadColumn = class ThreadColumn {
    constructor(graph, thread, onStep) {
      this.graph = graph;
      this.thread = thread;
      this.onStep = onStep;
      this.name = graph.threads[thread];
      this.status = element("p", "scheduler-status");
      this.steps = element("div", "scheduler-steps");
      this.main = button("scheduler-step", `Step ${this.name}`, () => this.step(0));
      this.main.append(" ", element("kbd", "", {}, String(thread)));
      this.steps.append(this.main);
      this.knows = element("dl", "scheduler-knows");
      // On a phone a column shows only the next line, until the reader opens all of them.
      this.all = button("scheduler-all", "All lines", () => this.unfold(), { "aria-expanded": "false", "aria-label": `All lines of ${this.name}` });
      this.lines = new Map();
      const heading = element("h2", "", {}, this.name);
      const body = element("div", "scheduler-code");
      body.append(...this.excerpts());
      this.element = element("section", "scheduler-thread", { "aria-label": this.name }, heading, this.status, this.steps, this.all, this.knows, body);
    }

    step(which) {
      const step = this.possible[which];
      if (step) this.onStep(step);
    }

    unfold() {
      const open = this.element.classList.toggle("scheduler-open");
      this.all.setAttribute("aria-expanded", String(open));
    }

    // The functions in which this thread takes steps, each shortened to the lines around the steps.
    excerpts() {
      const places = this.places();
      const functions = [...new Set(places.map(([which]) => which))]; // in the order in which the thread reaches them
      return functions.map((which) => {
        const source = this.graph.functions[which];
        const active = new Set(places.filter(([other]) => other === which).map(([, line]) => line));
        return this.excerpt(source, shown(source, active), active);
      });
    }

    // Every place that this thread can reach: [function, line].
    places() {
      const found = new Set();
      for (const move of this.graph.moves) {
        if (move.thread === this.thread) move.steps.forEach((step) => found.add(step.at));
      }
      for (const node of this.graph.nodes) {
        const standing = this.graph.standings[node[0][this.thread]];
        if (standing) found.add(standing.at);
      }
      found.delete(null);
      return [...found].map((place) => this.graph.places[place]);
    }

    excerpt(source, shownLines, active) {
      const margin = Math.min(...shownLines.map((number) => indentation(source.lines[number - source.first])));
      // The book's script highlights code later, and would replace the lines that this page keeps references to.
      const code = element("code", "nohighlight");
      let last = source.first - 1;
      for (const number of shownLines) {
        if (number > last + 3) code.append(element("span", "scheduler-gap", { "aria-hidden": "true" }, "   ⋯"));
        last = number;
        const text = source.lines[number - source.first].slice(margin);
        const mark = element("span", "scheduler-mark", { "aria-hidden": "true" });
        const line = element("span", active.has(number) ? "scheduler-line" : "scheduler-line scheduler-quiet");
        // A line that is too long wraps below its first word.
        const inner = text.length - text.trimStart().length;
        line.append(mark, element("span", "scheduler-inner", {}, text.slice(0, inner)), element("span", "scheduler-text", {}, text.slice(inner) || " "));
        code.append(line);
        this.lines.set(`${this.graph.functions.indexOf(source)}:${number}`, { line, mark });
      }
      const file = source.file.split("/").pop();
      const heading = source.lines.length ? `${file}, from line ${source.first}` : `${file}, whose lines are not here`;
      return element("figure", "", {}, element("figcaption", "", {}, heading), element("pre", "", {}, code));
    }

    // Shows the thread's state and its next line.
    update(walk) {
      const standing = walk.standing(this.thread);
      this.possible = walk.possibleFor(this.thread);
      const usual = this.possible.find(({ move }) => move.mark === "");
      const over = walk.end() && !usual;
      const state = this.state(walk, standing, usual, over);
      this.element.dataset.state = state;
      page.prose(this.status, this.says(state, standing, over));
      page.enable(this.main, Boolean(usual));
      this.cannot = `${this.name} cannot step: it ${this.why(state, standing)}.`;
      this.others();
      this.knows.replaceChildren(...(state === "finished" ? [] : this.facts(walk)));
      for (const { line, mark } of this.lines.values()) {
        delete line.dataset.next;
        mark.textContent = "";
      }
      const at = standing && standing.at !== null && state !== "finished" ? this.graph.places[standing.at] : null;
      const here = at && this.lines.get(`${at[0]}:${at[1]}`);
      if (here) {
        here.line.dataset.next = state === "waiting" || state === "spinning" ? "waiting" : "ready";
        here.mark.textContent = { waiting: "‖", spinning: "↻" }[state] || "▶";
      }
    }

    // The locks that the thread holds, and the values that it last saw.
    facts(walk) {
      const fact = (term, ...told) => element("div", "", {}, element("dt", "", {}, term), element("dd", "", {}, ...told));
      const held = page.held(walk, this.thread).map((name) => fact("holds", element("code", "", {}, name)));
      const seen = page.seen(walk, this.thread).map(({ name, value, now }) => {
        const old = now === null ? "" : element("span", "scheduler-stale", {}, ` (now ${now})`);
        return fact("last saw", element("code", "", {}, `${name} = ${value}`), old);
      });
      return [...held, ...seen];
    }

    state(walk, standing, usual, over) {
      if (!standing) return "unborn";
      if (standing.waiting) return "waiting";
      if (usual) return "ready";
      if (standing.at === null || over) return "finished";
      return walk.isCut() ? "unknown" : "spinning";
    }

    says(state, standing, over) {
      if (state === "spinning") return "↻ Looks again and again: held back until something changes";
      if (state === "ready" || state === "unknown") return `▶ Next: ${this.place(standing)}`;
      if (state === "waiting") return `‖ Blocked: waits for ${standing.waiting}`;
      if (state === "unborn") return "Has not been started yet";
      return over && standing.at !== null ? "■ Stopped" : "✓ Finished";
    }

    place(standing) {
      if (standing.at === null) return "line –";
      const [which, line] = this.graph.places[standing.at];
      const { file, lines } = this.graph.functions[which];
      return lines.length ? `line ${line}` : `in ${file.split("/").pop()}`;
    }

    why(state, standing) {
      if (state === "waiting") return `waits for ${standing.waiting}`;
      if (state === "spinning") return "would find the same again";
      if (state === "unknown") return "could, but this page has no more states from here";
      return state === "unborn" ? "has not been started yet" : "has finished";
    }

    // Makes a button for each unusual step, such as a wake-up without a notify.
    others() {
      while (this.steps.lastChild !== this.main) this.steps.lastChild.remove();
      this.possible.forEach((step, index) => {
        if (step.move.mark === "") return;
        this.steps.append(button("scheduler-unusual", unusual(step.move), () => this.step(index)));
      });
      const several = this.possible.length > 1 && this.possible[0].move.steps[0];
      const isNotify = several && several.kind === "Notify";
      const isOfStores = this.possible.some(({ move }) => move.mark.startsWith("<"));
      const choice = isNotify ? `: ${several.text.split(": ").pop()}` : isOfStores ? `: ${several.text}` : "";
      this.main.firstChild.textContent = `Step ${this.name}${choice}`;
    }
  };

  // The lines to show: the first, the last, and those with a step and their neighbours. A gap would hide at least three
  // lines; fewer are shown instead.
  function shown(source, active) {
    const last = source.first + source.lines.length - 1;
    const worth = (number) => number === source.first || number === last || [-1, 0, 1].some((by) => active.has(number + by));
    const marker = (number) => /^\s*\/\/ (END )?(SOLUTION|GIVEN)\b/.test(source.lines[number - source.first]);
    const all = source.lines.map((_, index) => source.first + index).filter((number) => !marker(number));
    const hidden = (index) => index >= 0 && index < all.length && !worth(all[index]);
    return all.filter((number, index) => {
      const run = [-2, -1, 0].some((from) => [0, 1, 2].every((by) => hidden(index + from + by)));
      return worth(number) || !run;
    });
  }

  function unusual(move) {
    const { kind, text } = move.steps[0] || { kind: "", text: "" };
    const [, older, fails] = move.mark.match(/^<([0-9a-z])(!?)$/) || [];
    if (fails || (move.mark === "!" && kind === "Read")) return `Let the compare-exchange fail spuriously: ${text}`;
    if (move.mark === "!") return "Wake it up without a notify";
    if (move.mark === "~") return "Let its wait time out";
    if (older && kind === "Write") return `Store before ${older === "1" ? "the last store" : `the last ${older} stores`}: ${text}`;
    if (older) return `Read an old store, ${older} before the last: ${text}`;
    return text || "Step in another way";
  }

  function indentation(line) {
    return line.trim() ? line.length - line.trimStart().length : Infinity;
  }
})((window.schedulerPage = window.schedulerPage || {}));
