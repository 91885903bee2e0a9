/* Makes the plain site/ folder browsable by double click.
 *
 * Links of the site name folders ("../mmicl/"). A web server answers them with
 * the folder's index.html; a browser on file:// shows the folder's listing
 * instead. On file:// only, each link to a folder is pointed at its index.html.
 */
(function () {
  "use strict";
  if (location.protocol !== "file:") return;

  // By attribute, not by property: links inside SVG figures have no `pathname`.
  var LINKS = "a[href], svg a";

  function nameTheFile(link) {
    var name = link.hasAttribute("href") ? "href" : "xlink:href";
    var url;
    try {
      url = new URL(link.getAttribute(name), document.baseURI);
    } catch {
      return; // not an address; nothing to mend
    }
    if (url.protocol !== "file:" || !url.pathname.endsWith("/")) return;
    url.pathname += "index.html";
    if (name === "href") link.setAttribute(name, url.href);
    else link.setAttributeNS("http://www.w3.org/1999/xlink", name, url.href);
  }

  function linkOf(event) {
    return event.target instanceof Element ? event.target.closest(LINKS) : null;
  }

  // At once for the links that are there, so that the status bar, "copy link" and "open in a new tab" are right too;
  // on use for those that a script adds later.
  document.querySelectorAll(LINKS).forEach(nameTheFile);
  ["click", "auxclick", "focusin", "contextmenu"].forEach(function (kind) {
    document.addEventListener(
      kind,
      function (event) {
        var link = linkOf(event);
        if (link) nameTheFile(link);
      },
      true
    );
  });
})();
