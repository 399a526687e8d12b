// What a thread knows: the value of each object that it last saw, and the locks that it holds. Its local variables are not
// in the graph, but its reads and writes are.
"use strict";
(function (page) {
  const SEES = /^read (.+?) → (.*)$|(?:^|; )locks? (.+?): sees (.*)$/s;
  const CHANGES = /^write (.+?) ← |^(?:update|unlock) (.+?): |\(unlocks (.+?): /s;

  // The values that the thread has seen and not changed since: [{name, value, now}]. `now` is the current value if it is
  // different, else null.
  page.seen = function (walk, thread) {
    const found = new Map();
    for (const { move } of walk.path) {
      if (move.thread === thread) move.steps.forEach(({ text }) => note(found, text));
    }
    return [...found].flatMap(([name, value]) => {
      const objects = walk.memory().filter((now, id) => now && walk.graph.objects[id].name === name);
      // Left out: a struct, which is too long to show twice, and two objects of one name, which cannot be told apart.
      if (objects.length !== 1 || objects[0].fields) return [];
      const { value: now } = objects[0];
      return [{ name, value, now: now === null || now === value ? null : now }];
    });
  };

  function note(found, text) {
    const [, read, value, locked, content] = text.match(SEES) || [];
    if (read || locked) found.set(read || locked, read ? value : content);
    const [, ...changed] = text.match(CHANGES) || [];
    changed.forEach((name) => found.delete(name));
  }

  // The names of the locks that the thread holds.
  page.held = function (walk, thread) {
    const memory = walk.memory();
    return walk.graph.objects.flatMap(({ name }, id) => (memory[id] && memory[id].held.includes(thread) ? [name] : []));
  };
})((window.schedulerPage = window.schedulerPage || {}));
