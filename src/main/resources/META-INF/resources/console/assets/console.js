// Draws the charts and keeps the numbers fresh; the pages tell the same without it.
(() => {
  "use strict";

  const EVERY_MILLIS = 2000;
  const WINDOW_SECONDS = 300;
  const MOST_POINTS = WINDOW_SECONDS / (EVERY_MILLIS / 1000) + 1;
  const section = document.querySelector(".charts");
  if (!section || typeof uPlot === "undefined") {
    return;
  }

  const LINES = { rate: ["rate"], latency: ["p50", "p99"], backlog: ["backlog"] };
  const points = { at: [], rate: [], p50: [], p99: [], backlog: [] };
  const feed = section.querySelector("[data-state-of-feed]");
  const button = section.querySelector("[data-pause]");
  let plots = [];
  let paused = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let timer;

  const color = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  const number = value => (value >= 1000 ? (value / 1000).toLocaleString("en") + "k" : value.toLocaleString("en"));

  function options(figure, lines) {
    const axis = {
      stroke: color("--muted"),
      font: "11px system-ui, sans-serif",
      grid: { stroke: color("--line"), width: 1 },
      ticks: { show: false },
    };
    const stroke = [color("--accent"), color("--second")];
    const plot = figure.querySelector(".plot");
    return {
      width: plot.clientWidth,
      height: plot.clientHeight,
      legend: { show: false },
      cursor: { show: false },
      padding: [8, 4, 0, 0],
      scales: {
        x: { range: () => [Date.now() / 1000 - WINDOW_SECONDS, Date.now() / 1000] },
        y: { range: (_, low, high) => [0, Math.max(1, (high ?? 0) * 1.15)] },
      },
      axes: [
        { ...axis, size: 24, space: 90, grid: { show: false }, values: (_, at) => at.map(ago) },
        { ...axis, size: 44, space: 34, values: (_, all) => all.map(number) },
      ],
      series: [
        {},
        ...lines.map((line, i) => ({
          label: line,
          stroke: stroke[i],
          width: 1.75,
          dash: i ? [4, 3] : undefined,
          fill: i ? undefined : stroke[i] + "1a",
          points: { show: false },
        })),
      ],
    };
  }

  function ago(at) {
    const time = new Date(at * 1000);
    return [time.getHours(), time.getMinutes()].map(part => String(part).padStart(2, "0")).join(":");
  }

  const data = lines => [points.at, ...lines.map(line => points[line])];

  function build() {
    plots.forEach(each => each.plot.destroy());
    plots = [...section.querySelectorAll("[data-chart]")].map(figure => {
      const lines = LINES[figure.dataset.chart];
      return { lines, figure, plot: new uPlot(options(figure, lines), data(lines), figure.querySelector(".plot")) };
    });
  }

  function draw() {
    plots.forEach(each => each.plot.setData(data(each.lines)));
  }

  function resize() {
    plots.forEach(each => {
      const plot = each.figure.querySelector(".plot");
      each.plot.setSize({ width: plot.clientWidth, height: plot.clientHeight });
    });
  }

  function remember(reading) {
    points.at.push(Date.now() / 1000);
    ["rate", "p50", "p99", "backlog"].forEach(line => points[line].push(reading[line] ?? null));
    if (points.at.length > MOST_POINTS) {
      Object.values(points).forEach(values => values.shift());
    }
  }

  function tell(now) {
    document.querySelectorAll("[data-live]").forEach(place => {
      const colon = place.dataset.live.lastIndexOf(":");
      const reading = of(now, place.dataset.live.slice(0, colon));
      const words = reading && reading.say[place.dataset.live.slice(colon + 1)];
      if (words !== undefined && words !== place.textContent) {
        place.textContent = words;
        if (place.dataset.state) {
          place.dataset.state = words;
        }
        if (place.dataset.live.endsWith(":blocked") && place.classList.contains("number")) {
          place.classList.toggle("alarm", Number(words) > 0);
        }
      }
    });
  }

  // The sum is no destination: a name of one has no capital letter.
  const of = (now, name) => (name === "ALL" ? now.all : now.destinations[name]);

  async function look() {
    try {
      const answer = await fetch("/console/series.json", { redirect: "error", cache: "no-store" });
      if (!answer.ok) {
        throw new Error(answer.statusText);
      }
      const now = await answer.json();
      const reading = of(now, section.dataset.of);
      if (reading) {
        remember(reading.draw);
        tell(now);
        draw();
      }
      feed.textContent = "";
    } catch (failure) {
      feed.textContent = "No news at the moment; reload the page if that lasts.";
    }
  }

  function turn() {
    clearInterval(timer);
    button.textContent = paused ? "Go on" : "Pause";
    if (!paused) {
      look();
      timer = setInterval(look, EVERY_MILLIS);
    }
  }

  button.addEventListener("click", () => {
    paused = !paused;
    turn();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", build);
  addEventListener("resize", resize);

  section.hidden = false;
  build();
  turn();
})();
