// Small helpers for making and changing elements.
"use strict";
(function (page) {
  // Makes an element with a class, attributes and children. A child that is text stays text and is never parsed as HTML.
  page.element = function (name, className, attributes, ...children) {
    const element = document.createElement(name);
    if (className) element.className = className;
    for (const [key, value] of Object.entries(attributes || {})) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };

  page.button = function (className, text, onClick, attributes) {
    const button = page.element("button", className, { type: "button", ...attributes }, text);
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled") !== "true") onClick();
    });
    return button;
  };

  // A button that cannot be used keeps the focus and says that it is disabled. With `disabled` it would lose the focus.
  page.enable = function (button, enabled) {
    button.setAttribute("aria-disabled", String(!enabled));
  };

  // Shows text in an element, with `text between backticks` as code.
  page.prose = function (element, text) {
    const parts = text.split("`");
    element.replaceChildren(
      ...parts.map((part, index) => (index % 2 ? page.element("code", "", {}, part) : part)),
    );
    return element;
  };

  // Joins names to a list: `a`, `a and b`, `a, b and c`.
  page.list = function (names) {
    if (names.length < 2) return names.join("");
    return `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;
  };
})((window.schedulerPage = window.schedulerPage || {}));
