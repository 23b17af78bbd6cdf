// A page's scripts are fetched before its link is followed: as soon as a link of the menu or of the tabs is seen, and as
// somebody points at any other. React Router does that too, but reloads the page in hand when a script does not come:
// whoever types while the server restarts would lose his words. Here what does not come is asked for again, later.
"use strict";

(() => {
  const ASKED = new Set();

  // The routes of the build, with the scripts that each one needs; the plain ones before those with a number in them.
  const pattern = (path) => new RegExp(`^/${path.split("/").map((part) => (part.startsWith(":") ? "[^/]+" : part)).join("/")}/?$`);
  let routes = null;
  const known = () => {
    const manifest = window.__reactRouterManifest?.routes;
    if (!routes && manifest) {
      const pages = Object.values(manifest).filter((route) => route.id !== "root" && !route.path?.includes("*"));
      pages.sort((one, other) => (one.path ?? "").split(":").length - (other.path ?? "").split(":").length);
      routes = pages.map((route) => ({ pattern: pattern(route.path ?? ""), scripts: [route.module, ...route.imports] }));
    }
    return routes ?? [];
  };

  const fetchScript = async (address) => {
    if (ASKED.has(address)) return;
    ASKED.add(address);
    try {
      const answer = await fetch(address, { priority: "low" });
      await answer.blob();
      if (!answer.ok) throw new Error(answer.statusText);
    } catch {
      ASKED.delete(address); // no connection, or a newer build: the click asks again
      return;
    }
    const ready = document.createElement("link");
    ready.rel = "modulepreload";
    ready.href = address;
    document.head.append(ready); // read from the browser's store, and compiled
  };

  const prepare = (anchor) => {
    const target = new URL(anchor.href, location.href);
    if (target.origin !== location.origin || target.pathname === location.pathname) return;
    known().find((route) => route.pattern.test(target.pathname))?.scripts.forEach(fetchScript);
  };
  const follow = (event) => {
    const anchor = event.target.closest?.("a[data-page]");
    if (anchor) prepare(anchor);
  };
  for (const kind of ["pointerover", "focusin", "touchstart"]) document.addEventListener(kind, follow, { passive: true });

  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      seen.unobserve(entry.target);
      prepare(entry.target);
    }
  });
  const watched = new WeakSet();
  const watch = () => {
    if (!window.__reactRouterManifest) return;
    for (const anchor of document.querySelectorAll("a[data-page=seen]")) {
      if (watched.has(anchor)) continue;
      watched.add(anchor);
      seen.observe(anchor);
    }
  };
  new MutationObserver(watch).observe(document.documentElement, { childList: true, subtree: true });
  watch();
})();
