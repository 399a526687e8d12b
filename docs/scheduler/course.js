// The list of levels by chapter, with marks for those that are solved and for the one that is open.
"use strict";
(function (page) {
  const { element, button } = page;

  page.programs = page.chapters.flatMap(({ levels }) => levels);

  page.Course = class Course {
    // `onRestart` opens the level with the given name, after all progress has been deleted.
    constructor(onRestart) {
      this.progress = new page.Progress();
      this.summary = element("summary");
      this.links = new Map();
      const chapters = page.chapters.map((chapter) => this.chapter(chapter));
      this.restart = button("", "Start again", () => {
        this.progress.forget();
        onRestart(page.programs[0].name);
      });
      this.kept = element("small");
      this.element = element(
        "details",
        "scheduler-levels",
        {},
        this.summary,
        element("nav", "scheduler-chapters", { "aria-label": "Levels" }, ...chapters),
        element("p", "", {}, this.restart, " ", this.kept),
      );
      // On a phone the list would fill the screen.
      this.element.open = window.innerWidth > 700;
      this.draw();
    }

    chapter({ title, levels }) {
      const items = levels.map(({ name, title }) => {
        const mark = element("span", "scheduler-solved-mark");
        const link = element("a", "", { href: page.hash({ name, digits: "" }) }, mark, page.prose(element("span"), title));
        this.links.set(name, { link, mark });
        return element("li", "", { value: String(this.number(name)) }, link);
      });
      return element("section", "", {}, element("h2", "", {}, title), element("ol", "", {}, ...items));
    }

    number(name) {
      return page.programs.findIndex((program) => program.name === name) + 1;
    }

    // The name of the level to begin with: the first that is not solved.
    first() {
      const open = page.programs.find(({ name }) => !this.progress.has(name));
      return (open || page.programs[0]).name;
    }

    // The level after the one with this name; undefined after the last.
    next(name) {
      return page.programs[this.number(name)];
    }

    // Marks the level as open, and returns its heading.
    show(name) {
      this.current = name;
      this.draw();
      return `Level ${this.number(name)} of ${page.programs.length}: ${page.programs[this.number(name) - 1].title}`;
    }

    isSolved(name) {
      return this.progress.has(name);
    }

    solve(name) {
      this.progress.add(name);
      this.draw();
    }

    draw() {
      const { solved, isKept } = this.progress;
      this.summary.textContent = `Levels: ${solved.size} of ${page.programs.length} solved`;
      for (const [name, { link, mark }] of this.links) {
        mark.textContent = solved.has(name) ? "✓ " : "";
        mark.setAttribute("aria-hidden", "true");
        link.toggleAttribute("data-solved", solved.has(name));
        if (name === this.current) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
      page.enable(this.restart, solved.size > 0);
      this.kept.textContent = isKept ? "Your progress is kept in this browser." : "This browser does not let the page keep your progress: it is gone when you leave.";
    }
  };
})((window.schedulerPage = window.schedulerPage || {}));
