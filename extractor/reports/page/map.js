// Events by state on a map, and beside it the parties that have no place there: states that are gone, organizations.

const REGIONS = {
  world: ["World", "60 0 1880 830"], europe: ["Europe", "930 105 330 210"], africa: ["Africa", "850 260 460 440"],
  middle_east: ["Middle East", "1110 200 320 240"], asia: ["Asia", "1180 120 700 430"],
  americas: ["Americas", "180 60 720 770"], caribbean: ["Caribbean", "470 330 260 180"], oceania: ["Oceania", "1500 400 500 370"],
};
const SHADES = 6;

function showMap(rows) {
  const figure = byId("map"), counts = countParties(rows);
  const shapes = figure.querySelector("svg") ?? drawMap(figure.querySelector(".chart"));
  const others = [...counts].filter(([code]) => code !== state.party && PARTIES[code]?.kind === "state");
  const most = Math.max(1, ...others.map(([, count]) => count));
  figure.dataset.action = state.action.length === 1 ? state.action[0] : "";
  shapes.setAttribute("viewBox", (REGIONS[state.region] ?? REGIONS.world)[1]);
  for (const shape of shapes.querySelectorAll("[data-code]")) {
    const code = shape.dataset.code, count = counts.get(code) ?? 0;
    shape.dataset.shade = count ? Math.min(SHADES, 1 + Math.floor((SHADES - 1) * Math.sqrt(count / most) + 1e-9)) : 0;
    shape.classList.toggle("chosen", code === state.party);
    shape.lastChild.textContent = `${partyName(code)}: ${plural(count, "event")}`;
  }
  showBeside(figure.querySelector(".beside"), counts);
  figure.querySelector(".note").textContent = `up to ${plural(most, "event")} a state`;
}

function countParties(rows) {
  const codes = new Map();
  for (const name of ["country", "counterpart"]) {
    const column = EVENTS[name], counts = new Int32Array(column.values.length);
    for (const i of rows) counts[column.rows[i]]++;
    column.values.forEach((code, number) => counts[number] && add(codes, code, counts[number]));
  }
  return codes;
}

function drawMap(chart) {
  const picture = svg("svg", { role: "img", "aria-label": "Events by state; the list of parties gives the same counts" });
  const points = svg("g", {});
  for (const [code, path] of Object.entries(DATA.world)) {
    const [x, y] = path.startsWith("M") ? [] : path.split(",");
    const attributes = code ? { "data-code": code } : { class: "other" };
    const shape = x ? svg("circle", { ...attributes, cx: x, cy: y, r: 5 }) : svg("path", { ...attributes, d: path });
    shape.append(svg("title", {}, code ? partyName(code) : "no code"));
    (x ? points : picture).append(shape);
  }
  picture.append(points);
  picture.addEventListener("click", (event) => {
    const code = event.target.closest("[data-code]")?.dataset.code;
    if (code && PARTIES[code]) change({ party: code === state.party ? "" : code });
  });
  chart.append(picture);
  return picture;
}

function showBeside(beside, counts) {
  const listed = (kind, most) => [...counts].filter(([code]) => PARTIES[code]?.kind === kind)
    .sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1)).slice(0, most);
  const list = (title, found) => found.length ? [el("h3", {}, title), el("ul", {}, ...found.map(([code, count]) =>
    el("li", {}, el("button", {
      type: "button", class: "plain", "aria-pressed": code === state.party ? "true" : "false",
      onclick: () => change({ party: code === state.party ? "" : code }),
    }, el("span", {}, partyName(code)), " ", el("b", {}, format(count))))))] : [];
  beside.replaceChildren(...list("Dissolved states", listed("gone", 12)), ...list("Organizations", listed("organization", 8)),
    ...list("States", listed("state", 8)));
}
