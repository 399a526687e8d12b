// The parts of the page that are the same for every program, and where each of them stands.
"use strict";
(function (page) {
  const { element, button } = page;

  // Fills `widget.root`, and gives the widget its parts by name.
  page.frame = function (widget) {
    const { root } = widget;
    root.setAttribute("role", "group");
    root.setAttribute("aria-label", "You are the scheduler");
    const part = (name, made) => (widget[name] = made);
    const skip = element("a", "scheduler-skip", { href: "#scheduler-board" }, "Skip to the board");
    skip.addEventListener("click", (event) => {
      event.preventDefault(); // the address is that of the run
      widget.toTheBoard();
    });
    const controls = [
      part("undo", button("", "Undo", () => widget.back(), { "aria-keyshortcuts": "u" })),
      part("redo", button("", "Redo", () => widget.forth(), { "aria-keyshortcuts": "y" })),
      part("reset", button("", "Reset", () => widget.again(), { "aria-keyshortcuts": "r" })),
      part("random", button("", "Run at random", () => widget.anyhow())),
    ];
    const large = part("large", button("", "Large type", () => enlarge(), { "aria-pressed": "false" }));
    const enlarge = () => large.setAttribute("aria-pressed", String(root.classList.toggle("scheduler-large")));
    part("command", element("code"));
    part("terminal", element("span", "", {}, " · the same in a terminal: ", widget.command));
    part("link", element("a", "", { href: "#" }, "Link to this run"));
    part("log", element("ol", "scheduler-log"));
    root.replaceChildren(
      part("course", element("div")),
      element("div", "scheduler-top", {}, part("title", element("h2", "scheduler-title", { tabindex: "-1" })), large),
      part("about", element("p", "scheduler-about")),
      part("question", element("div")),
      element("div", "scheduler-controls", { role: "toolbar", "aria-label": "Run" }, ...controls),
      part("live", element("p", "scheduler-live", { role: "status", "aria-live": "polite" })),
      part("end", element("p", "scheduler-end")),
      part("after", element("div")),
      part("board", element("div", "scheduler-board", { id: "scheduler-board" })),
      part("keys", element("p", "scheduler-keys")),
      element(
        "section",
        "scheduler-story",
        { "aria-label": "The run so far" },
        element("h2", "", {}, "The run so far"),
        widget.log,
        element("p", "scheduler-same", {}, widget.link, widget.terminal),
      ),
    );
    // A course is a page of its own, or nearly: the first Tab should lead to its board. Else this is a part of another page.
    if (page.Course) putFirst(skip);
    else root.prepend(skip);
  };

  // The first Tab comes to `skip`, also in the book, which sets the place from where Tab begins to its own list of chapters.
  function putFirst(skip) {
    const before = element("span", "", { tabindex: "-1" });
    document.body.prepend(before, skip);
    before.focus({ preventScroll: true });
    before.remove();
  }

  // Says which keys there are: [key, what it does] for those that only some programs have.
  page.tellKeys = function (place, more) {
    const key = (name) => element("kbd", "", {}, name);
    const others = more.flatMap(([name, does]) => [", ", key(name), ` ${does}`]);
    place.replaceChildren("Keys, while the focus is inside: ", key("0"), " to ", key("9"), " step that thread, ", key("u"), " undoes, ", key("y"), " redoes, ", key("r"), " resets", ...others, ".");
  };
})((window.schedulerPage = window.schedulerPage || {}));
