// The documents: what was read, what was found in it, and why something could not be read.

function documentHead() {
  return el("div", { class: "head", role: "row", "aria-rowindex": 1 },
    ...[["title", "Document"], ["published", "Published"], ["size", "Characters"], ["events", "Events"], ["status", "Status"]]
      .map(([name, title]) => el("span", { class: name, role: "columnheader" }, title)));
}

function fillDocument(element, number) {
  const status = DOCUMENTS.status[number];
  element.classList.add(status);
  if (DOCUMENTS.document_id[number] === state.open) element.classList.add("open");
  const cell = (name, ...children) => el("span", { class: name, role: "gridcell" }, ...children);
  element.append(
    cell("title", el("b", {}, titleOf(number)), el("small", {}, DOCUMENTS.document_id[number])),
    cell("published", DOCUMENTS.published[number]),
    cell("size", format(DOCUMENTS.characters[number])),
    cell("events", DOCUMENTS.events[number] ? format(DOCUMENTS.events[number]) : "–"),
    cell("status", el("b", { title: DATA.labels.status[status] }, status), " ", el("span", {}, DOCUMENTS.error[number])));
}

const documentList = new VirtualList(byId("documents"), documentHead(), fillDocument, (number) => openDocument(number));

function showDocuments() {
  const terms = searchTerms(state.q), inDocument = state.document ? documentsMeant(state.document) : null;
  const rows = [];
  for (let number = 0; number < DOCUMENTS.document_id.length; number++) {
    if (state.status && DOCUMENTS.status[number] !== state.status) continue;
    if (inDocument && !inDocument(number)) continue;
    const text = terms.length ? fold(`${DOCUMENTS.document_id[number]} ${DOCUMENTS.title[number]} ${DOCUMENTS.error[number]}`) : "";
    if (terms.every((term) => text.includes(term))) rows.push(number);
  }
  const order = ["failed", "skipped", "empty", "ok"];
  rows.sort((one, other) => order.indexOf(DOCUMENTS.status[one]) - order.indexOf(DOCUMENTS.status[other]) || one - other);
  documentList.show(rows);
  byId("document-count").replaceChildren(el("b", {}, format(rows.length)), ` of ${plural(DOCUMENTS.document_id.length, "document")}`);
}
