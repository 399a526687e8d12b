// The levels that the reader has solved, stored in the browser. Some browsers store nothing for a file or in a private
// window. The progress is then lost when the page is closed.
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
