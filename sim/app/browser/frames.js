// What the server sends, and when it is painted: scenes, frames and rows, as methods of the page.
"use strict";

const { drawCrowd } = require("./crowd.js");
const { drawChart, table } = require("./charts.js");

// What was lost on the way is asked for again after so many milliseconds.
const LOST = 5000;
// A chart of years moves by less than a pixel a day: so many milliseconds apart is enough.
const CHARTS_APART = 250;
// An answer within so many milliseconds is no sign of a server with much to do.
const PROMPT = 100;

function bytes(text) { return Uint8Array.from(atob(text), (c) => c.charCodeAt(0)); }

module.exports = {
  // What does not take part in Vue's bookkeeping, as it changes with every frame.
  prepare() {
    this.rows = [];
    this.painted = 0;
    this.waiting = 0;
    this.watch = null;
    this.charted = 0;
    this.timer = null;
    this.places = null;
    this.ground = null;
    this.asked = 0;
    this.took = 0;
    this.seen = null;
  },
  // Take in a scene: where everyone stands, and who is tied to whom.
  stage() {
    const all = new Uint16Array(bytes(this.scene.places).buffer);
    const n = this.scene.drawn;
    this.places = { x: all.subarray(0, n), y: all.subarray(n, 2 * n) };
    this.ties = new Uint16Array(bytes(this.scene.ties).buffer);
    this.ground = null;
  },
  // Take in a frame, paint it, and ask for the next one.
  take() {
    if (this.frame.first > this.rows.length) { this.act({ what: "again" }); return; }
    this.rows.length = this.frame.first;
    for (const row of this.frame.rows) this.rows.push(row);
    this.last = this.rows.length ? this.rows[this.rows.length - 1] : null;
    if (this.typing !== "date") this.$refs.date.value = this.frame.date;
    clearTimeout(this.watch);
    if (this.frame.playing) this.watch = setTimeout(() => this.act({ what: "again" }), LOST);
    this.people = bytes(this.frame.people);
    cancelAnimationFrame(this.waiting);
    this.waiting = requestAnimationFrame(() => {
      this.paint();
      this.painted += 1;
      window.tarpeia = { painted: this.painted, day: this.frame.day };
      this.goOn();
    });
  },
  goOn() {
    clearTimeout(this.timer);
    if (this.asked) this.took = performance.now() - this.asked;
    this.asked = 0;
    const number = this.frame.number;
    // Where a class shares one machine, each page asks the less often the longer it waits.
    const wait = Math.max(this.paces[this.pace].wait, 2 * (this.took - PROMPT));
    if (this.frame.playing) this.timer = setTimeout(() => this.next(number), wait);
  },
  next(number) {
    this.asked = performance.now();
    this.act({ what: "next", painted: number });
  },
  column(series) { return this.scene.shown.indexOf(series); },
  table(chart) { return table(chart, this.rows, this.column); },
  hidden(canvas) { return !canvas || !canvas.clientWidth || this.seen.get(canvas) === false; },
  paint() {
    if (!this.places || !this.people || !this.$refs.crowd) return;
    this.paintCrowd();
    const now = performance.now();
    if (this.frame.playing && now - this.charted < CHARTS_APART) return;
    this.charted = now;
    for (const chart of this.charts) this.paintChart(chart);
  },
  paintCrowd() {
    const canvas = this.$refs.crowd;
    if (this.hidden(canvas)) return;
    this.ground = drawCrowd(canvas, {
      places: this.places, ties: this.ties, ground: this.ground, people: this.people,
      outlets: this.scene.outlets, news: this.frame.news,
      exposure: Number(this.frame.levers.exposure), dark: this.look.matches,
    });
  },
  paintChart(chart) {
    const canvas = [].concat(this.$refs[chart.id])[0];
    if (this.hidden(canvas)) return;
    drawChart(canvas, chart, {
      rows: this.rows, other: this.beside, day: this.frame.day, days: this.frame.days,
      flags: this.course.flags, column: this.column, dark: this.look.matches,
    });
  },
};
