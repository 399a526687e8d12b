// Programs that are in the page itself, as data: text that is never run.
"use strict";
(function (page) {
  const data = document.querySelector("script.scheduler-data");
  if (!data) return;
  const { programs, graphs } = JSON.parse(data.textContent);
  page.programs = programs;
  window.schedulerGraphs = graphs;
})((window.schedulerPage = window.schedulerPage || {}));
