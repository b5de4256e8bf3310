// Which rows are selected. One pass over the table gives the selection and what every facet would count without itself.

const BY = { action: 1, years: 2, certainty: 4, rest: 8 };

/** The parts of a search: words, and phrases between quotation marks. */
function searchTerms(text) {
  return [...fold(text).matchAll(/"([^"]+)"|(\S+)/g)].map((match) => match[1] ?? match[2].replaceAll('"', ""))
    .filter(Boolean);
}

/** Which values of a coded column are meant: one byte for each. */
function meant(name, test) {
  return Uint8Array.from(EVENTS[name].values, (value) => (test(value) ? 1 : 0));
}

function documentsMeant(words) {
  const exact = documentNumber.get(words);
  if (exact !== undefined) return (number) => number === exact;
  const terms = searchTerms(words);
  const found = DOCUMENTS.document_id.map((id, number) => {
    const text = fold(`${id} ${DOCUMENTS.title[number]}`);
    return terms.every((term) => text.includes(term));
  });
  return (number) => found[number];
}

/**
 * Rows that pass all filters, in the order of the table, with the counts of the facets: `actions` and `certainties`
 * without their own filter, and `timed`, the rows that pass all filters but that of years.
 */
function selectRows(filter) {
  const actions = EVENTS.action.rows, tiers = EVENTS.certainty.rows;
  const action = meant("action", (value) => !filter.action.length || filter.action.includes(value));
  const certainty = meant("certainty", (value) => !filter.certainty.length || filter.certainty.includes(value));
  const modality = meant("modality", (value) => filter.modality === "all" || filter.modality === value);
  const country = meant("country", (value) => !filter.party || filter.party === value);
  const counterpart = meant("counterpart", (value) => !filter.party || filter.party === value);
  const inDocument = filter.document ? documentsMeant(filter.document) : null;
  const terms = searchTerms(filter.q);
  const from = filter.from ? Number(filter.from) : -Infinity, to = filter.to ? Number(filter.to) : Infinity;
  const dated = filter.from || filter.to;
  const rows = [], timed = [];
  const result = { rows, timed, actions: new Map(), certainties: new Map() };
  for (let i = 0; i < SIZE; i++) {
    let out = 0;
    if (!modality[EVENTS.modality.rows[i]]) continue;
    if (!country[EVENTS.country.rows[i]] && !counterpart[EVENTS.counterpart.rows[i]]) continue;
    if (filter.flagged && !EVENTS.flags[i].length) continue;
    if (inDocument && !inDocument(documentOf[i])) continue;
    if (!action[actions[i]]) out |= BY.action;
    if (!certainty[tiers[i]]) out |= BY.certainty;
    if (dated && !(firstYear[i] && lastYear[i] >= from && firstYear[i] <= to)) out |= BY.years;
    if (out && out !== BY.action && out !== BY.years && out !== BY.certainty) continue;
    if (terms.length) {
      const text = haystack(i);
      if (!terms.every((term) => text.includes(term))) continue;
    }
    if (!(out & ~BY.action)) add(result.actions, EVENTS.action.values[actions[i]]);
    if (!(out & ~BY.certainty)) add(result.certainties, EVENTS.certainty.values[tiers[i]]);
    if (!(out & ~BY.years)) timed.push(i);
    if (!out) rows.push(i);
  }
  return result;
}

function add(counts, key, amount = 1) {
  counts.set(key, (counts.get(key) ?? 0) + amount);
}

const SORT_KEYS = {
  date: (i) => EVENTS.date[i] ?? "~",
  action: (i) => `${ACTIONS.indexOf(valueOf("action", i))} ${valueOf("form", i)}`,
  country: (i) => valueOf("country_name", i),
  counterpart: (i) => valueOf("counterpart_name", i),
  certainty: (i) => String(Object.keys(DATA.labels.certainty).indexOf(valueOf("certainty", i))),
  document: (i) => titleOf(documentOf[i]),
};
const ranks = {};

/** Every row's place in the order of a column, from one sorting of the whole table. */
function rankOf(name) {
  if (!ranks[name]) {
    const keys = Array.from({ length: SIZE }, (_, i) => SORT_KEYS[name](i));
    const distinct = [...new Set(keys)].sort(new Intl.Collator("en").compare);
    const place = new Map(distinct.map((key, rank) => [key, rank]));
    ranks[name] = Int32Array.from(keys, (key) => place.get(key));
  }
  return ranks[name];
}

/** Sort rows by "date", "-date" and so on; equal rows stay in the order of the table. */
function sortRows(rows, order) {
  const name = order.replace(/^-/, "");
  if (!(name in SORT_KEYS)) return rows;
  const rank = rankOf(name), sign = order.startsWith("-") ? -1 : 1;
  return rows.slice().sort((one, other) => sign * (rank[one] - rank[other]) || one - other);
}
