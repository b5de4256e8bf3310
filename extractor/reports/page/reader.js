// One document beside the table: its text as read, with the sentences of its events and the parts of each marked.

const STATES = {
  none: "This document has no text that could be read.",
  missing: "The text of this document is not at hand, so only the sentences of its events are shown. Name the folder of the documents (--corpus) when you make the report, or keep the texts when you extract (--keep-text).",
  changed: "The document has changed since it was read, so only the sentences of its events are shown.",
  left_out: "The text was left out to keep this page small, so only the sentences of its events are shown.",
};
const PARTY_ROLES = new Set(["country", "counterpart"]);

let opened = { document: -1, event: -1, places: [], pieces: [] };

function openEvent(i) {
  change({ event: EVENTS.event_id[i], open: "" }, { enter: !state.event && !state.open });
}

function openDocument(number) {
  change({ open: DOCUMENTS.document_id[number], event: "" }, { enter: !state.event && !state.open });
}

function closeReader() {
  const list = state.view === "documents" ? documentList : eventList;
  change({ event: "", open: "" });
  list.host.focus({ preventScroll: true });
}

function showReader() {
  const event = eventNumber.get(state.event) ?? -1;
  const number = event >= 0 ? documentOf[event] : documentNumber.get(state.open) ?? -1;
  const reader = byId("reader");
  document.body.classList.toggle("reading", number >= 0);
  reader.hidden = number < 0;
  if (number < 0) {
    opened = { document: -1, event: -1, places: [], pieces: [] };
    return;
  }
  if (number !== opened.document) showDocument(number);
  const first = event !== opened.event;
  opened.event = event;
  showCard(event);
  for (const piece of opened.pieces) mark(piece, event);
  if (first) bringIntoView(event);
}

function showDocument(number) {
  const found = textOf(number);
  opened = { document: found ? number : -1, event: -2, places: found ? found.events : [], pieces: [] };
  byId("reader-title").textContent = titleOf(number);
  byId("reader-source").replaceChildren(...[
    DOCUMENTS.published[number] && `published ${DOCUMENTS.published[number]}`, DOCUMENTS.source[number],
    DOCUMENTS.document_id[number],
  ].filter(Boolean).flatMap((part, place) => [place ? " · " : "", el("span", {}, part)]));
  const why = found ? STATES[found.state] : "The page is still loading.";
  const reason = DOCUMENTS.error[number];
  byId("reader-state").hidden = !why && !reason;
  byId("reader-state").textContent = [why, reason && `${DOCUMENTS.status[number]}: ${reason}`].filter(Boolean).join(" ");
  byId("text").replaceChildren();
  byId("text").scrollTop = 0;
  byId("text").classList.toggle("quotes", Boolean(found) && !found.whole);
  if (found) opened.pieces = drawText(byId("text"), found);
}

/** Cut the text wherever a sentence or a mark begins or ends. A piece knows the events whose sentence or part it is. */
function drawText(host, found) {
  const cuts = new Set([0, found.text.length]);
  const spans = [];
  for (const [event, start, end, parts] of found.events) {
    spans.push({ event, start, end, role: "sentence", before: false });
    for (const [role, first, last, before] of parts) spans.push({ event, start: first, end: last, role, before: Boolean(before) });
  }
  for (const span of spans) cuts.add(span.start).add(span.end);
  const places = [...cuts].sort((one, other) => one - other);
  spans.sort((one, other) => one.start - other.start);
  const pieces = [];
  let open = [], next = 0;
  for (let place = 0; place + 1 < places.length; place++) {
    const start = places[place], end = places[place + 1];
    open = open.filter((span) => span.end > start);
    while (next < spans.length && spans[next].start <= start) open.push(spans[next++]);
    const text = found.text.slice(start, end);
    if (!open.length) {
      host.append(text);
      continue;
    }
    const element = el("span", {}, text);
    pieces.push({ element, spans: open });
    host.append(element);
  }
  for (const piece of pieces) {
    const events = [...new Set(piece.spans.filter((span) => !span.before).map((span) => span.event))];
    const trigger = piece.spans.find((span) => span.role === "trigger");
    piece.element.addEventListener("click", () => {
      if (!events.length || String(getSelection())) return;
      openEvent(trigger && trigger.event !== opened.event ? trigger.event : events[(events.indexOf(opened.event) + 1) % events.length]);
    });
    if (trigger) {
      fill(piece.element, { tabindex: 0, role: "button", onkeydown: (event) => {
        if (event.key === "Enter") openEvent(trigger.event);
      } }, []);
    }
  }
  return pieces;
}

