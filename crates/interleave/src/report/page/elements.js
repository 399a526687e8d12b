// Small helpers for making and changing elements.
"use strict";
(function (page) {
  // An element with a class, attributes and children; a child that is text is taken as it is, never as HTML.
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

  // A button that cannot be used stays where the focus is, and says so; `disabled` would throw the focus away.
  page.enable = function (button, enabled) {
    button.setAttribute("aria-disabled", String(!enabled));
  };

  // Writes `code between backticks` as code.
  page.prose = function (element, text) {
    const parts = text.split("`");
    element.replaceChildren(
      ...parts.map((part, index) => (index % 2 ? page.element("code", "", {}, part) : part)),
    );
    return element;
  };

  // The names of threads in a list: `a`, `a and b`, `a, b and c`.
  page.list = function (names) {
    if (names.length < 2) return names.join("");
    return `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;
  };
})((window.schedulerPage = window.schedulerPage || {}));
