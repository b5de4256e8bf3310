// The state of the page: filters, view, order and what is open. It is kept in the address behind "#".

const DEFAULTS = {
  q: "", party: "", action: [], certainty: [], modality: "asserted", from: "", to: "", document: "", flagged: false,
  sort: "", view: "events", status: "", region: "world", event: "", open: "",
};
const FILTERS = ["q", "party", "action", "certainty", "modality", "from", "to", "document", "flagged"];

let state = readAddress();

function readAddress() {
  const parameters = new URLSearchParams(location.hash.slice(1));
  const found = { ...DEFAULTS };
  for (const [key, standard] of Object.entries(DEFAULTS)) {
    if (!parameters.has(key)) continue;
    const text = parameters.get(key);
    found[key] = Array.isArray(standard) ? text.split(",").filter(Boolean)
      : typeof standard === "boolean" ? text === "1" : text;
  }
  found.action = found.action.filter((action) => action in DATA.actions);
  found.certainty = found.certainty.filter((tier) => tier in DATA.labels.certainty);
  for (const key of ["from", "to"]) found[key] = /^\d{1,4}$/.test(found[key]) ? found[key] : "";
  if (!(found.modality in DATA.labels.modality) && found.modality !== "all") found.modality = DEFAULTS.modality;
  if (!document.getElementById(`view-${found.view}`)) found.view = DEFAULTS.view;
  return found;
}

function addressOf(some) {
  const parameters = new URLSearchParams();
  for (const [key, standard] of Object.entries(DEFAULTS)) {
    const value = some[key];
    if (String(value) === String(standard)) continue;
    parameters.set(key, value === true ? "1" : String(value));
  }
  return `#${parameters}`;
}

let written = 0;

/** Change the state and show it. `enter`: as a step that the browser's Back undoes. */
function change(some, { enter = false } = {}) {
  state = { ...state, ...some };
  clearTimeout(written);
  if (enter) history.pushState(null, "", addressOf(state));
  // Browsers limit how often an address may change, and typing is quicker than that.
  else written = setTimeout(() => history.replaceState(null, "", addressOf(state)), 120);
  render();
}

function isFiltered() {
  return FILTERS.some((key) => String(state[key]) !== String(DEFAULTS[key]));
}
