/* The colours that the reader chose, kept by the theme's switch. Runs right after the switch, before the page is drawn. */
(function () {
  "use strict";

  var kept = window.__md_get("__palette");
  if (!kept || !kept.color) return;
  var color = kept.color;
  if (color.media === "(prefers-color-scheme)") {
    // Chosen was to follow the system: the switch knows which colours belong to what it asks for now.
    var scheme = matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
    var input = document.querySelector('[data-md-color-media="(prefers-color-scheme: ' + scheme + ')"]');
    if (input) {
      color = {
        media: input.getAttribute("data-md-color-media"),
        scheme: input.getAttribute("data-md-color-scheme"),
        primary: input.getAttribute("data-md-color-primary"),
        accent: input.getAttribute("data-md-color-accent"),
      };
    }
  }
  Object.keys(color).forEach(function (key) {
    document.body.setAttribute("data-md-color-" + key, color[key]);
  });
})();
