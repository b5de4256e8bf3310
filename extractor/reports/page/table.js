// The table of events.

const COLUMNS = [
  ["date", "Date"], ["action", "Action"], ["country", "Country"], ["counterpart", "Counterpart"],
  ["sentence", "Sentence"], ["certainty", "Certainty"], ["document", "Document"],
];

function eventHead() {
  return el("div", { class: "head", role: "row", "aria-rowindex": 1 }, ...COLUMNS.map(([name, title]) =>
    el("span", { class: name, role: "columnheader", "data-column": name }, name in SORT_KEYS
      ? el("button", { type: "button", class: "plain", onclick: () => sortBy(name) }, title) : title)));
}

/** Up, down, and back to the order of the documents. */
function sortBy(name) {
  change({ sort: state.sort === name ? `-${name}` : state.sort === `-${name}` ? "" : name });
}

function fillEvent(element, i) {
  element.dataset.action = valueOf("action", i);
  element.dataset.event = EVENTS.event_id[i];
  if (EVENTS.event_id[i] === state.event) element.classList.add("open");
  if (valueOf("modality", i) !== "asserted") element.classList.add("unasserted");
  const cell = (name, ...children) => el("span", { class: name, role: "gridcell" }, ...children);
  element.append(
    cell("date", el("time", {}, EVENTS.date[i] ?? "no date"), flagMark(i)),
    cell("action", actionTag(i)),
    cell("country", partyPart("country", i)),
    cell("counterpart", el("span", { class: "clamp" },
      el("i", { class: "to", "aria-hidden": "true" }, EVENTS.mutual[i] ? "↔ " : "→ "), partyPart("counterpart", i))),
    cell("sentence", el("span", {}, ...snippet(i))),
    cell("certainty", certaintyMark(i)),
    cell("document", el("span", { title: DOCUMENTS.document_id[documentOf[i]] }, titleOf(documentOf[i]))));
}

const eventList = new VirtualList(byId("events"), eventHead(), fillEvent, (i) => openEvent(i));

function showTable(rows) {
  for (const head of eventList.head.children) {
    const name = head.dataset.column;
    if (state.sort === name) head.setAttribute("aria-sort", "ascending");
    else if (state.sort === `-${name}`) head.setAttribute("aria-sort", "descending");
    else head.removeAttribute("aria-sort");
  }
  eventList.show(sortRows(rows, state.sort));
  const asserted = state.modality === "asserted" ? SIZE - assertedCount : 0;
  byId("count").replaceChildren(el("b", {}, format(rows.length)), ` of ${plural(SIZE, "event")}`,
    asserted && !isFiltered() ? ` · ${format(asserted)} planned, denied or otherwise not asserted are hidden` : "");
}

const assertedCount = EVENTS.modality.rows.reduce(
  (count, code) => count + (EVENTS.modality.values[code] === "asserted" ? 1 : 0), 0);