/** A piece's looks: marks of the selected event stand out, those of the others are faint, those before only if selected. */
function mark(piece, selected) {
  const own = piece.spans.filter((span) => span.event === selected);
  const roles = new Set((own.length ? own : piece.spans.filter((span) => !span.before)).map((span) => span.role));
  const trigger = (own.find((span) => span.role === "trigger") ?? piece.spans.find((span) => span.role === "trigger"));
  const names = [];
  if (roles.has("sentence") || own.length) names.push(own.length ? "on" : "sentence");
  if (roles.has("trigger")) names.push("trigger");
  if (roles.has("date")) names.push("date");
  if ([...roles].some((role) => PARTY_ROLES.has(role))) names.push("party");
  if (own.length && own.every((span) => span.before)) names.push("before");
  piece.element.className = names.join(" ");
  if (trigger) piece.element.dataset.action = valueOf("action", trigger.event);
}

function bringIntoView(event) {
  const host = byId("text");
  const piece = opened.pieces.find((one) => one.spans.some((span) => span.event === event && span.role === "trigger"))
    ?? opened.pieces.find((one) => one.spans.some((span) => span.event === event && span.role === "sentence"));
  if (!piece) return;
  const box = piece.element.getBoundingClientRect(), view = host.getBoundingClientRect();
  host.scrollTop += box.top - view.top - view.height * 0.38;
}

function showCard(event) {
  const order = opened.places.map(([number]) => number);
  const place = order.indexOf(event);
  byId("position").textContent = order.length ? `${place < 0 ? "–" : place + 1} of ${format(order.length)}` : "no events";
  byId("previous").disabled = !order.length || place === 0;
  byId("next").disabled = !order.length || place === order.length - 1;
  byId("card").replaceChildren(...(event < 0 ? [] : [cardOf(event)]));
}

function cardOf(i) {
  const basis = valueOf("date_basis", i), tier = valueOf("certainty", i), modality = valueOf("modality", i);
  const named = new Map((opened.places.find(([number]) => number === i)?.[3] ?? []).map(([role, , , before]) => [role, before]));
  const unnamed = ["country", "counterpart"].filter((role) => named.get(role) !== 0)
    .map((role) => `${valueOf(`${role}_name`, i)} (${named.get(role) ? "named before" : "from the context"})`);
  const row = (name, ...value) => [el("dt", {}, name), el("dd", {}, ...value)];
  return el("div", { class: "card", "data-action": valueOf("action", i) },
    el("p", { class: "what" }, actionTag(i), el("time", {}, EVENTS.date[i] ?? "no date")),
    el("p", { class: "who" }, partyPart("country", i), el("i", { class: "to" }, EVENTS.mutual[i] ? "↔" : "→"), partyPart("counterpart", i)),
    el("dl", {},
      ...row("date", EVENTS.date[i] ? DATA.labels.datebasis[basis] : DATA.labels.datebasis[""]),
      ...row("certainty", certaintyMark(i), ` ${tier}: ${DATA.labels.certainty[tier]}`),
      ...(modality === "asserted" ? [] : row("told as", `${modality}: ${DATA.labels.modality[modality]}`)),
      ...(unnamed.length ? row("not in the sentence", unnamed.join(", ")) : []),
      ...EVENTS.flags[i].flatMap((flag) => row("flag", flagMark(i), ` ${DATA.labels.flag[DATA.flags[flag]]}`)),
      ...row("rule", el("code", {}, valueOf("rule", i)))));
}

/** Go to the next (1) or previous (-1) event of the open document. */
function step(by) {
  const order = opened.places.map(([number]) => number);
  const next = order[Math.max(0, Math.min(order.length - 1, order.indexOf(opened.event) + by))];
  if (next !== undefined) openEvent(next);
}
