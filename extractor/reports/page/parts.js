// Small parts of the page. Text goes in as text nodes only: nothing that a document says can become markup.

const byId = (id) => document.getElementById(id);
const numberFormat = new Intl.NumberFormat("en");
const format = (number) => numberFormat.format(number);
const plural = (number, noun) => `${format(number)} ${noun}${number === 1 ? "" : "s"}`;

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

/** An HTML element; children are elements and texts. */
function el(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

function svg(tag, attributes, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

/** A text in pieces, with the first place of every term in it marked. `marks`: [start, end, class], not overlapping. */
function marked(text, marks) {
  const pieces = [];
  let at = 0;
  for (const [start, end, name] of marks.sort((one, other) => one[0] - other[0])) {
    if (start < at) continue;
    pieces.push(text.slice(at, start), el("mark", { class: name }, text.slice(start, end)));
    at = end;
  }
  pieces.push(text.slice(at));
  return pieces.filter((piece) => piece !== "");
}

/** A row's sentence with its trigger marked, cut at the front where the trigger would stand too far back. */
function snippet(i, room = 90) {
  const quote = EVENTS.quote[i], trigger = valueOf("trigger", i);
  const found = quote.indexOf(trigger);
  let from = 0;
  if (found > room) {
    from = quote.lastIndexOf(" ", found - room * 0.6) + 1;
  }
  const shown = from ? `… ${quote.slice(from)}` : quote;
  const start = found < 0 ? -1 : found - from + (from ? 2 : 0);
  return start < 0 ? [shown] : marked(shown, [[start, start + trigger.length, "trigger"]]);
}

function actionTag(i) {
  const form = valueOf("form", i), action = valueOf("action", i), modality = valueOf("modality", i);
  return el("span", { class: "tag", title: DATA.labels.form[form] }, el("i", { class: "dot" }), el("b", {}, DATA.actions[action]),
    FORM_SAYS_MORE.has(form) ? el("span", { class: "form" }, form) : null,
    modality === "asserted" ? null : el("em", { title: DATA.labels.modality[modality] }, modality));
}

const FORM_SAYS_MORE = new Set(["recognition", "resumption", "suspended", "derecognition"]);

function certaintyMark(i) {
  const tiers = Object.keys(DATA.labels.certainty), tier = valueOf("certainty", i);
  const full = tiers.length - tiers.indexOf(tier);
  return el("span", { class: "tier", title: `${tier} certainty: ${DATA.labels.certainty[tier]}` },
    "●".repeat(full), el("span", { class: "off" }, "●".repeat(tiers.length - full)), el("span", { class: "hidden" }, tier));
}

function flagMark(i) {
  const flags = EVENTS.flags[i];
  if (!flags.length) return null;
  const reasons = flags.map((flag) => DATA.labels.flag[DATA.flags[flag]]);
  return el("span", { class: "flag", title: reasons.join("; ") }, "⚑", el("span", { class: "hidden" }, reasons.join("; ")));
}

function partyPart(column, i) {
  return el("span", { class: `party-name ${column}` }, valueOf(`${column}_name`, i), " ", el("small", {}, valueOf(column, i)));
}
