/* Starts the explorer on the page that has room for it; elsewhere it is these few lines.
 *
 * The page holds an empty `#la-explore` and the lists that do the job without scripts. Once the client's parts, its
 * style sheet and the first data are there, the explorer takes the lists' place; if any of them fails, the page stays
 * as it was. Needs load.js.
 */
(function () {
  "use strict";

  const PARTS = ["data", "count", "address", "years", "facets", "rows", "list", "bar", "app"];

  const holder = document.getElementById("la-explore");
  if (!holder) return;

  const litatlas = window.litatlas;

  function styles(path) {
    return new Promise((resolve, reject) => {
      const link = document.createElement("link");
      link.rel = "stylesheet";
      link.href = litatlas.root + path;
      link.onload = resolve;
      link.onerror = () => reject(new Error(`${path} cannot be loaded`));
      document.head.append(link);
    });
  }

  /** Make an element; `set` holds its attributes. */
  function make(tag, className, text, set) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text) element.textContent = text;
    for (const [name, value] of Object.entries(set || {})) element.setAttribute(name, value);
    return element;
  }

  /** Make a button. */
  function button(className, text, act, set) {
    const element = make("button", className, text, { type: "button", ...set });
    element.addEventListener("click", act);
    return element;
  }

  litatlas.explore = { make, button };
  const lists = document.getElementById("la-explore-lists");
  const parts = PARTS.map((part) => `assets/litatlas/js/explore-${part}.js`);
  Promise.all([styles("assets/litatlas/css/explore.css"), litatlas.loadAll(parts)])
    .then(() => litatlas.explore.start(holder, lists))
    .catch((error) => {
      lists.hidden = false;
      console.warn(`The lists stay: ${error.message}`);
    });
})();
