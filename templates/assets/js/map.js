/* Starts the map on the page that has room for it; elsewhere it is these few lines.
 *
 * The page holds an empty `#la-graph`, a drawing and a table, and names the style sheet map.css in its head. Once the
 * client's parts and the first papers are there, the canvas takes the drawing's place; if any of them fails, the page
 * stays as it was. Needs load.js.
 */
(function () {
  "use strict";

  const PARTS = [
    "data", "grid", "filter", "address", "view", "palette", "crowd", "labels", "swarm", "relations", "paint",
    "pointer", "keys", "panel", "controls", "stage", "focus", "hands", "app",
  ];

  const holder = document.getElementById("la-graph");
  if (!holder || !holder.dataset.head) return;

  const litatlas = window.litatlas;
  litatlas.map = {};
  async function begin() {
    // Without its style sheet, known by one of its colours, the map would be a heap of controls.
    if (!getComputedStyle(holder).getPropertyValue("--la-map-paper")) throw new Error("map.css did not load");
    await litatlas.loadAll(["make", ...PARTS.map((part) => `map-${part}`)].map((name) => `assets/litatlas/js/${name}.js`));
    await litatlas.map.start(holder);
  }

  begin().catch((error) => console.warn(`The map stays a drawing: ${error.message}`));
})();
