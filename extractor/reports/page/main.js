// Ties the parts together: what the controls do, what is shown for a state, keys, themes and printing.

const MOST_PRINTED = 2000;

function chip(group, value, title, description) {
  return el("button", {
    type: "button", "data-action": group === "action" ? value : null, "data-value": value, "aria-pressed": "false", title: description,
    onclick: () => {
      const chosen = state[group];
      change({ [group]: chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value] });
    },
  }, el("i", { class: "dot" }), el("span", {}, title), " ", el("b", {}));
}

function buildControls() {
  byId("actions").append(...Object.entries(DATA.actions).map(([action, title]) => chip("action", action, title, DATA.labels.action[action])));
  byId("certainties").append(...Object.entries(DATA.labels.certainty).map(([tier, description]) => chip("certainty", tier, tier, description)));
  byId("modality").append(...[["asserted", "asserted"], ["all", "all"], ...Object.keys(DATA.labels.modality)
    .filter((modality) => modality !== "asserted" && EVENTS.modality.values.includes(modality)).map((modality) => [modality, modality])]
    .map(([value, title]) => el("option", { value }, title)));
  const counts = countParties(Array.from({ length: SIZE }, (_, i) => i));
  const byName = new Intl.Collator("en").compare;
  byId("party").append(el("option", { value: "" }, "all"), ...[["state", "States"], ["gone", "Dissolved states"], ["organization", "Organizations"]]
    .map(([kind, title]) => el("optgroup", { label: title }, ...Object.entries(PARTIES).filter(([, party]) => party.kind === kind)
      .sort((one, other) => byName(one[1].name, other[1].name))
      .map(([code, party]) => el("option", { value: code }, `${party.name} (${format(counts.get(code) ?? 0)})`))))
    .filter((group) => group.children.length));
  byId("region").append(...Object.entries(REGIONS).map(([value, [title]]) => el("option", { value }, title)));
  byId("status").append(el("option", { value: "" }, "all"), ...Object.keys(DATA.labels.status)
    .filter((status) => DOCUMENTS.status.includes(status)).map((status) => el("option", { value: status }, status)));
  byId("flag-filter").hidden = !EVENTS.flags.some((flags) => flags.length);
  for (const id of ["q", "party", "document", "modality", "region", "status"]) {
    byId(id).addEventListener("input", () => change({ [id]: byId(id).value }));
  }
  byId("flagged").addEventListener("input", () => change({ flagged: byId("flagged").checked }));
  for (const id of ["from", "to"]) {
    byId(id).addEventListener("input", () => {
      const year = byId(id).value.trim();
      byId(id).classList.toggle("wrong", year !== "" && !/^\d{1,4}$/.test(year));
      if (year === "" || /^\d{4}$/.test(year)) change({ [id]: year });
    });
  }
  byId("document").addEventListener("focus", () => {
    if (!byId("document-names").children.length) {
      byId("document-names").append(...DOCUMENTS.document_id.slice(0, 2000).map((id, number) => el("option", { value: id }, titleOf(number))));
    }
  });
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("clear").addEventListener("click", () => change(Object.fromEntries(FILTERS.map((key) => [key, DEFAULTS[key]]))));
  byId("more").addEventListener("click", () => {
    const open = byId("filters").classList.toggle("open");
    byId("more").setAttribute("aria-expanded", String(open));
  });
  for (const button of document.querySelectorAll(".tabs button")) {
    button.addEventListener("click", () => change({ view: button.dataset.view, event: "", open: "" }, { enter: true }));
  }
  byId("previous").addEventListener("click", () => step(-1));
  byId("next").addEventListener("click", () => step(1));
  byId("close").addEventListener("click", closeReader);
  byId("only").addEventListener("click", () => change({ document: DOCUMENTS.document_id[opened.document], view: "events" }));
  byId("print").addEventListener("click", () => print());
}

function showControls(selection) {
  for (const id of ["q", "party", "document", "modality", "from", "to", "region", "status"]) {
    if (byId(id).value !== state[id] && document.activeElement !== byId(id)) byId(id).value = state[id];
  }
  byId("flagged").checked = state.flagged;
  for (const [group, counts] of [["action", selection.actions], ["certainty", selection.certainties]]) {
    for (const button of byId(group === "action" ? "actions" : "certainties").children) {
      button.setAttribute("aria-pressed", String(state[group].includes(button.dataset.value)));
      button.lastChild.textContent = format(counts.get(button.dataset.value) ?? 0);
    }
  }
  byId("clear").hidden = !isFiltered();
  const set = ["party", "from", "to", "document", "flagged"].filter((key) => state[key]).length
    + state.certainty.length + (state.modality === "asserted" ? 0 : 1);
  byId("more").textContent = set ? `Filters (${set})` : "Filters";
}

let shown = "";

