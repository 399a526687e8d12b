// The address of the page names the run that is shown. Each change is an entry in the browser's history, so Back shows the
// run before it.
"use strict";
(function (page) {
  // The run that the address names: {name, digits}; null if it names none, for the book has links to headings, too.
  function linked() {
    // A schedule may begin with `+`, which is a space elsewhere.
    const parts = new URLSearchParams(window.location.hash.slice(1).replaceAll("+", "%2B"));
    return parts.get("program") ? { name: parts.get("program"), digits: parts.get("run") || "" } : null;
  }

  page.Address = class Address {
    // `onMove` shows another run, {name, digits}: the reader has followed a link, or gone back or forward.
    constructor(onMove) {
      this.onMove = onMove;
      // A browser tells of one move by either event or by both.
      ["popstate", "hashchange"].forEach((event) => window.addEventListener(event, () => this.moved()));
    }

    // The run that the page is opened with; null if no link leads here and the page was not here before.
    first() {
      const kept = window.history.state;
      return linked() || (kept && kept.scheduler) || null;
    }

    isLinked() {
      return linked() !== null;
    }

    moved() {
      const run = this.first();
      if (!run) this.keep(this.run);
      else if (!this.shows(run)) this.onMove(run);
    }

    shows({ name, digits }) {
      return Boolean(this.run) && this.run.name === name && this.run.digits === digits;
    }

    // The reader has changed the run: a new entry.
    add(run) {
      if (this.shows(run)) return;
      this.run = run;
      this.write("pushState", page.hash(run));
    }

    // Corrects the entry that is there.
    correct(run) {
      this.run = run;
      this.write("replaceState", page.hash(run));
    }

    // The address stays as it is, and its entry remembers the run.
    keep(run) {
      this.run = run;
      this.write("replaceState");
    }

    write(method, hash) {
      try {
        window.history[method]({ scheduler: this.run }, "", hash);
      } catch {
        // A page inside another one may have no address of its own. Its link to the run is at its bottom.
      }
    }
  };

  page.hash = ({ name, digits }) => `#program=${name}&run=${digits}`;
})((window.schedulerPage = window.schedulerPage || {}));
