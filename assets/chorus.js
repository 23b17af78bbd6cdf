// What the browser must do itself: windows that trap the focus, focus on the title after a change of page, and uploads
// with progress. Nothing here decides anything: the server does.
"use strict";

(() => {
  // A page without React (the API's own) follows the look that was chosen on the others.
  const plain = document.querySelector("html[data-plain]");
  if (plain) {
    const system = matchMedia("(prefers-color-scheme: dark)");
    const dress = () => {
      const chosen = localStorage.getItem("theme");
      const dark = chosen === "dark" || (chosen !== "light" && system.matches);
      plain.classList.toggle("dark", dark);
      plain.classList.toggle("light", !dark);
    };
    system.addEventListener("change", dress);
    dress();
  }

  // What is pressed before React has taken the page over is held until it has: the browser would send a form by itself,
  // its password in the address (the policy of the pages forbids that too). Lines of the queue are made here, not there.
  const alive = (element) => Object.keys(element).some((key) => key.startsWith("__react"));
  const hold = (event, element, again) => {
    if (!element || plain || alive(element)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const turn = setInterval(() => { if (alive(element)) { clearInterval(turn); again(element); } }, 50);
  };
  document.addEventListener("submit", (event) => hold(event, event.target, (form) => form.requestSubmit()), true);
  document.addEventListener("click", (event) => {
    hold(event, event.target.closest?.("button[type=button]:not([data-cancel-one])"), (button) => button.click());
  }, true);

  const openWindows = () => {
    for (const dialog of document.querySelectorAll("dialog.window:not([open])")) {
      dialog.addEventListener("cancel", (event) => {
        event.preventDefault();
        dialog.querySelector("[data-close]")?.click();
      });
      dialog.showModal();
    }
  };

  // After a change of page the focus goes to the new title, and comes back to the title when what had it is gone. The
  // address changes before the page does, and the title of a page that loads is replaced by the one that it loaded.
  let path = location.pathname;
  let title = null;
  let focused = null;
  let due = false;
  const focusTitle = (heading) => {
    if (document.querySelector("dialog[open]")) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    if (due) window.scrollTo(0, 0);
    focused = heading;
    due = false;
  };
  const announceTitle = () => {
    const heading = document.querySelector("main h1");
    if (location.pathname !== path) {
      path = location.pathname;
      due = title !== null;
      setTimeout(() => { if (due && title?.isConnected) focusTitle(title); }, 500);
    }
    if (!heading) return;
    const arrived = due && heading !== title;
    const dropped = focused && !focused.isConnected && document.activeElement === document.body;
    title = heading;
    if (arrived || dropped) focusTitle(heading);
  };

  const tell = (zone, name, detail) => {
    const input = zone.querySelector(`input[data-told="${name}"]`);
    if (!input) return;
    const setter = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
    setter.call(input, detail);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const show = (zone, part, visible) => {
    const element = zone.querySelector(`[data-part="${part}"]`);
    if (element) element.hidden = !visible;
  };

  const post = (zone, file, moved, ended) => {
    const request = new XMLHttpRequest();
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) moved(Math.round((100 * event.loaded) / event.total));
    };
    request.onloadend = () => {
      ended();
      if (request.status === 201) tell(zone, "received", JSON.parse(request.responseText).upload);
      else if (!request.chorusCancelled) tell(zone, "failed", `${request.status}:${Date.now()}:${file.name}`);
    };
    request.open("POST", zone.dataset.action);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("X-File-Name", encodeURIComponent(file.name));
    request.send(file);
    return request;
  };
  const tooLarge = (zone, file) => {
    const refused = file.size > Number(zone.dataset.limit);
    if (refused) tell(zone, "failed", `too_large:${Date.now()}:${file.name}`);
    return refused;
  };

  // One file: the zone shows nothing but its way.
  const send = (zone, file) => {
    if (tooLarge(zone, file)) return;
    const bar = zone.querySelector("progress");
    const name = zone.querySelector("[data-part=name]");
    if (name) name.textContent = file.name;
    show(zone, "choose", false);
    show(zone, "sending", true);
    zone.querySelector("[data-cancel]")?.focus();
    bar.value = 0;
    zone.chorusRequest = post(zone, file, (percent) => {
      bar.value = percent;
      const words = zone.querySelector("[data-part=percent]");
      if (words) words.textContent = `${percent} %`;
    }, () => {
      zone.chorusRequest = null;
      show(zone, "choose", true);
      show(zone, "sending", false);
    });
  };

  // Several: each has a line with its own way, one is sent after the other.
  const enqueue = (zone, file) => {
    const model = zone.querySelector("[data-model]");
    const line = model.cloneNode(true);
    line.hidden = false;
    line.removeAttribute("data-model");
    line.chorusFile = file;
    line.querySelector("[data-part=name]").textContent = file.name;
    line.querySelector("[data-part=hidden-name]").textContent = file.name;
    line.querySelector("progress").setAttribute("aria-label", file.name);
    model.parentElement.append(line);
    advance(zone);
  };
  const advance = (zone) => {
    const lines = [...zone.querySelectorAll("[data-queued]:not([data-model])")];
    const words = zone.querySelector("[data-part=count]");
    if (words) words.textContent = lines.length ? zone.dataset.counted.replace("{count}", lines.length) : "";
    const [line] = lines;
    if (!line || line.chorusRequest) return;
    const next = () => { takeOff(zone, line); advance(zone); };
    if (tooLarge(zone, line.chorusFile)) return next();
    line.chorusRequest = post(zone, line.chorusFile, (percent) => {
      line.querySelector("progress").value = percent;
      line.querySelector("[data-part=percent]").textContent = `${percent} %`;
    }, next);
  };
  const takeOff = (zone, line) => {
    const held = line.contains(document.activeElement);
    line.remove();
    if (held) zone.querySelector("[data-choose]")?.focus();
  };
  const give = (zone, files) => {
    if ("multiple" in zone.dataset) for (const file of files) enqueue(zone, file);
    else send(zone, files[0]);
  };

  document.addEventListener("click", (event) => {
    const zone = event.target.closest?.("[data-drop]");
    if (!zone) return;
    if (event.target.closest("[data-choose]")) zone.querySelector("input[type=file]").click();
    if (event.target.closest("[data-cancel]") && zone.chorusRequest) {
      zone.chorusRequest.chorusCancelled = true;
      zone.chorusRequest.abort();
      zone.querySelector("[data-choose]")?.focus();
    }
    const line = event.target.closest("[data-cancel-one]")?.closest("[data-queued]");
    if (line?.chorusRequest) {
      line.chorusRequest.chorusCancelled = true;
      line.chorusRequest.abort();
    } else if (line) {
      takeOff(zone, line);
      advance(zone);
    }
  });
  document.addEventListener("change", (event) => {
    const zone = event.target.closest?.("[data-drop]");
    if (zone && event.target.type === "file" && event.target.files.length) {
      give(zone, [...event.target.files]);
      event.target.value = "";
    }
  });
  for (const kind of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      const zone = event.target.closest?.("[data-drop]");
      if (kind !== "dragleave" && event.dataTransfer?.types.includes("Files")) event.preventDefault();
      if (!zone) return;
      zone.classList.toggle("over", kind === "dragover");
      if (kind === "drop" && event.dataTransfer.files.length) give(zone, [...event.dataTransfer.files]);
    });
  }

  document.addEventListener("click", (event) => { if (event.target.closest?.("[data-reload]")) location.reload(); });
  document.addEventListener("click", (event) => { if (event.target.closest?.("[data-print]")) window.print(); });

  // Where the page is older than the server, Reflex says so in English: our words take the place of its own, before they
  // are seen. Its button reloads, and remembers that it did.
  let renew = null;
  const tellNewer = () => {
    const english = document.getElementById("reflex-new-version-banner");
    if (english) {
      renew = english.querySelector("button");
      english.remove();
    }
    if (renew) for (const ours of document.querySelectorAll("[data-newer][hidden]")) ours.hidden = false;
  };
  document.addEventListener("click", (event) => { if (event.target.closest?.("[data-renew]")) renew?.click(); });

  const focusNew = () => {
    for (const element of document.querySelectorAll("[data-focus]:not([data-focused])")) {
      element.dataset.focused = "true";
      element.tabIndex = -1;
      element.focus();
      focused = element;
    }
  };

  // A full load that the server asks for (the session cookie is set and dropped by plain answers), each one once.
  const leave = () => {
    const way = document.querySelector("a[data-leave]")?.href;
    if (!way || sessionStorage.getItem("chorus-left") === way) return;
    sessionStorage.setItem("chorus-left", way);
    location.replace(way);
  };

  const closePanels = (event) => {
    for (const panel of document.querySelectorAll("details[data-menu-panel][open]")) {
      const inside = panel.contains(event.target);
      if (event.key === "Escape" && inside) panel.querySelector("summary").focus();
      if (event.key === "Escape" || !inside || event.target.closest(".panel a, .panel button")) panel.open = false;
    }
  };
  document.addEventListener("click", closePanels);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") closePanels(event); });

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-copy]");
    const source = button && document.getElementById(button.dataset.copy);
    if (source) navigator.clipboard.writeText(source.innerText).then(() => {
      button.dataset.copied = "true";
      const said = document.getElementById(button.dataset.said);
      if (said) said.textContent = said.dataset.text;
    });
  });

  // A document looked at: keys press its tools while the focus is in it.
  const KEYS = { "+": "larger", "=": "larger", "-": "smaller", "0": "fit_it", PageDown: "next", PageUp: "previous" };
  document.addEventListener("keydown", (event) => {
    const viewer = event.target.closest?.("[data-viewer]");
    const name = !event.ctrlKey && !event.metaKey && !event.altKey && KEYS[event.key];
    if (!viewer || !name) return;
    event.preventDefault();
    viewer.querySelector(`a[data-key="${name}"]`)?.click();
  });

  // A form beside its document: a click on a value of the page fills the field in hand, which keeps the focus.
  let field = "";
  document.addEventListener("focusin", (event) => {
    const input = event.target.matches?.("input.input, textarea.input") && event.target.closest("form[data-fill]");
    if (input && event.target.id) field = event.target.id;
  });
  document.addEventListener("mousedown", (event) => { if (event.target.closest?.("[data-word]")) event.preventDefault(); });
  document.addEventListener("click", (event) => {
    const word = event.target.closest?.("[data-word]");
    const input = word && document.getElementById(field);
    if (!input) return;
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(input), "value").set.call(input, word.dataset.word);
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.focus();
  });

  // The line that the address marks comes into view once, when it appears.
  let shown = "";
  const showMarked = () => {
    const line = document.querySelector("[data-marked=true]");
    const place = line && location.pathname + location.search;
    if (line && place !== shown) {
      line.querySelector("a").focus({ preventScroll: true });
      line.scrollIntoView({ block: "center" });
    }
    if (line || !location.search.includes("onglet=xml")) shown = place || "";
  };


  // Search from anywhere: a combobox whose options are links. The first one is chosen; Enter waits for the answer to what
  // is typed.
  let answered = null;
  let enter = false;
  const search = () => document.querySelector("dialog.search-window");
  const options = () => [...document.querySelectorAll("dialog.search-window [role=option]")];
  const chooseOption = (option) => {
    const input = document.querySelector("dialog.search-window input");
    options().forEach((one, number) => {
      one.id = `trouve-${number}`;
      one.setAttribute("aria-selected", String(one === option));
    });
    if (!option) return input?.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };
  const followAnswer = () => {
    const dialog = search();
    if (!dialog?.open) return;
    const answer = dialog.querySelector("[role=listbox]");
    const key = `${answer.dataset.answers} ${options().map((option) => option.href).join(" ")}`;
    if (key === answered) return;
    answered = key;
    chooseOption(options()[0]);
    if (enter && answer.dataset.answers === dialog.querySelector("input").value) { enter = false; options()[0]?.click(); }
  };
  const openSearch = () => {
    const dialog = search();
    if (!dialog || document.querySelector("dialog[open]")) return;
    enter = false;
    answered = null;
    dialog.showModal();
    const input = dialog.querySelector("input");
    input.focus();
    input.select();
    followAnswer();
  };
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k" && search()) {
      event.preventDefault();
      if (search().open) search().close(); else openSearch();
    }
  });
  document.addEventListener("keydown", (event) => {
    const dialog = search();
    if (!dialog?.open || event.target !== dialog.querySelector("input") || event.isComposing) return;
    const all = options();
    const here = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (all.length) chooseOption(all[(here + step + all.length) % all.length]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (dialog.querySelector("[role=listbox]").dataset.answers === event.target.value) all[here]?.click(); else enter = true;
    } else if (event.key === "Escape") {
      event.preventDefault(); // a search field would only empty itself
      dialog.close();
    } else enter = false;
  });
  document.addEventListener("click", (event) => {
    const target = event.target;
    if (target.closest?.("[data-search-open]")) openSearch();
    if (target === search() || target.closest?.("[data-search-close], dialog.search-window [role=option]")) search()?.close();
  });

  new MutationObserver(() => { openWindows(); announceTitle(); focusNew(); showMarked(); tellNewer(); leave(); followAnswer(); }).observe(document.documentElement, { childList: true, subtree: true, attributeFilter: ["data-answers"] });
})();
