/* What the theme's own scripts need before they run, in the head of every page.
 *
 *   __md_scope         the site's root: what is kept for one site is not another's on the same host
 *   __md_get(key)      what was kept under a key, null where nothing was or storage is switched off
 *   __md_set(key, value)
 *   __md_hash(text)    a number for a text
 *
 * The theme writes these, and the choice of a tab in the content, as inline
 * scripts into each page. From a file they weigh nothing there, and a
 * Content-Security-Policy of default-src 'self' lets them run.
 */
(function () {
  "use strict";

  // This file is assets/litatlas/js/frame.js below the root.
  window.__md_scope = new URL("../../../", document.currentScript.src);

  function nameOf(key, scope) {
    return (scope || window.__md_scope).pathname + "." + key;
  }

  window.__md_hash = function (text) {
    return Array.from(text).reduce(function (sum, character) {
      return (sum << 5) - sum + character.charCodeAt(0);
    }, 0);
  };

  window.__md_get = function (key, storage, scope) {
    try {
      return JSON.parse((storage || localStorage).getItem(nameOf(key, scope)));
    } catch {
      return null;
    }
  };

  window.__md_set = function (key, value, storage, scope) {
    try {
      (storage || localStorage).setItem(nameOf(key, scope), JSON.stringify(value));
    } catch {
      // Not kept: the next page begins as this one did.
    }
  };

  // Tabs of hand-written pages: the one that the address names, else those that the reader chose elsewhere.
  document.addEventListener("DOMContentLoaded", function () {
    var chosen = window.__md_get("__tabs");
    document.querySelectorAll(".tabbed-set").forEach(function (set) {
      var labels = Array.from(set.querySelectorAll(":scope > .tabbed-labels > label"));
      var label =
        Array.isArray(chosen) &&
        labels.find(function (one) {
          return chosen.includes(one.textContent.trim());
        });
      if (label) document.getElementById(label.htmlFor).checked = true;
    });
    var target = document.getElementById(location.hash.slice(1));
    if (target && target.name && target.name.startsWith("__tabbed_")) target.checked = true;
  });

  // The theme takes every alternate of a page for a translation of the site, and asks for a sitemap.xml beside each:
  // ours are feeds and exports, the sitemap holds the whole survey, and from a folder nothing can be asked for at all.
  // It looks once, right after this; the links are the same for everyone who reads `rel` as the list of words it is.
  document.addEventListener("DOMContentLoaded", function () {
    var links = document.head.querySelectorAll("link[rel=alternate]:not([hreflang])");
    links.forEach(function (link) {
      link.setAttribute("rel", "alternate ");
    });
    window.addEventListener("load", function () {
      links.forEach(function (link) {
        link.setAttribute("rel", "alternate");
      });
    });
  });
})();
