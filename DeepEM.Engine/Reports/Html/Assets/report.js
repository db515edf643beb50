
"use strict";
// The page is whole without this script; it adds marks, sorting, and the rings on the micrographs. Texts from data are
// only ever put into text nodes.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = id => document.getElementById(id);
  const element = (name, text) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const counted = (count, one, several = one + "s") => count.toLocaleString("en") + " " + (count === 1 ? one : several);

  // Marks outlive a reload where the browser lets a page keep something.
  const kept = {
    key: "deepem-marks-" + data.key,
    read() {
      try { return JSON.parse(localStorage.getItem(this.key)) || {}; } catch { return {}; }
    },
    write(marks) {
      try { localStorage.setItem(this.key, JSON.stringify(marks)); return true; } catch { return false; }
    },
  };

  const table = byId("classes");
  const rows = table ? [...table.tBodies[0].rows] : [];
  const isGood = row => row.classList.contains("good");
  const goodClasses = () => rows.filter(isGood).map(row => Number(row.dataset.class)).sort((a, b) => a - b);
  const listeners = [];

  function mark(row, good) {
    row.classList.toggle("good", good);
    row.classList.toggle("bad", !good);
    row.querySelector(".mark").textContent = good ? "good" : "bad";
    row.setAttribute("aria-label", "class " + row.dataset.class + ", " + counted(Number(row.dataset.picks), "pick")
      + ", marked " + (good ? "good" : "bad"));
  }

  function marked() {
    const good = rows.filter(isGood);
    const sum = some => some.reduce((all, row) => all + Number(row.dataset.picks), 0);
    const share = sum(rows) > 0 ? Math.round(100 * sum(good) / sum(rows)) : 0;
    const particles = good.reduce((all, row) => all + row.dataset.picks * row.dataset.probability, 0);
    byId("tally").textContent = good.length + " of " + counted(rows.length, "class", "classes")
      + " marked good. They hold " + counted(sum(good), "pick") + ", " + share + " % of all that have a class; about "
      + Math.round(particles).toLocaleString("en") + " particles are to be expected among them.";
    const marks = {};
    for (const row of rows) if ((isGood(row) ? "good" : "bad") !== row.dataset.proposed) marks[row.dataset.class] = isGood(row);
    const stays = kept.write(marks);
    byId("kept").textContent = stays
      ? "Your browser keeps these marks for this file. Downloads go to its folder for downloads: put good.txt where you"
        + " give the command, or write its path there."
      : "Your browser does not keep marks: download good.txt before you leave the page.";
    for (const listener of listeners) listener();
  }

  function startClasses() {
    const marks = kept.read();
    for (const row of rows) {
      const own = marks[row.dataset.class];
      mark(row, typeof own === "boolean" ? own : row.dataset.proposed === "good");
      row.tabIndex = -1;
      row.querySelector(".mark").tabIndex = -1;
    }
    rows[0].tabIndex = 0;

    const set = (row, good) => { mark(row, good); marked(); };
    const goTo = row => {
      if (!row) return;
      for (const other of rows) other.tabIndex = other === row ? 0 : -1;
      row.focus();
    };
    const shown = () => [...table.tBodies[0].rows];
    const below = (row, direction) => {
      const box = row.getBoundingClientRect();
      const away = other => Math.abs(other.getBoundingClientRect().left - box.left);
      const tops = shown().map(other => other.getBoundingClientRect().top).filter(top => direction * (top - box.top) > 4);
      if (tops.length === 0) return null;
      const next = direction > 0 ? Math.min(...tops) : Math.max(...tops);
      return shown().filter(other => Math.abs(other.getBoundingClientRect().top - next) < 4)
        .reduce((best, other) => (away(other) < away(best) ? other : best));
    };

    table.tBodies[0].addEventListener("click", event => {
      const row = event.target.closest("tr");
      if (row && event.target.closest(".average, .mark")) {
        set(row, !isGood(row));
        goTo(row);
      }
    });
    table.tBodies[0].addEventListener("keydown", event => {
      const row = event.target.closest("tr");
      if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
      const all = shown();
      const place = all.indexOf(row);
      const actions = {
        ArrowRight: () => goTo(all[place + 1]), ArrowLeft: () => goTo(all[place - 1]),
        ArrowDown: () => goTo(below(row, 1)), ArrowUp: () => goTo(below(row, -1)),
        Home: () => goTo(all[0]), End: () => goTo(all[all.length - 1]),
        g: () => set(row, true), b: () => set(row, false), " ": () => set(row, !isGood(row)),
        Enter: () => set(row, !isGood(row)),
      };
      const action = actions[event.key] || actions[event.key.toLowerCase()];
      if (action) {
        event.preventDefault();
        action();
      }
    });

    for (const button of table.tHead.querySelectorAll("button")) {
      button.addEventListener("click", () => {
        const head = button.closest("th");
        const first = button.dataset.key === "class" || button.dataset.key === "resolution" ? "ascending" : "descending";
        const other = first === "ascending" ? "descending" : "ascending";
        const order = head.getAttribute("aria-sort") === first ? other : first;
        for (const one of table.tHead.querySelectorAll("th[aria-sort]")) one.setAttribute("aria-sort", "none");
        head.setAttribute("aria-sort", order);
        const sign = order === "ascending" ? 1 : -1;
        const value = row => Number(row.dataset[button.dataset.key]);
        table.tBodies[0].append(...[...rows].sort((a, b) => sign * (value(a) - value(b)) || a.dataset.class - b.dataset.class));
      });
    }

    for (const radio of document.querySelectorAll("#class-view input[name=view]")) {
      radio.addEventListener("change", () => {
        if (radio.checked) table.className = radio.value;
      });
    }
    byId("own-scale").addEventListener("change", event => {
      for (const average of document.querySelectorAll("svg[data-own]")) {
        const box = average.getAttribute("viewBox");
        average.setAttribute("viewBox", average.dataset.own);
        average.dataset.own = box;
      }
    });
    byId("save-marks").addEventListener("click", () => {
      const link = element("a");
      link.href = URL.createObjectURL(new Blob([goodClasses().map(one => one + "\n").join("")], { type: "text/plain" }));
      link.download = "good.txt";
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    });
    const all = choose => () => { for (const row of rows) mark(row, choose(row)); marked(); };
    byId("reset-marks").addEventListener("click", all(row => row.dataset.proposed === "good"));
    byId("all-good").addEventListener("click", all(() => true));
    byId("all-bad").addEventListener("click", all(() => false));
    for (const form of document.querySelectorAll("form")) form.addEventListener("submit", event => event.preventDefault());
    marked();
  }

  function startCopying() {
    for (const button of document.querySelectorAll(".copy")) {
      button.addEventListener("click", async () => {
        const code = button.parentElement.querySelector("code");
        let copied = false;
        try {
          await navigator.clipboard.writeText(code.textContent);
          copied = true;
        } catch {
          getSelection().selectAllChildren(code);
          try { copied = document.execCommand("copy"); } catch { copied = false; }
        }
        button.textContent = copied ? "Copied" : "Selected: press Ctrl-C";
        setTimeout(() => { button.textContent = "Copy"; }, 3000);
      });
    }
  }

  const steps = data.colours.map(colour => [1, 3, 5].map(at => parseInt(colour.slice(at, at + 2), 16)));
  function colour(share) {
    const place = Math.min(1, Math.max(0, share || 0)) * (steps.length - 1);
    const first = Math.min(Math.floor(place), steps.length - 2);
    const mixed = steps[first].map((value, i) => Math.round(value + (steps[first + 1][i] - value) * (place - first)));
    return "rgb(" + mixed.join(",") + ")";
  }

  const filter = { least: 0, ofClass: "all", rings: true, good: new Set() };

  class View {
    constructor(figure, picks) {
      this.figure = figure;
      this.picks = picks;
      this.canvas = figure.querySelector("canvas");
      this.chosen = -1;
      this.isDue = true;
      this.isSeen = false;
      // From top to bottom, a band of one particle at a time, as one reads.
      const band = y => Math.floor(y / Math.max(1, 4 * picks.radius));
      this.order = picks.x.map((_, i) => i)
        .sort((a, b) => band(picks.y[a]) - band(picks.y[b]) || picks.x[a] - picks.x[b]);
      this.canvas.addEventListener("click", event => this.click(event));
      this.canvas.addEventListener("keydown", event => this.key(event));
      const button = figure.querySelector(".larger");
      button.addEventListener("click", () => this.enlarge(button));
    }

    isShown(i) {
      if (this.picks.probability[i] < filter.least) return false;
      return filter.ofClass === "all" || (filter.ofClass === "good") === filter.good.has(this.picks.class[i]);
    }

    shown() { return this.order.filter(i => this.isShown(i)); }

    scale() { return this.canvas.clientWidth / this.picks.width; }

    draw() {
      this.isDue = false;
      const canvas = this.canvas;
      const ratio = Math.min(3, window.devicePixelRatio || 1);
      canvas.width = Math.max(1, Math.round(canvas.clientWidth * ratio));
      canvas.height = Math.max(1, Math.round(canvas.clientHeight * ratio));
      const pen = canvas.getContext("2d", { willReadFrequently: true });
      const scale = this.scale() * ratio;
      const radius = Math.max(2.5 * ratio, this.picks.radius * scale);
      const width = Math.max(1, Math.min(2, radius / ratio / 5)) * ratio;
      const ring = (i, more) => {
        pen.beginPath();
        pen.arc((this.picks.x[i] + 0.5) * scale, (this.picks.y[i] + 0.5) * scale, radius + more, 0, 2 * Math.PI);
        pen.stroke();
      };
      if (filter.rings) {
        for (const i of this.order) {
          if (!this.isShown(i)) continue;
          const probability = this.picks.probability[i];
          pen.setLineDash(probability < 0.5 ? [3 * width, 2 * width] : []);
          pen.strokeStyle = "rgba(0,0,0,.4)";
          pen.lineWidth = 2 * width;
          ring(i, 0);
          pen.strokeStyle = colour(probability);
          pen.lineWidth = width;
          ring(i, 0);
        }
      }
      if (this.chosen >= 0) {
        pen.setLineDash([]);
        pen.strokeStyle = "#000";
        pen.lineWidth = 4 * ratio;
        ring(this.chosen, 3 * ratio);
        pen.strokeStyle = "#fff";
        pen.lineWidth = 2 * ratio;
        ring(this.chosen, 3 * ratio);
      }
    }

    refresh() {
      this.isDue = true;
      if (this.isSeen) this.draw();
    }

    click(event) {
      const box = this.canvas.getBoundingClientRect();
      const x = (event.clientX - box.left) / this.scale() - 0.5;
      const y = (event.clientY - box.top) / this.scale() - 0.5;
      const away = i => Math.hypot(this.picks.x[i] - x, this.picks.y[i] - y);
      const near = this.shown().reduce((best, i) => (best < 0 || away(i) < away(best) ? i : best), -1);
      this.choose(near >= 0 && away(near) <= Math.max(this.picks.radius, 12 / this.scale()) ? near : -1);
    }

    key(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const shown = this.shown();
      const place = shown.indexOf(this.chosen);
      const last = shown.length - 1;
      const at = i => this.choose(shown.length === 0 ? -1 : shown[i]);
      const actions = {
        ArrowRight: () => at(Math.min(last, place + 1)), ArrowDown: () => at(Math.min(last, place + 1)),
        ArrowLeft: () => at(Math.max(0, place - 1)), ArrowUp: () => at(Math.max(0, place - 1)),
        Home: () => at(0), End: () => at(last), Escape: () => this.choose(-1),
        Enter: () => this.figure.querySelector(".larger").click(),
      };
      if (actions[event.key]) {
        event.preventDefault();
        actions[event.key]();
      }
    }

    enlarge(button) {
      const isLarge = this.figure.classList.toggle("large");
      // As large as can be seen at once.
      const width = 0.86 * innerHeight * this.picks.width / this.picks.height;
      this.figure.style.setProperty("--fitting", Math.max(320, Math.round(width)) + "px");
      button.setAttribute("aria-pressed", isLarge);
      button.textContent = isLarge ? "smaller" : "larger";
      this.figure.scrollIntoView({ block: "nearest" });
      this.draw();
    }

    choose(i) {
      this.chosen = i;
      this.draw();
      const about = this.figure.querySelector(".about");
      about.replaceChildren();
      if (i < 0) return;
      const { picks } = this;
      const average = document.querySelector("#class-" + picks.class[i] + " .average svg");
      if (average) about.append(average.cloneNode(true));
      const text = element("div");
      text.append(element("b", "Pick " + (this.order.indexOf(i) + 1) + " of " + this.order.length));
      text.append(": " + data.measure + " " + picks.probability[i].toFixed(2)
        + (!data.classified ? "" : picks.class[i] > 0 ? ", class " + picks.class[i] : ", no class")
        + (picks.evidence[i] === null ? "" : ", evidence " + picks.evidence[i].toFixed(1) + " nats")
        + (picks.score[i] === picks.probability[i] ? "" : ", score " + picks.score[i]) + ", at x " + picks.x[i] + ", y " + picks.y[i] + ".");
      data.reasons.forEach((reason, bit) => {
        if (picks.odd[i] & (1 << bit)) text.append(element("span", "Odd: " + reason + "."));
      });
      about.append(text);
    }
  }

  function startGallery(views) {
    const watcher = new IntersectionObserver(entries => {
      for (const entry of entries) {
        const view = views.find(one => one.figure === entry.target);
        view.isSeen = entry.isIntersecting;
        if (view.isSeen && view.isDue) view.draw();
      }
    }, { rootMargin: "400px" });
    for (const view of views) {
      const box = view.figure.getBoundingClientRect();
      view.isSeen = box.top < innerHeight && box.bottom > 0;
      watcher.observe(view.figure);
    }
    const sizes = new ResizeObserver(entries => {
      for (const entry of entries) views.find(one => one.canvas === entry.target).refresh();
    });
    for (const view of views) sizes.observe(view.canvas);

    const all = views.reduce((sum, view) => sum + view.order.length, 0);
    const update = () => {
      filter.least = byId("least").value / 100;
      filter.ofClass = byId("of-class").value;
      filter.rings = byId("rings").checked;
      filter.good = new Set(goodClasses());
      byId("least-value").textContent = byId("least").value + " %";
      const shown = views.reduce((sum, view) => sum + view.shown().length, 0);
      byId("shown").textContent = shown.toLocaleString("en") + " of " + counted(all, "pick") + " shown";
      for (const view of views) view.refresh();
    };
    for (const name of ["least", "of-class", "rings"]) byId(name).addEventListener("input", update);
    if (rows.length === 0) byId("of-class").parentElement.hidden = true;
    listeners.push(update);
    update();
    addEventListener("beforeprint", () => { for (const view of views) view.draw(); });
  }

  document.documentElement.classList.add("ready");
  const figures = [...document.querySelectorAll("figure.micrograph")];
  const views = figures.map((figure, i) => new View(figure, data.micrographs[i]));
  if (views.length > 0) startGallery(views);
  if (rows.length > 0) startClasses();
  startCopying();
  // Last, so that it says that all of the above went through.
  document.documentElement.dataset.shown = rows.length + " classes, " + views.length + " micrographs";
})();
