// Reads the programs that the page itself contains. They are data, and are never run as a script.
"use strict";
(function (page) {
  const data = document.querySelector("script.scheduler-data");
  if (!data) return;
  const { programs, graphs } = JSON.parse(data.textContent);
  page.programs = programs;
  window.schedulerGraphs = graphs;
})((window.schedulerPage = window.schedulerPage || {}));
