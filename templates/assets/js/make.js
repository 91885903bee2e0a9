/* Makes elements, for the scripts that build parts of a page; nothing is ever parsed as HTML.
 *
 *   litatlas.make(tag, properties, ...children)   `class`, `text`, attributes and `on...`; children that are not there
 *                                                 (null, undefined, "") are passed over
 */
(function () {
  "use strict";

  window.litatlas.make = function (tag, properties = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (value === false || value === undefined || value === null) continue;
      if (name === "class") element.className = value;
      else if (name === "text") element.textContent = value;
      else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
    return element;
  };
})();
