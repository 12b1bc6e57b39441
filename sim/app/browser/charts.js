// A chart: daily series as lines from the first day to the last, and what happened on which day.
"use strict";

const { fit, polygon } = require("./canvas.js");
const colours = require("./colours.js");

const MOST_ROWS = 12;

// Return a number as an axis or a table shows it.
function short(value) {
  const size = Math.abs(value);
  if (size >= 1e6) return +(value / 1e6).toPrecision(3) + " M";
  if (size >= 1e4) return +(value / 1e3).toPrecision(3) + " k";
  return String(+value.toPrecision(3));
}

// Return the highest value that a chart has room for: its own, or a little above what it shows.
function ceiling(chart, columns, futures) {
  if (chart.high !== null) return chart.high;
  let high = 0;
  for (const rows of futures) for (const row of rows) for (const c of columns) if (row[c] > high) high = row[c];
  return high > 0 ? high * 1.05 : 1;
}

function upright(pen, x, top, bottom) {
  pen.beginPath();
  pen.moveTo(x, top);
  pen.lineTo(x, bottom);
  pen.stroke();
}

function drawAxes(pen, { x, y, left, right, bottom }, low, high, days, ink) {
  pen.font = "11px system-ui, sans-serif";
  pen.fillStyle = ink;
  pen.strokeStyle = ink;
  pen.lineWidth = 0.6;
  pen.textAlign = "right";
  pen.textBaseline = "middle";
  for (const value of [low, (low + high) / 2, high]) {
    pen.fillText(short(value), left - 6, y(value));
    pen.globalAlpha = 0.25;
    pen.beginPath();
    pen.moveTo(left, y(value));
    pen.lineTo(right, y(value));
    pen.stroke();
    pen.globalAlpha = 1;
  }
  pen.textBaseline = "top";
  for (let k = 0; k <= 4; k += 1) {
    pen.textAlign = k === 0 ? "left" : k === 4 ? "right" : "center";
    pen.fillText(Math.round(days * k / 4), x(days * k / 4), bottom + 5);
  }
}

// Draw one column of rows, the first of which is of the day after `first`.
function drawLine(pen, { x, y }, rows, first, column, colour, dash, width) {
  pen.strokeStyle = colour;
  pen.setLineDash(dash);
  pen.lineWidth = width;
  pen.beginPath();
  for (let k = 0; k < rows.length; k += 1) {
    const a = x(first + k + 1), b = y(rows[k][column]);
    if (k) pen.lineTo(a, b); else pen.moveTo(a, b);
  }
  pen.stroke();
  pen.setLineDash([]);
}

// Draw dated events as triangles above the chart; the visitor's own have an edge.
function drawFlags(pen, { x }, flags, ink) {
  for (const flag of flags) {
    const a = x(flag.day + 1), up = flag.sign === "-" ? -1 : 1;
    pen.fillStyle = flag.sign === "-" ? colours.vermilion : flag.sign === "+" ? colours.blue : ink;
    pen.beginPath();
    polygon(pen, [[a - 4, 10 + 4 * up], [a + 4, 10 + 4 * up], [a, 10 - 4 * up]]);
    pen.fill();
    if (flag.own) { pen.strokeStyle = ink; pen.lineWidth = 1.2; pen.stroke(); }
  }
}

// Draw the days on which accidents (triangles) and disputes (bars) became public.
function drawIncidents(pen, { x, bottom }, rows, accidents, disputes) {
  rows.forEach((row, k) => {
    const a = x(k + 1);
    if (row[accidents] > 0) {
      pen.fillStyle = colours.vermilion;
      pen.beginPath();
      polygon(pen, [[a - 3, bottom], [a + 3, bottom], [a, bottom - 7]]);
      pen.fill();
    }
    if (row[disputes] > 0) { pen.fillStyle = colours.purple; pen.fillRect(a - 1.5, bottom - 3, 3, 3); }
  });
}

// Draw a chart: the rows so far, thinner the other future if there is one, and today's line.
function drawChart(canvas, chart, { rows, other, day, days, flags, column, dark }) {
  const [pen, width, height] = fit(canvas, chart.flags ? 170 : 140);
  const columns = chart.lines.map((line) => column(line.series));
  const low = chart.low, high = ceiling(chart, columns, other ? [rows, other.rows] : [rows]);
  const left = 48, right = width - 10, top = chart.flags ? 20 : 8, bottom = height - 20;
  const x = (d) => left + (right - left) * d / days, y = (v) => bottom - (bottom - top) * (v - low) / (high - low);
  const frame = { x, y, left, right, bottom };
  const ink = dark ? "#dddddd" : "#333333";
  drawAxes(pen, frame, low, high, days, ink);
  chart.lines.forEach((line, k) => {
    const colour = colours[line.colour];
    if (other) drawLine(pen, frame, other.rows, other.first, columns[k], colour, [2, 3], 1);
    drawLine(pen, frame, rows, 0, columns[k], colour, line.dash, 2);
  });
  if (chart.flags) drawFlags(pen, frame, flags, ink);
  if (chart.incidents) drawIncidents(pen, frame, rows, column("accidents_public"), column("disputes_public"));
  pen.strokeStyle = ink;
  pen.lineWidth = 1;
  if (other) { pen.setLineDash([1, 3]); upright(pen, x(other.first), top, bottom); pen.setLineDash([]); }
  pen.globalAlpha = 0.5;
  upright(pen, x(day), top, bottom);
  pen.globalAlpha = 1;
}

// Return what a chart's table shows: some days, evenly taken, and the latest.
function table(chart, rows, column) {
  const many = Math.min(MOST_ROWS, rows.length), found = [];
  for (let k = 1; k <= many; k += 1) {
    const day = Math.round(rows.length * k / many);
    found.push([day].concat(chart.lines.map((line) => short(rows[day - 1][column(line.series)]))));
  }
  return found;
}

module.exports = { drawChart, table };
