/* Starts the explorer on the page that has room for it; elsewhere it is these few lines.
 *
 * The page holds an empty `#la-explore` and the lists that do the job without scripts. Once the client's parts, its
 * style sheet and the first data are there, the explorer takes the lists' place; if any of them fails, the page stays
 * as it was.
 */
(function () {
  "use strict";

  const PARTS = ["data", "count", "address", "years", "facets", "rows", "list", "bar", "app"];

  const holder = document.getElementById("la-explore");
  if (!holder) return;
  const own = document.currentScript.src;

  function loaded(element) {
    return new Promise((resolve, reject) => {
      element.onload = resolve;
      element.onerror = () => reject(new Error(`${element.src || element.href} did not load`));
      document.head.append(element);
    });
  }

  function script(name) {
    const element = document.createElement("script");
    element.src = new URL(name, own);
    element.async = false; // in the order of the list
    return loaded(element);
  }

  function styles(name) {
    const element = document.createElement("link");
    element.rel = "stylesheet";
    element.href = new URL(name, own);
    return loaded(element);
  }

  const litatlas = (window.litatlas = window.litatlas || {});

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
  Promise.all([styles("../css/explore.css"), ...PARTS.map((part) => script(`explore-${part}.js`))])
    .then(() => litatlas.explore.start(holder, lists))
    .catch((error) => {
      lists.hidden = false;
      console.warn(`The lists stay: ${error.message}`);
    });
})();
