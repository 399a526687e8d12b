// The layout of the page: the parts that are the same for every program.
"use strict";
(function (page) {
  const { element, button } = page;

  // Fills `widget.root`, and sets a property of the widget for each part.
  page.frame = function (widget) {
    const { root } = widget;
    root.setAttribute("role", "group");
    root.setAttribute("aria-label", "You are the scheduler");
    const part = (name, made) => (widget[name] = made);
    const skip = element("a", "scheduler-skip", { href: "#scheduler-board" }, "Skip to the board");
    skip.addEventListener("click", (event) => {
      event.preventDefault(); // following the link would change the URL, which names the run
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
    // A course is the main content of its page, so the first Tab leads to its board. Otherwise this is one part of a page.
    if (page.Course) putFirst(skip);
    else root.prepend(skip);
  };

  // Makes `skip` the first stop of Tab, also in the book, where Tab would begin at the list of chapters.
  function putFirst(skip) {
    const before = element("span", "", { tabindex: "-1" });
    document.body.prepend(before, skip);
    before.focus({ preventScroll: true });
    before.remove();
  }

  // Lists the keys. `more` has those that only some programs have, each as [key, what it does].
  page.tellKeys = function (place, more) {
    const key = (name) => element("kbd", "", {}, name);
    const others = more.flatMap(([name, does]) => [", ", key(name), ` ${does}`]);
    place.replaceChildren("Keys, while the focus is inside: ", key("0"), " to ", key("9"), " step that thread, ", key("u"), " undoes, ", key("y"), " redoes, ", key("r"), " resets", ...others, ".");
  };
})((window.schedulerPage = window.schedulerPage || {}));
