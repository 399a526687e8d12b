// Which levels the reader has solved, kept in the browser. Some browsers keep nothing for a file or in a private window:
// then the progress lasts as long as the page is open.
"use strict";
(function (page) {
  const KEY = "scheduler-solved";

  page.Progress = class Progress {
    constructor() {
      this.isKept = true;
      this.solved = new Set(this.read());
    }

    has(name) {
      return this.solved.has(name);
    }

    add(name) {
      this.solved.add(name);
      this.write();
    }

    forget() {
      this.solved.clear();
      this.write();
    }

    read() {
      let text = "";
      try {
        text = window.localStorage.getItem(KEY) || "";
      } catch {
        this.isKept = false;
      }
      return text.split(" ").filter((name) => page.programs.some((program) => program.name === name));
    }

    write() {
      try {
        window.localStorage.setItem(KEY, [...this.solved].join(" "));
      } catch {
        this.isKept = false;
      }
    }
  };
})((window.schedulerPage = window.schedulerPage || {}));
