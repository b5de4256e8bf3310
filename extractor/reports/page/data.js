// The tables that the page was given. A coded column has its few values once and, for every row, the number of one.

const DATA = JSON.parse(document.getElementById("data").textContent);
const EVENTS = DATA.events;
const DOCUMENTS = DATA.documents;
const PARTIES = DATA.parties;
const SIZE = EVENTS.event_id.length;
const ACTIONS = Object.keys(DATA.actions);

for (const column of Object.values(EVENTS)) {
  if (column.rows) column.rows = Int32Array.from(column.rows);
}

/** The value of a coded column in row `i`. */
function valueOf(name, i) {
  const column = EVENTS[name];
  return column.values[column.rows[i]];
}

/** Number of each document by its id, and of each event by its id. */
const documentNumber = new Map(DOCUMENTS.document_id.map((id, number) => [id, number]));
const eventNumber = new Map(EVENTS.event_id.map((id, number) => [id, number]));

/** For every event, the number of its document. */
const documentOf = Int32Array.from(EVENTS.document_id.rows, (code) =>
  documentNumber.get(EVENTS.document_id.values[code]));

/** First and last year of every event; 0 where there is none. */
const firstYear = Int32Array.from(EVENTS.year, (year) => year ?? 0);
const lastYear = Int32Array.from(EVENTS.year_end, (year, i) => year ?? firstYear[i]);

function titleOf(number) {
  return DOCUMENTS.title[number] || DOCUMENTS.document_id[number];
}

function partyName(code) {
  return PARTIES[code] ? PARTIES[code].name : code;
}

/** Small letters without accents, so that "Cote" finds "Côte". */
function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

const haystacks = new Array(SIZE);

/** What a search looks at in row `i`, folded. */
function haystack(i) {
  return (haystacks[i] ??= fold([
    EVENTS.quote[i], valueOf("country_name", i), valueOf("country", i), valueOf("counterpart_name", i),
    valueOf("counterpart", i), valueOf("form", i), EVENTS.date[i] ?? "", titleOf(documentOf[i]),
    DOCUMENTS.document_id[documentOf[i]],
  ].join("\n")));
}

/** The text of a document with the places of its events; null while the page is still loading. */
function textOf(number) {
  // The texts stand behind this script, one element a document, and are read when they are first needed.
  const element = document.getElementById(`text-${number}`);
  return element ? JSON.parse(element.textContent) : null;
}
