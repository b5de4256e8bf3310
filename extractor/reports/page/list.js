// A list of which only the rows in view exist, however many there are. All rows are equally high: `--row` in the style.

class VirtualList {
  /** `fillRow(element, row)` puts a row's content into an empty element; `open(row)` is called for Enter and a click. */
  constructor(host, head, fillRow, open) {
    this.host = host;
    this.head = head;
    this.fillRow = fillRow;
    this.open = open;
    this.rows = [];
    this.active = -1;
    this.body = el("div", { class: "rows", role: "rowgroup" });
    host.append(head, this.body);
    host.addEventListener("scroll", () => this.draw(), { passive: true });
    addEventListener("scroll", () => this.draw(), { passive: true });
    new ResizeObserver(() => this.resize()).observe(host);
    host.addEventListener("keydown", (event) => this.press(event));
    this.body.addEventListener("click", (event) => {
      const element = event.target.closest("[data-place]");
      if (!element || String(getSelection())) return;
      this.active = Number(element.dataset.place);
      this.open(this.rows[this.active]);
    });
  }

  show(rows, { keep = false } = {}) {
    const before = this.rows[this.active];
    this.rows = rows;
    this.active = before === undefined ? -1 : rows.indexOf(before);
    this.host.setAttribute("aria-rowcount", rows.length + 1);
    if (!keep && this.scrolls()) this.host.scrollTop = 0;
    this.resize();
  }

  resize() {
    this.height = parseFloat(getComputedStyle(this.body).getPropertyValue("--row")) || 54;
    this.body.style.height = `${this.rows.length * this.height}px`;
    this.draw(true);
  }

  scrolls() {
    return getComputedStyle(this.host).overflowY !== "visible";
  }

  draw(anew = false) {
    const box = this.body.getBoundingClientRect(), view = this.host.getBoundingClientRect();
    const top = Math.max(view.top, 0) - box.top, bottom = Math.min(view.bottom, innerHeight) - box.top;
    const first = Math.max(0, Math.floor(top / this.height) - 4);
    const last = Math.min(this.rows.length, Math.ceil(bottom / this.height) + 4);
    if (!anew && first === this.first && last === this.last) return;
    this.first = first;
    this.last = last;
    const elements = [];
    for (let place = first; place < last; place++) elements.push(this.element(place));
    this.body.replaceChildren(...elements);
    if (this.active >= 0) this.host.setAttribute("aria-activedescendant", `${this.host.id}-${this.active}`);
    else this.host.removeAttribute("aria-activedescendant");
  }

  element(place) {
    const element = el("div", {
      class: place === this.active ? "row active" : "row", role: "row", id: `${this.host.id}-${place}`,
      "data-place": place, "aria-rowindex": place + 2, "aria-selected": place === this.active ? "true" : "false",
    });
    element.style.top = `${place * this.height}px`;
    this.fillRow(element, this.rows[place]);
    return element;
  }

  /** Make a row the active one and bring it into view. */
  activate(place) {
    this.active = Math.max(0, Math.min(this.rows.length - 1, place));
    if (!this.rows.length) return;
    const top = this.active * this.height, head = this.head.offsetHeight;
    if (this.scrolls()) {
      const shown = this.host.clientHeight - head;
      if (top < this.host.scrollTop) this.host.scrollTop = top;
      else if (top + this.height > this.host.scrollTop + shown) this.host.scrollTop = top + this.height - shown;
    } else {
      const at = this.body.getBoundingClientRect().top + top;
      if (at < 120) scrollBy(0, at - 120);
      else if (at + this.height > innerHeight) scrollBy(0, at + this.height - innerHeight);
    }
    this.draw(true);
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== this.host) return;
    const page = Math.max(1, Math.floor(this.host.clientHeight / this.height) - 1);
    const steps = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    if (event.key in steps) this.activate(this.active < 0 && steps[event.key] === 1 ? 0 : this.active + steps[event.key]);
    else if (event.key === "Enter" && this.rows[this.active] !== undefined) this.open(this.rows[this.active]);
    else return;
    event.preventDefault();
  }
}
