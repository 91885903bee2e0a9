/* Starts the map on the page that has room for it; elsewhere it is these few lines.
 *
 * The page holds an empty `#la-graph`, a drawing and a table. Once the client's parts, its style sheet and the first
 * papers are there, the canvas takes the drawing's place; if any of them fails, the page stays as it was.
 */
(function () {
  "use strict";

  const PARTS = [
    "data", "grid", "filter", "address", "view", "palette", "crowd", "labels", "swarm", "relations", "paint",
    "pointer", "keys", "panel", "controls", "app",
  ];

  const holder = document.getElementById("la-graph");
  if (!holder || !holder.dataset.head) return;
  const own = document.currentScript.src;

  function loaded(element) {
    return new Promise((resolve, reject) => {
      element.onload = resolve;
      element.onerror = () => reject(new Error(`${element.src || element.href} did not load`));
      document.head.append(element);
    });
  }

  function script(url) {
    const element = document.createElement("script");
    element.src = url;
    element.async = false; // in the order of the list
    return loaded(element);
  }

  function styles(url) {
    const element = document.createElement("link");
    element.rel = "stylesheet";
    element.href = url;
    return loaded(element);
  }

  const litatlas = (window.litatlas = window.litatlas || {});
  litatlas.map = { loadScript: script };
  Promise.all([styles(new URL("../css/map.css", own)), ...PARTS.map((part) => script(new URL(`map-${part}.js`, own)))])
    .then(() => litatlas.map.start(holder))
    .catch((error) => console.warn(`The map stays a drawing: ${error.message}`));
})();
