/* Leads on from an old address, with the query and the fragment that it was asked with. */
(function () {
  "use strict";
  const link = document.getElementById("target");
  if (link.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
  link.search = location.search;
  link.hash = location.hash;
  location.replace(link.href);
})();