/** Show the state. What depends on the filters alone is made again only if one of them has changed. */
function render() {
  document.body.dataset.view = state.view;
  for (const view of document.querySelectorAll(".view")) view.hidden = view.id !== `view-${state.view}`;
  for (const button of document.querySelectorAll(".tabs button")) {
    if (button.dataset.view === state.view) button.setAttribute("aria-current", "page");
    else button.removeAttribute("aria-current");
  }
  showReader();
  const key = JSON.stringify([...FILTERS, "sort", "region", "view", "status"].map((name) => state[name]));
  if (key === shown) {
    eventList.draw(true);
    documentList.draw(true);
    return;
  }
  shown = key;
  const selection = selectRows(state);
  showControls(selection);
  if (state.view === "events") {
    showTable(selection.rows);
    showTimeline(selection.timed);
    showMap(selection.rows);
  } else if (state.view === "documents") showDocuments();
}

function describeFilters() {
  const parts = [];
  if (state.action.length) parts.push(state.action.map((action) => DATA.actions[action]).join(" or "));
  if (state.party) parts.push(partyName(state.party));
  if (state.from || state.to) parts.push(`years ${state.from || "…"}–${state.to || "…"}`);
  if (state.certainty.length) parts.push(`certainty ${state.certainty.join(" or ")}`);
  if (state.document) parts.push(`document ${state.document}`);
  if (state.q) parts.push(`search ${state.q}`);
  if (state.flagged) parts.push("flagged");
  parts.push(state.modality === "all" ? "asserted or not" : state.modality);
  return parts.join(" · ");
}

/** A plain table of what is selected, since a virtual list has only the rows in view. */
function buildPrintSheet() {
  if (state.view !== "events") return;
  const rows = eventList.rows.slice(0, MOST_PRINTED);
  const cell = (tag, ...children) => el(tag, {}, ...children);
  byId("print-sheet").replaceChildren(
    el("p", { class: "note" }, `${plural(eventList.rows.length, "event")}: ${describeFilters()}`,
      eventList.rows.length > rows.length ? `. The first ${format(rows.length)} are printed.` : ""),
    el("table", {},
      el("thead", {}, el("tr", {}, ...["Date", "Action", "Parties", "Sentence", "Document"].map((title) => cell("th", title)))),
      el("tbody", {}, ...rows.map((i) => el("tr", { "data-action": valueOf("action", i) },
        cell("td", EVENTS.date[i] ?? ""), cell("td", actionTag(i)),
        cell("td", `${valueOf("country_name", i)} ${EVENTS.mutual[i] ? "↔" : "→"} ${valueOf("counterpart_name", i)}`),
        cell("td", EVENTS.quote[i]), cell("td", titleOf(documentOf[i])))))));
}

function buildCodebook() {
  const part = (title, labels, names = {}) => [el("h3", {}, title), el("dl", {}, ...Object.entries(labels).filter(([name]) => name)
    .flatMap(([name, meaning]) => [el("dt", {}, names[name] ?? name.replaceAll("_", " ")), el("dd", {}, meaning)]))];
  byId("codebook").append(...part("Actions", DATA.labels.action, DATA.actions), ...part("Forms", DATA.labels.form),
    ...part("Told as", DATA.labels.modality), ...part("Certainty", DATA.labels.certainty),
    ...part("Where the date comes from", DATA.labels.datebasis), ...part("Flags", DATA.labels.flag));
}

const THEMES = ["auto", "light", "dark"];

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  byId("theme").textContent = { auto: "◐ Auto", light: "○ Light", dark: "● Dark" }[theme];
  try {
    localStorage.setItem("extractor-theme", theme);
  } catch { /* without storage the choice lasts as long as the page */ }
}

function savedTheme() {
  try {
    const theme = localStorage.getItem("extractor-theme");
    return THEMES.includes(theme) ? theme : "auto";
  } catch {
    return "auto";
  }
}

addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !byId("reader").hidden) closeReader();
  const typing = event.target.closest?.("input, select, textarea");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) {
    if (event.key === "Escape" && typing) byId("events").focus();
    return;
  }
  if (event.key === "/") byId("q").focus();
  else if (event.key === "n" && !byId("reader").hidden) step(1);
  else if (event.key === "p" && !byId("reader").hidden) step(-1);
  else return;
  event.preventDefault();
});
addEventListener("popstate", () => {
  state = readAddress();
  render();
});
addEventListener("beforeprint", buildPrintSheet);
addEventListener("DOMContentLoaded", () => {
  if (!byId("reader").hidden && opened.document < 0) showReader();
});
byId("theme").addEventListener("click", () => setTheme(THEMES[(THEMES.indexOf(document.documentElement.dataset.theme) + 1) % THEMES.length]));

setTheme(savedTheme());
buildControls();
buildCodebook();
render();
requestAnimationFrame(() => setTimeout(() => performance.mark("first view")));  // for whoever measures
