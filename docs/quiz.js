// The quizzes at the end of the chapters. The page has each question with its answers folded. This adds a button that checks
// the reader's choices and explains the wrong ones.
for (const quiz of document.querySelectorAll(".quiz")) {
  const inputs = [...quiz.querySelectorAll("input")];
  const answers = [...quiz.querySelectorAll(".quiz-answer")];
  const remark = quiz.querySelector(".quiz-remark");
  const said = quiz.querySelector(".quiz-said");
  const isRight = answers.map((answer) => answer.classList.contains("is-right"));

  // A listing that scrolls needs the focus to be scrolled with the keyboard.
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
  // Shows a copy of a part of the answers. In the copy, mdBook's buttons on listings would not work, so they are removed.
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
    // If only one choice is right, explaining the reader's wrong choice is enough.
    const own = missed.filter((answer) => inputs[answers.indexOf(answer)].checked);
    const choosesOne = inputs[0].type === "radio";
    (right ? answers.filter((_, number) => isRight[number]) : choosesOne ? own : missed).forEach(show);
    if (remark && right) show(remark);
  };

  button.addEventListener("click", check);
  quiz.addEventListener("change", forget);
  quiz.addEventListener("keydown", (event) => {
    if (!["INPUT", "CODE"].includes(event.target.tagName)) return;
    // mdBook would turn the page on an arrow key; here the key chooses an answer, or scrolls.
    event.stopPropagation();
    if (event.key === "Enter" && event.target.tagName === "INPUT") check();
  });
}
