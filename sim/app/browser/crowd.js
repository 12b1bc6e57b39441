// The crowd: who hears whom, the people, the outlets above them and the founder among the outlets.
"use strict";

const { fit, polygon } = require("./canvas.js");
const colours = require("./colours.js");

// Bits of the byte that a person is sent as: sim/app/frame.py.
const ROLE = 3, SILENT = 0, FAN = 1, ANTI_FAN = 2;
const CIRCLE = 4, SPEAKS = 8, REPELLED = 16, PASSION_SHIFT = 5, MOST_PASSION = 7;
// The square of people is as wide as this at most; its places are whole numbers up to FIELD.
const WIDEST = 640, FIELD = 1000, EDGE = 8;
// Above the square is a strip for outlets and founder; they stand at half of its height.
const STRIP = 46, SKYLINE = 22;
const ROUND = 6.2832;

const MARKS = [
  { label: "silent", path: "M-2,0a2,2 0 1,0 4,0a2,2 0 1,0 -4,0", fill: colours.grey, stroke: "none" },
  { label: "silent, repelled", path: "M0,-5L5,0L0,5L-5,0Z", fill: "none", stroke: colours.purple },
  { label: "fan", path: "M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0", fill: colours.blue, stroke: "none" },
  { label: "fan circle", path: "M-5,0a5,5 0 1,0 10,0a5,5 0 1,0 -10,0", fill: colours.blue, stroke: colours.sky },
  { label: "anti-fan", path: "M0,-5L5,4L-5,4Z", fill: colours.vermilion, stroke: "none" },
  { label: "speaks today, in the news", path: "M-7,0a7,7 0 1,0 14,0a7,7 0 1,0 -14,0", fill: colours.yellow, stroke: "none" },
  { label: "outlet", path: "M-5,-5H5V5H-5Z", fill: colours.green, stroke: "none" },
  { label: "founder", path: "M0,-7L2,-2L7,-2L3,1L4.500,6L0,3L-4.500,6L-3,1L-7,-2L-2,-2Z", fill: colours.orange, stroke: "none" },
];

function dot(pen, x, y, radius) {
  pen.moveTo(x + radius, y);
  pen.arc(x, y, radius, 0, ROUND);
}

function speck(pen, x, y) { pen.rect(x - 1.2, y - 1.2, 2.4, 2.4); }

function diamond(pen, x, y) { polygon(pen, [[x, y - 3], [x + 3, y], [x, y + 3], [x - 3, y]]); }

function triangle(pen, x, y, radius) {
  const r = radius + 1;
  polygon(pen, [[x, y - r], [x + r, y + 0.8 * r], [x - r, y + 0.8 * r]]);
}

function square(pen, x, y, half) { pen.fillRect(x - half, y - half, 2 * half, 2 * half); }

// Draw the ties on a canvas of their own, which is kept: they stay as they are all along.
function drawTies(canvas, pen, ties, x, y, dark) {
  const ground = document.createElement("canvas");
  ground.width = canvas.width;
  ground.height = canvas.height;
  const base = ground.getContext("2d");
  base.setTransform(pen.getTransform());
  base.strokeStyle = dark ? "rgba(255,255,255,0.06)" : "rgba(0,0,0,0.05)";
  base.beginPath();
  for (let k = 0; k < ties.length; k += 2) {
    base.moveTo(x(ties[k]), y(ties[k]));
    base.lineTo(x(ties[k + 1]), y(ties[k + 1]));
  }
  base.stroke();
  return ground;
}

function drawPeople(pen, people, drawn, x, y) {
  const size = (k) => 1.6 + 3.2 * (people[k] >> PASSION_SHIFT) / MOST_PASSION;
  const all = (fill, stroke, test, mark) => {
    pen.beginPath();
    for (let k = 0; k < drawn; k += 1) if (test(people[k])) mark(pen, x(k), y(k), size(k));
    if (fill) { pen.fillStyle = fill; pen.fill(); }
    if (stroke) { pen.strokeStyle = stroke; pen.lineWidth = 1.4; pen.stroke(); }
  };
  all(colours.yellow, null, (p) => p & SPEAKS, (path, a, b, r) => dot(path, a, b, r + 3));
  all(colours.grey, null, (p) => (p & ROLE) === SILENT && !(p & REPELLED), speck);
  all(null, colours.purple, (p) => (p & ROLE) === SILENT && p & REPELLED, diamond);
  all(colours.blue, null, (p) => (p & ROLE) === FAN, dot);
  all(null, colours.sky, (p) => p & CIRCLE, (path, a, b, r) => dot(path, a, b, r + 1));
  all(colours.vermilion, null, (p) => (p & ROLE) === ANTI_FAN, triangle);
}

// Draw the outlets, each as large as its reach; one glows with the stories it has just run.
function drawOutlets(pen, outlets, glows, left, side) {
  const most = Math.max(...outlets, 0.01);
  const room = (side - 60) / Math.max(1, outlets.length);
  outlets.forEach((reach, k) => {
    const half = 3 + 7 * Math.sqrt(reach / most);
    const x = left + room * (k + 0.5) + (k >= outlets.length / 2 ? 48 : 0);
    if (glows[k] > 0.02) { pen.fillStyle = colours.yellow; square(pen, x, SKYLINE, half + 5 * glows[k]); }
    pen.fillStyle = colours.green;
    square(pen, x, SKYLINE, half);
  });
}

// Draw the founder as a star that grows with exposure; named in a story of today, he glows.
function drawFounder(pen, x, exposure, named) {
  const r = 7 + 12 * exposure;
  if (named) { pen.fillStyle = colours.yellow; pen.beginPath(); dot(pen, x, SKYLINE, r + 3); pen.fill(); }
  const points = [];
  for (let k = 0; k < 10; k += 1) {
    const reach = k % 2 ? r * 0.45 : r, turn = Math.PI * k / 5 - Math.PI / 2;
    points.push([x + reach * Math.cos(turn), SKYLINE + reach * Math.sin(turn)]);
  }
  pen.beginPath();
  polygon(pen, points);
  pen.fillStyle = colours.orange;
  pen.fill();
}

// Draw a frame of the crowd. Takes the drawing of the ties, if there is one, and returns it.
function drawCrowd(canvas, { places, ties, ground, people, outlets, news, exposure, dark }) {
  const side = Math.min(canvas.clientWidth, WIDEST);
  const [pen, width] = fit(canvas, side + STRIP);
  const scale = (side - 2 * EDGE) / FIELD, left = (width - side) / 2 + EDGE;
  const x = (k) => left + places.x[k] * scale, y = (k) => STRIP + EDGE + places.y[k] * scale;
  const kept = ground && ground.width === canvas.width;
  const below = kept ? ground : drawTies(canvas, pen, ties, x, y, dark);
  pen.save();
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.drawImage(below, 0, 0);
  pen.restore();
  drawPeople(pen, people, places.x.length, x, y);
  drawOutlets(pen, outlets, news.outlets, left, side);
  drawFounder(pen, left + side / 2 - EDGE, exposure, news.founder > 0);
  return below;
}

module.exports = { MARKS, drawCrowd };
