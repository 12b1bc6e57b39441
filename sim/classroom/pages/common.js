"use strict";
// What all pages of the room share: asking, building, the clock. Texts are set as text, never as markup.
const look = (id) => document.getElementById(id);
const COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", null];
const DASHES = [[], [9, 4], [3, 3]];
let rules = null;

function make(tag, attributes, ...inside) {
  const one = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name === "class") one.className = value;
    else if (name.startsWith("on")) one.addEventListener(name.slice(2), value);
    else if (value === true) one.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) one.setAttribute(name, value);
  }
  for (const each of inside.flat()) one.append(each);
  return one;
}

function fill(id, ...inside) { look(id).replaceChildren(...inside.flat()); }

function show(id, whether) { look(id).hidden = !whether; }

async function ask(path, headers, body) {
  let answer;
  const how = { headers: Object.assign({}, headers), cache: "no-store" };
  if (body !== undefined) { how.method = "POST"; how.body = JSON.stringify(body); }
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), 8000);
  try {
    answer = await fetch(path, Object.assign(how, { signal: stop.signal }));
    const told = await answer.json();
    if (!answer.ok) { const fault = new Error(told.error || "the room does not answer"); fault.status = answer.status; throw fault; }
    return told;
  } catch (fault) {
    if (fault.status) throw fault;
    const away = new Error("The room does not answer; trying again …");
    away.status = 0;
    throw away;
  } finally { clearTimeout(timer); }
}

const clock = { left: 0, running: false, at: 0 };
function setClock(room) { clock.left = room.seconds_left; clock.running = room.running; clock.at = performance.now(); }
function clockText() {
  const left = Math.max(0, Math.ceil(clock.left - (clock.running ? (performance.now() - clock.at) / 1000 : 0)));
  return Math.floor(left / 60) + ":" + String(left % 60).padStart(2, "0") + (clock.running ? "" : " (stands)");
}
function clockOver() { return clock.running && clock.left - (performance.now() - clock.at) / 1000 <= 0; }

function phaseText(room) {
  if (room.phase === "lobby") return "Waiting for the start";
  const quarter = "Quarter " + (room.quarter + 1) + " of " + rules.quarters;
  if (room.phase === "deciding") return quarter + (clockOver() ? ": the time is up" : ": decide");
  if (room.phase === "played") return quarter + ": played";
  return "The game is over";
}

function ink() { return getComputedStyle(document.body).color; }
function colourOf(team) { return COLOURS[team % COLOURS.length] || ink(); }
function dashOf(team) { return DASHES[Math.floor(team / COLOURS.length) % DASHES.length]; }
function mark(team) {
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  picture.setAttribute("width", "34"); picture.setAttribute("height", "12"); picture.setAttribute("aria-hidden", "true");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "line");
  for (const [name, value] of Object.entries({ x1: 1, x2: 33, y1: 6, y2: 6, stroke: colourOf(team), "stroke-width": 4, "stroke-dasharray": dashOf(team).join(" ") })) line.setAttribute(name, value);
  picture.append(line);
  return picture;
}

