// Makes the text of each slide as large as the slide has room for, and starts reveal.js.
"use strict";
const SIZE = [1920, 1080];
// A printed page is a pixel less high than a slide, and a picture that does not fit would be left out in print.
const TALLEST = SIZE[1] - 4;
// For each kind of content: its CSS variable, and the largest and the smallest size in pixels. The smallest is readable
// from the last row.
const CODE = ["--code-size", 46, 24];
const PICTURE = ["--picture-size", 880, 500];
const TEXT = ["--text-size", 58, 44];

// Links open in a new tab, so that the deck and the speaker view stay open.
for (const link of document.querySelectorAll(".slides a")) link.target = "_blank";

// The fonts must be loaded before text is measured, also in print.
document.fonts.ready.then(() => Promise.all([...document.fonts].map((font) => font.load()))).then(() => {
  document.body.classList.add("measuring");
  for (const slide of document.querySelectorAll(".slides > section")) {
    for (const what of [CODE, PICTURE, TEXT]) enlarge(slide, what);
  }
  document.body.classList.remove("measuring");
  Reveal.initialize({
    width: SIZE[0],
    height: SIZE[1],
    margin: 0,
    minScale: 0.05,
    maxScale: 4,
    center: false,
    controls: false,
    hash: true,
    slideNumber: "c/t",
    transition: "none",
    backgroundTransition: "none",
    pdfMaxPagesPerSlide: 1,
    totalTime: 45 * 60,
    plugins: [RevealNotes],
  });
});

// Sets `property` to the largest size with which the slide fits. Without this, the CSS uses the smallest size.
function enlarge(slide, [property, largest, smallest]) {
  for (let size = largest; size >= smallest; size--) {
    slide.style.setProperty(property, `${size}px`);
    if (fits(slide)) return;
  }
}

function fits(slide) {
  const wide = [...slide.querySelectorAll("pre, pre > code, .columns")].some((part) => part.scrollWidth > part.clientWidth);
  return !wide && slide.scrollHeight <= TALLEST;
}
