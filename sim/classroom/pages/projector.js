"use strict";
// The wall: how to join, who has decided, and each quarter as it plays.
let room = null, chart = null, chartFor = "", shownUntil = null, begun = 0, from = 0;

function paint() {
  look("title").textContent = room.title;
  const plays = room.phase === "played" && chart && begun + 1000 * rules.play_seconds > performance.now();
  look("phase").textContent = (plays ? phaseText(room).replace("played", "plays") : phaseText(room)) + (room.phase === "ended" ? (room.debrief.ready ? ". The debrief is at " + rules.address + "/debrief" : ". The debrief is being worked out: " + Math.round(100 * room.debrief.done) + " %") : "");
  show("lobby", room.phase === "lobby"); show("game", room.phase !== "lobby"); show("clock", room.phase === "deciding");
  look("address").textContent = rules.address; look("code").textContent = room.code;
  look("people").textContent = room.people === 1 ? "1 person is here" : room.people + " people are here";
  look("where").textContent = room.phase === "lobby" || room.phase === "ended" ? "" : rules.address + "  room " + room.code;
  fill("lobby-teams", room.teams.filter((one) => one.members).map((one) => make("li", {}, mark(one.team), " " + one.name + ": " + one.members)));
  fill("teams", room.teams.filter((one) => one.plays).map((one) => make("li", {}, mark(one.team), " ", one.name, room.phase === "deciding" ? ": " + one.decided + " of " + one.members + " decided" : ": " + one.members)));
}

function frame() {
  if (chart && room && room.phase !== "lobby") {
    const share = Math.min(1, (performance.now() - begun) / (1000 * Math.max(0.001, rules.play_seconds)));
    const until = from + (chart.played - from) * share;
    if (until !== shownUntil) {
      shownUntil = until;
      const done = share >= 1;
      look("scores").hidden = !done;
      look("two").classList.toggle("alone", !done || look("scores").childElementCount === 0);
      drawChart(look("chart"), chart, until); // when all around it has its place
      show("news-title", done && Object.keys(chart.news).length > 0); look("news").hidden = !done;
    }
  }
  requestAnimationFrame(frame);
}

async function load() {
  const key = JSON.stringify(room.weights) + room.played + "/" + room.results + "/" + room.phase + "/" + room.teams.filter((one) => one.plays).length;
  if (key === chartFor) return;
  const fresh = await ask("/api/chart", {});
  const grown = chart && fresh.played > chart.played && room.phase === "played";
  from = grown ? chart.played : fresh.played;
  begun = grown ? performance.now() : -1e9; chart = fresh; chartFor = key; shownUntil = null;
  if (Object.keys(chart.scores).length) fill("scores", scoreTable(chart.scores, room.teams, room.weights)); else fill("scores");
  if (!room.results && room.phase !== "ended") fill("scores", make("p", {}, "The results are hidden until the lecturer shows them."));
  const news = Object.entries(chart.news).filter((one) => one[1]);
  fill("news", news.slice(0, 4).map(([team, one]) => make("li", {}, mark(Number(team)), " ", room.teams[team].name + ", " + one.date + ": " + one.text)));
}

async function poll() {
  try {
    if (!rules) rules = await ask("/api/rules", {});
    room = await ask("/api/room", {});
    setClock(room); paint(); await load(); show("fault", false);
  } catch (fault) { look("fault").textContent = fault.message; show("fault", true); }
  setTimeout(poll, 1000);
}
setInterval(() => { if (room) look("clock").textContent = clockText(); }, 250);
window.addEventListener("resize", () => { shownUntil = null; });
poll();
frame();