// Curves of all teams up to a day of the game (it began on day 0); returns nothing.
function drawChart(canvas, chart, until, only) {
  const ratio = window.devicePixelRatio || 1, width = canvas.clientWidth, height = Math.max(240, Math.min(560, width * (width < 900 ? 0.65 : 0.45)));
  if (!width) return;
  canvas.style.height = height + "px"; canvas.width = Math.round(width * ratio); canvas.height = Math.round(height * ratio);
  const pen = canvas.getContext("2d"); pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  const size = width > 1000 ? 24 : width > 600 ? 20 : 13, left = 3.2 * size, right = width - size * 5.6, top = 14, bottom = height - 2 * size;
  const curves = Object.entries(chart.teams).map(([team, values]) => [Number(team), values]).filter(([team]) => only === undefined || team === only);
  let low = 0, high = 10;
  for (const values of [chart.idle, ...curves.map((one) => one[1])]) for (const v of values) { low = Math.min(low, v); high = Math.max(high, v); }
  low = Math.floor(low / 10) * 10; high = Math.ceil(high / 10) * 10;
  const x = (day) => left + (right - left) * (day - chart.first) / (chart.days - chart.first), y = (v) => bottom - (bottom - top) * (v - low) / (high - low);
  pen.font = size + "px system-ui, sans-serif"; pen.fillStyle = ink(); pen.strokeStyle = ink(); pen.textAlign = "right"; pen.textBaseline = "middle";
  const step = high - low > 80 ? 20 : 10;
  for (let v = low; v <= high; v += step) { pen.fillText(v, left - 6, y(v)); pen.globalAlpha = v === 0 ? 0.6 : 0.15; pen.lineWidth = 1; pen.beginPath(); pen.moveTo(left, y(v)); pen.lineTo(right, y(v)); pen.stroke(); pen.globalAlpha = 1; }
  pen.textAlign = "center"; pen.textBaseline = "top";
  const quarter = chart.days / rules.quarters;
  const names = (right - left) / 5 > 5.6 * size ? ["before", "quarter 1", "quarter 2", "quarter 3", "quarter 4"] : ["", "Q1", "Q2", "Q3", "Q4"];
  names.forEach((name, k) => { pen.fillText(name, x((k - 0.5) * quarter), bottom + 6); pen.globalAlpha = 0.3; pen.beginPath(); pen.moveTo(x(k * quarter), top); pen.lineTo(x(k * quarter), bottom); pen.stroke(); pen.globalAlpha = 1; });
  const labels = [];
  const trace = (values, colour, dash, wide, name) => {
    pen.strokeStyle = colour; pen.setLineDash(dash); pen.lineWidth = wide; pen.beginPath();
    let last = null;
    values.forEach((v, k) => { const day = chart.first + k * chart.step; if (day > until) return; if (last === null) pen.moveTo(x(day), y(v)); else pen.lineTo(x(day), y(v)); last = [x(day), y(v)]; });
    pen.stroke(); pen.setLineDash([]);
    if (last && name) labels.push([last[0], last[1], colour, name]);
  };
  trace(chart.idle, ink(), [2, 4], 1.5, "no action");
  for (const [team, values] of curves) trace(values, colourOf(team), dashOf(team), 3, rules.letters[team]);
  labels.sort((a, b) => a[1] - b[1]);
  // Letters keep clear of each other, and inside the picture.
  const apart = Math.min(size, (bottom - top) / Math.max(1, labels.length));
  for (let k = 1; k < labels.length; k += 1) labels[k][1] = Math.max(labels[k][1], labels[k - 1][1] + apart);
  for (let k = labels.length - 1, most = bottom; k >= 0; k -= 1, most -= apart) labels[k][1] = Math.min(labels[k][1], most);
  pen.textAlign = "left"; pen.textBaseline = "middle";
  pen.fillStyle = ink(); pen.font = Math.min(size, apart) + "px system-ui, sans-serif";
  for (const [a, b, colour, name] of labels) { pen.fillText(name, Math.min(a + 5, right + 5), b); }
}

function whole(value) { return (Math.round(value) || 0).toLocaleString("en"); }
function scoreTable(scores, teams, weights) {
  const rows = Object.entries(scores).sort((a, b) => b[1].total - a[1].total);
  const name = (team) => (team === "none" ? "no action" : teams[team].name);
  return make("table", {}, make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "Team"), make("th", { scope: "col", class: "number" }, "points"),
    rules.measures.map((one) => make("th", { scope: "col", class: "number", title: one.text + "; points: " + one.points }, one.short)))),
  make("tbody", {}, rows.map(([team, score]) => make("tr", {}, make("th", { scope: "row" }, team === "none" ? "" : mark(Number(team)), " ", name(team)),
    make("td", { class: "number" }, score.total.toFixed(0)), rules.measures.map((one) => make("td", { class: "number" }, whole(score.measures[one.name]), make("span", { class: "points" }, " " + score.points[one.name].toFixed(0))))))),
  make("caption", {}, "In small print the points of each measure, 0 to 100. Weights: " + rules.measures.map((one) => one.short + " " + weights[one.name]).join(", ") + "."));
}
