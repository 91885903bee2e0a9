/* Gives the keyboard what Material gives the pointer only.
 *
 * On narrow screens (and at 400 % zoom) the menu opens by the label of a hidden check box, which no key reaches.
 * Nothing here is needed to read a page.
 */
(function () {
  "use strict";

  function makeButton(label, name) {
    var toggle = document.getElementById(label.htmlFor);
    if (!toggle) return;
    function tell() {
      label.setAttribute("aria-expanded", String(toggle.checked));
    }
    label.tabIndex = 0;
    label.setAttribute("role", "button");
    label.setAttribute("aria-label", name);
    label.addEventListener("keydown", function (event) {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      label.click();
    });
    toggle.addEventListener("change", tell);
    tell();
  }

  document.querySelectorAll(".md-header__button[for=__drawer]").forEach(function (label) {
    makeButton(label, "Menu");
  });

  // The menu closes with Escape, and the focus is then where it came from.
  document.addEventListener("keydown", function (event) {
    var drawer = document.getElementById("__drawer");
    if (event.key !== "Escape" || !drawer || !drawer.checked) return;
    drawer.click();
    var button = document.querySelector(".md-header__button[for=__drawer]");
    if (button) button.focus();
  });
})();
