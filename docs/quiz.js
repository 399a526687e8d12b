// The quizzes at the end of the chapters. Each question stands on the page with its answers folded; this adds a button, and
// shows what is said about the choices that the reader got wrong.
for (const quiz of document.querySelectorAll(".quiz")) {
  const inputs = [...quiz.querySelectorAll("input")];
  const answers = [...quiz.querySelectorAll(".quiz-answer")];
  const remark = quiz.querySelector(".quiz-remark");
  const said = quiz.querySelector(".quiz-said");
  const isRight = answers.map((answer) => answer.classList.contains("is-right"));

  // What scrolls can be scrolled with the keyboard.
  quiz.querySelectorAll("pre > code").forEach((code) => (code.tabIndex = 0));
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiz-check";
  button.textContent = "Check";
  quiz.querySelector("fieldset").append(button);
  const shown = document.createElement("div");
  shown.className = "quiz-shown";
  said.after(shown);

  const forget = () => {
    said.textContent = "";
    said.className = "quiz-said";
    shown.replaceChildren();
  };
  // A copy of what the answers say. mdBook has given its listings a button each, which a copy cannot use.
  const show = (part) => {
    const copy = part.cloneNode(true);
    copy.querySelectorAll("pre > .buttons").forEach((buttons) => buttons.remove());
    copy.querySelectorAll("[id]").forEach((named) => named.removeAttribute("id"));
    shown.append(copy);
  };
  const check = () => {
    forget();
    if (inputs.every((input) => !input.checked)) {
      said.textContent = "Choose an answer first.";
      return;
    }
    const missed = answers.filter((_, number) => inputs[number].checked !== isRight[number]);
    const right = missed.length === 0;
    said.classList.add(right ? "is-right" : "is-wrong");
    said.textContent = right ? "Right." : "Not quite. Below is why.";
    // Of several answers of which one is right, the reader's own wrong choice says enough.
    const own = missed.filter((answer) => inputs[answers.indexOf(answer)].checked);
    const choosesOne = inputs[0].type === "radio";
    (right ? answers.filter((_, number) => isRight[number]) : choosesOne ? own : missed).forEach(show);
    if (remark && right) show(remark);
  };

  button.addEventListener("click", check);
  quiz.addEventListener("change", forget);
  quiz.addEventListener("keydown", (event) => {
    if (!["INPUT", "CODE"].includes(event.target.tagName)) return;
    // mdBook turns the page at an arrow key; here it chooses an answer, or scrolls.
    event.stopPropagation();
    if (event.key === "Enter" && event.target.tagName === "INPUT") check();
  });
}
