// The page as a Vue component. Its properties come from the server: sim/app/page.py.
"use strict";

const colours = require("./colours.js");
const { MARKS } = require("./crowd.js");
const frames = require("./frames.js");
const visitor = require("./visitor.js");

// How fast the days go by: days a frame, and the least wait between two, in milliseconds.
const PACES = [
  { label: "slow", days: 1, wait: 400 },
  { label: "1 day", days: 1, wait: 60 },
  { label: "3 days", days: 3, wait: 60 },
  { label: "10 days", days: 10, wait: 60 },
  { label: "30 days", days: 30, wait: 60 },
];
const SIZES = [500, 2000, 5000, 20000];

module.exports = {
  data() {
    return {
      pace: 1, back: 0, open: {}, dragged: {}, wanted: null, typing: "", last: null,
      sizes: SIZES, paces: PACES, marks: MARKS, colours,
    };
  },
  created() { this.prepare(); },
  mounted() {
    window.tarpeia = { painted: 0 };
    document.documentElement.lang = "en";
    this.look = window.matchMedia("(prefers-color-scheme: dark)");
    this.repaint = () => { this.ground = null; this.paint(); };
    this.look.addEventListener("change", this.repaint);
    window.addEventListener("resize", this.repaint);
    window.addEventListener("keydown", this.key);
    const pace = this.paces.findIndex((one, k) => k > 0 && one.days === this.frame.speed);
    if (pace > 0) this.pace = pace;
    this.$refs.seed.value = this.course.seed;
    // What is scrolled out of sight is painted when it comes back.
    this.seen = new Map();
    this.sight = new IntersectionObserver((all) => {
      for (const one of all) this.seen.set(one.target, one.isIntersecting);
      this.charted = 0;
      this.paint();
    });
    for (const canvas of this.$el.querySelectorAll("canvas")) this.sight.observe(canvas);
    this.stage();
    this.take();
  },
  beforeDestroy() {
    clearTimeout(this.timer);
    clearTimeout(this.watch);
    cancelAnimationFrame(this.waiting);
    this.sight.disconnect();
    window.removeEventListener("keydown", this.key);
    this.look.removeEventListener("change", this.repaint);
    window.removeEventListener("resize", this.repaint);
  },
  computed: {
    beside() { return this.future.rows ? this.future : null; },
    chosen() {
      const shipped = this.controls.scenarios.find((one) => one.name === this.course.name);
      return shipped && shipped.title === this.course.title ? shipped.name : "";
    },
    drawnText() {
      const people = this.scene.people.toLocaleString("en"), drawn = this.scene.drawn.toLocaleString("en");
      return this.scene.drawn < this.scene.people ? `${drawn} of ${people} people, evenly taken` : `All ${people} people`;
    },
    crowdText() {
      if (!this.last || this.frame.day === 0) return "The network before the first day.";
      const share = (series) => (100 * this.last[this.column(series)]).toFixed(1) + " %";
      return `The network on day ${this.frame.day}: fans ${share("fan_share")} of the crowd; ` +
        `fan circle ${share("fan_circle_share")}; anti-fans ${share("anti_fan_share")}; everyone else is silent.`;
    },
  },
  watch: {
    frame() { this.take(); },
    scene() { this.stage(); this.paint(); },
    future() { this.paint(); },
    course() {
      this.dragged = {};
      if (document.activeElement !== this.$refs.seed) this.$refs.seed.value = this.course.seed;
      window.history.replaceState(null, "", this.course.link ? "?" + this.course.link : window.location.pathname);
      this.paint();
    },
    file() { this.download(); },
  },
  methods: Object.assign({}, frames, visitor),
};
