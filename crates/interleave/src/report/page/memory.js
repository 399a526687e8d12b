// The pane in the middle: the shared objects, the threads that hold them, and the threads that wait for them.
"use strict";
(function (page) {
  const { element } = page;
  const KINDS = { Mutex: "lock", Condvar: "condition variable", Atomic: "atomic", RwLock: "read-write lock", OnceLock: "once lock" };

  page.Memory = class Memory {
    constructor(graph) {
      this.graph = graph;
      this.objects = graph.objects.map((_, id) => id).filter((id) => this.tells(id));
      this.rows = element("div", "scheduler-objects");
      this.element = element("section", "scheduler-memory", { "aria-label": "Shared memory" }, element("h2", "", {}, "Shared memory"), this.rows);
    }

    update(walk) {
      const memory = walk.memory();
      this.rows.replaceChildren(...this.objects.map((id) => this.object(walk, this.graph.objects[id], id, memory[id])));
    }

    // Whether the object is worth showing: its state changes in this program, or a thread waits for it.
    tells(id) {
      const states = new Set(this.graph.memories.map((memory) => memory[id]).filter(Boolean).map((now) => JSON.stringify(now)));
      return states.size > 1 || this.graph.standings.some(({ object }) => object === id);
    }

    object(walk, object, id, now) {
      const kind = KINDS[object.kind] || object.kind.toLowerCase();
      const facts = element("dl");
      const fact = (term, text) => facts.append(element("div", "", {}, element("dt", "", {}, term), element("dd", "", {}, text)));
      if (!now) fact("state", "not made yet");
      const old = now && now.history && now.history.stores.length > 1 ? this.history(walk, now.history) : "";
      if (now && now.fields) now.fields.forEach(([name, value]) => fact(name, value));
      else if (now && now.value !== null && now.value !== "()") fact(object.kind === "Atomic" ? "value" : "contents", now.value);
      if (now && /Mutex|RwLock/.test(object.kind)) {
        fact("owner", now.held.length ? page.list(now.held.map((thread) => this.graph.threads[thread])) : "nobody (free)");
      }
      if (now && object.kind !== "Atomic") fact("waiting", this.waiting(walk, id) || "nobody");
      const heading = element("h3", "", {}, element("code", "", {}, object.name), " ", element("small", "", {}, kind));
      return element("div", "scheduler-object", {}, heading, facts, old);
    }

    // The stores of an atomic, and for each thread that has not ended, which of them it may read and why no older ones.
    history(walk, { stores, oldest }) {
      const by = (thread) => (thread === null ? "at the beginning" : `by ${this.graph.threads[thread]}`);
      const items = stores.map(([value, thread]) => element("li", "", {}, element("b", "", {}, value), ` ${by(thread)}`));
      const facts = element("dl");
      oldest.forEach((from, thread) => {
        const standing = walk.standing(thread);
        if (!standing || standing.at === null) return;
        const few = stores.slice(from).map((_, index) => `store ${from + index}`).join(" or ");
        const why = from === 0 ? "" : `: it has seen store ${from}, so nothing older is within reach`;
        const may = from + 1 === stores.length ? "reads" : "may read";
        facts.append(element("div", "", {}, element("dt", "", {}, this.graph.threads[thread]), element("dd", "", {}, `${may} ${few}${why}`)));
      });
      return element("div", "scheduler-history", {}, element("p", "", {}, "stores, the oldest first"), element("ol", "", { start: "0" }, ...items), facts);
    }

    // The names of the threads that wait for the object now.
    waiting(walk, id) {
      const names = this.graph.threads.filter((_, thread) => {
        const standing = walk.standing(thread);
        return standing && standing.waiting !== null && standing.object === id;
      });
      return page.list(names);
    }
  };
})((window.schedulerPage = window.schedulerPage || {}));
