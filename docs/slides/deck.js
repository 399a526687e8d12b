// Starts reveal.js, with letters as large as each slide has room for.
"use strict";
const SIZE = [1920, 1080];
// A printed page is a pixel lower than a slide, and a picture that does not fit there is left out.
const TALLEST = SIZE[1] - 4;
// The largest and the smallest that each may be, in pixels. The smallest can be read from the last row.
const CODE = ["--code-size", 46, 24];
const PICTURE = ["--picture-size", 880, 500];
const TEXT = ["--text-size", 58, 44];

// The deck and the speaker view stay open while a chapter is shown.
for (const link of document.querySelectorAll(".slides a")) link.target = "_blank";

// In print too the fonts must be there before anything is measured.
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

// Until an element is enlarged, it has its smallest size.
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
