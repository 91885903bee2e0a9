/* Loads data on demand, hosted or from a folder: as classic scripts, since pages opened as files may fetch nothing.
 *
 *   litatlas.root                    the address of the site's root, with a final slash
 *   litatlas.load(path[, version])   a promise that the script at this path below the root has run; once a path
 *   litatlas.loadAll(paths)          the same for several that need each other: fetched at once, run in their order
 *   litatlas.data(kind, key, value)  what such a script calls to hand over its data
 *   litatlas.get(kind, key)          the data, undefined as long as it is not there
 *   litatlas.hash(key)               a number by which the files of data spread keys
 *   litatlas.bucket(key, files)      which of so many files, by number, holds what is found by a key
 *   litatlas.href(path)              the link to a page: "papers/x/", from a file "papers/x/index.html"
 *   litatlas.DOT                     what stands between facts on one line; no line begins with it
 */
(function () {
  "use strict";

  const litatlas = (window.litatlas = window.litatlas || {});
  const kept = new Map();
  const asked = new Map();

  // This file is assets/litatlas/js/load.js below the root.
  litatlas.root = new URL("../../../", document.currentScript.src).href;

  litatlas.data = function (kind, key, value) {
    kept.set(kind + "\n" + key, value);
  };

  litatlas.get = function (kind, key) {
    return kept.get(kind + "\n" + key);
  };

  function load(path, version, inOrder) {
    if (!asked.has(path)) {
      asked.set(
        path,
        new Promise(function (resolve, reject) {
          const script = document.createElement("script");
          script.async = !inOrder;
          script.src = litatlas.root + path + (version ? "?v=" + version : "");
          script.onload = function () {
            script.remove();
            resolve();
          };
          script.onerror = function () {
            script.remove();
            asked.delete(path); // the next try may find the network back
            reject(new Error(path + " cannot be loaded"));
          };
          document.head.append(script);
        })
      );
    }
    return asked.get(path);
  }

  litatlas.load = function (path, version) {
    return load(path, version, false);
  };

  litatlas.loadAll = function (paths) {
    return Promise.all(paths.map((path) => load(path, "", true)));
  };

  // FNV-1a, 32 bits, of the key's UTF-8 bytes: litatlas.buckets in Python.
  litatlas.hash = function (key) {
    let value = 2166136261;
    for (const byte of new TextEncoder().encode(key)) value = Math.imul(value ^ byte, 16777619) >>> 0;
    return value;
  };

  litatlas.bucket = function (key, files) {
    return litatlas.hash(key) % files;
  };

  litatlas.href = function (path) {
    const url = new URL(path, litatlas.root);
    if (url.protocol === "file:" && url.pathname.endsWith("/")) url.pathname += "index.html";
    return url.href;
  };

  litatlas.DOT = "\u00a0· ";
})();
