/* The switch of colours, and what the reader chose with it. Runs right after the switch, before the page is drawn.
 *
 * A button says in data-palette what the theme's script looks for in a choice beside it (partials/palette.html): names
 * of the scheme and its two colours, and the media query that it is for.
 */
(function () {
  "use strict";

  var buttons = document.querySelectorAll("[data-palette]");
  buttons.forEach(function (button, number) {
    var palette = button.getAttribute("data-palette").split(" ");
    var choice = document.createElement("input");
    choice.className = "md-option";
    choice.type = "radio";
    choice.name = "__palette";
    choice.id = "__palette_" + number;
    choice.setAttribute("data-md-color-scheme", palette[0]);
    choice.setAttribute("data-md-color-primary", palette[1]);
    choice.setAttribute("data-md-color-accent", palette[2]);
    choice.setAttribute("data-md-color-media", palette.slice(3).join(" "));
    if (button.title) choice.setAttribute("aria-label", button.title);
    else choice.setAttribute("aria-hidden", "true");
    button.before(choice);
    button.htmlFor = "__palette_" + ((number + 1) % buttons.length);
    if (!button.title) button.remove();
  });

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
