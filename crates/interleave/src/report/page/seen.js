// What a thread knows. The graph has no local variables: it has what each thread read and wrote. So this tells what a
// thread last saw of each value, and which locks it holds.
"use strict";
(function (page) {
  const SEES = /^read (.+?) → (.*)$|(?:^|; )locks? (.+?): sees (.*)$/s;
  const CHANGES = /^write (.+?) ← |^(?:update|unlock) (.+?): |\(unlocks (.+?): /s;

  // What the thread has seen of each value that it has not changed since: [{name, value, now}]. `now` is what the value is
  // by now if that differs, and else null.
  page.seen = function (walk, thread) {
    const found = new Map();
    for (const { move } of walk.path) {
      if (move.thread === thread) move.steps.forEach(({ text }) => note(found, text));
    }
    return [...found].flatMap(([name, value]) => {
      const objects = walk.memory().filter((now, id) => now && walk.graph.objects[id].name === name);
      // A struct is too long to be said twice, and of two values of one name nobody knows which.
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
