// The page's URL names the run that is shown. Each change of the run adds an entry to the browser's history, so Back shows
// the run before the change.
"use strict";
(function (page) {
  // The run that the URL names: {name, digits}; null for other URLs, because the book also links to headings.
  function linked() {
    // A schedule may begin with `+`, which URLSearchParams would read as a space.
    const parts = new URLSearchParams(window.location.hash.slice(1).replaceAll("+", "%2B"));
    return parts.get("program") ? { name: parts.get("program"), digits: parts.get("run") || "" } : null;
  }

  page.Address = class Address {
    // `onMove` shows a different run, {name, digits}, when the reader follows a link or goes back or forward.
    constructor(onMove) {
      this.onMove = onMove;
      // Depending on the browser, a move fires either event or both.
      ["popstate", "hashchange"].forEach((event) => window.addEventListener(event, () => this.moved()));
    }

    // The run to open: the one that the URL names, or else the one that the history entry remembers; otherwise null.
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

    // Adds an entry after the reader has changed the run.
    add(run) {
      if (this.shows(run)) return;
      this.run = run;
      this.write("pushState", page.hash(run));
    }

    // Replaces the URL of the current entry.
    correct(run) {
      this.run = run;
      this.write("replaceState", page.hash(run));
    }

    // Keeps the URL of the current entry, and stores the run in it.
    keep(run) {
      this.run = run;
      this.write("replaceState");
    }

    write(method, hash) {
      try {
        window.history[method]({ scheduler: this.run }, "", hash);
      } catch {
        // A page in a frame may not be allowed to change its URL. The reader can use the link to the run below the board.
      }
    }
  };

  page.hash = ({ name, digits }) => `#program=${name}&run=${digits}`;
})((window.schedulerPage = window.schedulerPage || {}));
