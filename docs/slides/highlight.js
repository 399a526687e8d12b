// Highlights the Rust code, and the lecture's Python, which needs its own loop because its lines are numbered.
"use strict";
for (const code of document.querySelectorAll("pre > code.language-rust")) hljs.highlightElement(code);
for (const listing of document.querySelectorAll("pre.lecture")) {
  for (const text of [...listing.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE)) {
    const code = document.createElement("span");
    code.innerHTML = hljs.highlight(text.textContent, { language: "python" }).value;
    text.replaceWith(code);
  }
}
