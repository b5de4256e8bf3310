// Events by year, stacked by action. Dragging over the years selects them; a click on a bar selects its years.

const TIMELINE = { width: 640, height: 170, left: 34, right: 8, top: 8, bottom: 20 };  // pixels
const YEARS = firstYear.filter(Boolean);
const YEAR_SPAN = YEARS.length
  ? [YEARS.reduce((a, b) => Math.min(a, b)), lastYear.reduce((a, b) => Math.max(a, b))] : null;

/** Years in one bar: enough for bars that can be hit. */
function yearsPerBar([first, last]) {
  return [1, 2, 5, 10, 20, 50].find((years) => (last - first + 1) / years <= TIMELINE.width / 6) ?? 100;
}

let timelineRows = [];

function showTimeline(rows) {
  const figure = byId("timeline"), chart = figure.querySelector(".chart"), note = figure.querySelector(".note");
  if (!YEAR_SPAN) {
    note.textContent = "no event has a year";
    return;
  }
  TIMELINE.width = Math.max(200, chart.clientWidth);
  TIMELINE.height = Math.max(90, chart.clientHeight);
  timelineRows = rows;
  const step = yearsPerBar(YEAR_SPAN);
  const start = Math.floor(YEAR_SPAN[0] / step) * step;
  const bars = Math.floor((YEAR_SPAN[1] - start) / step) + 1;
  const counts = ACTIONS.map(() => new Int32Array(bars));
  const place = EVENTS.action.values.map((action) => ACTIONS.indexOf(action));
  let undated = 0;
  for (const i of rows) {
    if (!firstYear[i]) undated++;
    else counts[place[EVENTS.action.rows[i]]][Math.floor((firstYear[i] - start) / step)]++;
  }
  const totals = Array.from({ length: bars }, (_, bar) => counts.reduce((sum, one) => sum + one[bar], 0));
  const { width, height, left, right, top, bottom } = TIMELINE;
  const most = niceCeiling(Math.max(1, ...totals)), wide = (width - left - right) / bars, tall = height - top - bottom;
  const x = (bar) => left + bar * wide, y = (count) => top + tall * (1 - count / most);
  const picture = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": "Events by year" });
  for (const count of [most / 2, most]) {
    picture.append(svg("line", { class: "grid", x1: left, x2: width - right, y1: y(count), y2: y(count) }),
      svg("text", { class: "axis", x: left - 5, y: y(count) + 3.5, "text-anchor": "end" }, format(count)));
  }
  const labelEvery = [1, 2, 5, 10, 20, 25, 50, 100].find((years) => years >= step && (bars * step) / years <= TIMELINE.width / 48) ?? 200;
  for (let year = Math.ceil(start / labelEvery) * labelEvery; year <= YEAR_SPAN[1]; year += labelEvery) {
    const at = x((year - start) / step);
    picture.append(svg("text", { class: "axis", x: at + Math.min(wide / 2, 6), y: height - 6, "text-anchor": "middle" }, String(year)));
  }
  const gap = wide > 5 ? 1 : 0.3;
  for (let bar = 0; bar < bars; bar++) {
    let sum = 0;
    for (const [number, action] of ACTIONS.entries()) {
      const count = counts[number][bar];
      if (!count) continue;
      picture.append(svg("rect", { "data-action": action, x: x(bar), width: wide - gap, y: y(sum + count), height: y(sum) - y(sum + count) }));
      sum += count;
    }
    const first = start + bar * step, last = first + step - 1;
    const split = ACTIONS.map((action, number) => [DATA.actions[action], counts[number][bar]]).filter(([, count]) => count);
    picture.append(svg("rect", { class: "hit", "data-bar": bar, x: x(bar), width: wide, y: top, height: tall },
      svg("title", {}, `${step > 1 ? `${first}–${last}` : first}: ${split.map(([name, count]) => `${format(count)} ${name}`).join(", ") || "none"}`)));
  }
  picture.append(svg("line", { class: "base", x1: left, x2: width - right, y1: y(0), y2: y(0) }));
  if (state.from || state.to) {
    const from = state.from ? Math.max((Number(state.from) - start) / step, 0) : 0;
    const to = state.to ? Math.min((Number(state.to) + 1 - start) / step, bars) : bars;
    if (to > from) {
      picture.append(svg("rect", { class: "outside", x: left, width: x(from) - left, y: top, height: tall }),
        svg("rect", { class: "outside", x: x(to), width: width - right - x(to), y: top, height: tall }));
    }
  }
  selectYears(picture, start, step, bars);
  chart.replaceChildren(picture);
  note.textContent = undated ? `${plural(undated, "event")} without a year` : "";
}

function niceCeiling(count) {
  const unit = 10 ** Math.floor(Math.log10(count));
  return [1, 2, 4, 5, 6, 8, 10].map((factor) => factor * unit).find((limit) => limit >= count && (limit % 2 === 0 || limit < 2)) ?? 10 * unit;
}

function selectYears(picture, start, step, bars) {
  const barAt = (event) => {
    const box = picture.getBoundingClientRect(), scale = TIMELINE.width / box.width;
    const wide = (TIMELINE.width - TIMELINE.left - TIMELINE.right) / bars;
    return Math.max(0, Math.min(bars - 1, Math.floor(((event.clientX - box.left) * scale - TIMELINE.left) / wide)));
  };
  const years = (one, other) => [start + Math.min(one, other) * step, start + Math.max(one, other) * step + step - 1];
  let from = null;
  picture.addEventListener("pointerdown", (event) => {
    if (event.button === 0) from = barAt(event);
  });
  picture.addEventListener("pointermove", (event) => {
    if (from === null) return;
    const last = barAt(event);
    for (const bar of picture.querySelectorAll(".hit")) {
      const number = Number(bar.dataset.bar);
      bar.classList.toggle("chosen", number >= Math.min(from, last) && number <= Math.max(from, last));
    }
  });
  picture.addEventListener("pointerleave", () => {
    from = null;
    for (const bar of picture.querySelectorAll(".chosen")) bar.classList.remove("chosen");
  });
  picture.addEventListener("pointerup", (event) => {
    if (from === null) return;
    const [first, last] = years(from, barAt(event));
    from = null;
    const same = state.from === String(first) && state.to === String(last);
    change(same ? { from: "", to: "" } : { from: String(first), to: String(last) });
  });
}

new ResizeObserver(() => {
  const chart = byId("timeline").querySelector(".chart");
  if (chart.clientWidth && (chart.clientWidth !== TIMELINE.width || chart.clientHeight !== TIMELINE.height)) showTimeline(timelineRows);
}).observe(byId("timeline"));
