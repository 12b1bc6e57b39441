// What the visitor does, as methods of the page: `act` sends it to the server.
"use strict";

const MILLISECONDS_A_DAY = 864e5;

module.exports = {
  speed() { return this.paces[this.pace].days; },
  toggle() { this.act(this.frame.playing ? { what: "pause" } : { what: "play", speed: this.speed() }); },
  // Days.
  travel(event) {
    this.act({ what: "go_to", day: Number(event.target.value) });
    this.wanted = null;
  },
  dateOf(day) {
    const date = Date.parse(this.course.start) + MILLISECONDS_A_DAY * (Math.max(1, day) - 1);
    return new Date(date).toISOString().slice(0, 10);
  },
  jump(date) {
    this.typing = "";
    const day = Math.round((Date.parse(date) - Date.parse(this.course.start)) / MILLISECONDS_A_DAY) + 1;
    if (day >= 1 && day <= this.frame.days) this.act({ what: "go_to", day });
  },
  // Levers and mechanisms.
  stands(name) { return this.dragged[name] === undefined ? this.frame.levers[name] : this.dragged[name]; },
  drag(name, value) { this.dragged = Object.assign({}, this.dragged, { [name]: value }); },
  moved(name, value) {
    this.drag(name, value);
    this.act({ what: "lever", lever: name, value: Number(value) });
  },
  flip(name) {
    const off = this.course.without;
    const without = off.includes(name) ? off.filter((one) => one !== name) : off.concat([name]);
    this.act({ what: "begin", keep: true, without });
  },
  // Files.
  upload(event) {
    const file = event.target.files[0];
    if (!file) return;
    const most = this.controls.most_upload;
    // What is too large stays here; the server says so.
    if (file.size > most) { this.act({ what: "upload", text: "x".repeat(most + 1) }); return; }
    file.text().then((text) => this.act({ what: "upload", text }));
    event.target.value = "";
  },
  download() {
    if (!this.file || !this.file.text) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([this.file.text], { type: "text/plain" }));
    link.download = this.file.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  },
  key(event) {
    if (event.target.matches("input, select, textarea, button, summary, a")) return;
    if (event.key === " " && !event.repeat) { event.preventDefault(); this.toggle(); }
  },
};
