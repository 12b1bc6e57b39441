"use strict";
// A student's page. It asks every second how things stand; what it could not send it sends again.
const STORE = "tarpeia-class";
let known = "", onWall = false, pause = 200, token = null, me = null, room = null, wanted = {}, wantedFor = -1, drawn = "", sending = false, sentAt = -1e9, later = null, chart = null, chartFor = "";
window.tarpeia = { answers: [] }; // how long the room took, for those who measure it

function remember(value) { token = value; try { if (value) localStorage.setItem(STORE, value); else localStorage.removeItem(STORE); } catch (fault) { /* a private window forgets: the code is on the page */ } }
function recall() { try { return localStorage.getItem(STORE); } catch (fault) { return null; } }

function tell(text) { look("fault").textContent = text || ""; show("fault", Boolean(text)); }

function take(told) {
  if (told.token) remember(told.token);
  setClock(told.room);
  delete told.room.seconds_left;
  // Most answers bring nothing new: then nothing is painted.
  const playing = told.room.phase === "played" && told.room.since < rules.play_seconds;
  delete told.room.since;
  const text = JSON.stringify([told.me, told.room, clockOver(), playing]);
  if (me && text === known) return;
  if (room && me && (room.phase !== told.room.phase || room.quarter !== told.room.quarter)) { window.scrollTo(0, 0); tell(""); }
  known = text; me = told.me; room = told.room; onWall = playing;
  if (wantedFor !== room.quarter || room.phase !== "deciding") { wanted = {}; wantedFor = room.quarter; }
  paint();
}

function leave(text) { remember(null); me = null; known = ""; wanted = {}; clearTimeout(later); tell(text); paint(); }

async function poll() {
  const begun = performance.now();
  try {
    if (token) {
      take(await ask("/api/me", { "x-token": token }));
      if (look("fault").textContent.startsWith("The room does not answer")) tell("");
      if (Object.keys(wanted).length) await send();
    }
  } catch (fault) {
    if (fault.status === 401) leave(fault.message); else tell(fault.message);
  }
  // A room that is slow to answer is asked less often.
  setTimeout(poll, Math.min(10000, Math.max(900, 4 * (performance.now() - begun))) + 300 * Math.random());
}

async function send() {
  if (sending || !Object.keys(wanted).length) return;
  // What is chosen within a moment goes together: the room answers so often and no oftener.
  const early = pause - (performance.now() - sentAt);
  if (early > 0) { clearTimeout(later); later = setTimeout(send, early); return; }
  sending = true; sentAt = performance.now();
  const sent = Object.assign({}, wanted), begun = performance.now();
  try {
    const told = await ask("/api/decide", { "x-token": token }, { quarter: wantedFor, decision: sent });
    window.tarpeia.answers.push(performance.now() - begun);
    pause = 200;
    for (const name of Object.keys(sent)) if (wanted[name] === sent[name]) delete wanted[name];
    take(told);
    paint();
    tell("");
  } catch (fault) {
    // A room that does not answer is not asked at once again.
    pause = fault.status === 429 ? 200 : Math.min(3000, 2 * pause);
    if (fault.status === 401) { leave(fault.message); return; }
    tell(fault.message);
    if (fault.status === 409) { wanted = {}; if (me) paint(); }
  } finally { sending = false; }
  if (Object.keys(wanted).length) send();
}

function choose(question, option) { wanted[question] = option; wantedFor = room.quarter; paint(); send(); }

function paintForm() {
  const open = room.phase === "deciding" && !clockOver();
  show("decision", room.phase === "deciding");
  if (room.phase !== "deciding") return;
  const key = room.quarter + "/" + open;
  const form = look("decision");
  if (drawn !== key) {
    drawn = key;
    fill("decision", make("h2", {}, "Your three decisions for quarter " + (room.quarter + 1)), rules.questions.map((question) => make("fieldset", { disabled: !open }, make("legend", {}, question.text),
      question.options.map((option) => make("label", { class: "option" },
        make("input", { type: "radio", name: question.name, value: option.name, onchange: () => choose(question.name, option.name) }),
        make("span", {}, option.text), make("span", { class: "votes", id: "votes-" + question.name + "-" + option.name }))))));
  }
  for (const question of rules.questions) {
    const mine = wanted[question.name] || me.vote[question.name];
    for (const option of question.options) {
      const input = form.querySelector('input[name="' + question.name + '"][value="' + option.name + '"]');
      if (input.checked !== (option.name === mine)) input.checked = option.name === mine;
      const votes = me.tally[question.name][option.name], stands = me.standing[question.name] === option.name;
      look("votes-" + question.name + "-" + option.name).textContent = (stands ? "stands " : "") + (votes ? "· " + votes : "");
    }
  }
}

function paint() {
  show("entry", !me); show("seat", Boolean(me));
  if (!me) return;
  look("title").textContent = me.team_name + ", the founder's seat";
  look("phase").textContent = phaseText(room);
  const deciding = room.phase === "deciding";
  show("clock", deciding);
  show("brief", room.phase === "lobby"); show("briefing", room.phase !== "lobby" && !onWall); show("plays", onWall);
  fill("counts", rules.measures.map((one) => make("li", {}, one.short + ": " + one.text + " (points: " + one.points + ")")));
  fill("headlines", me.briefing.headlines.length ? me.briefing.headlines.map((one) => make("li", {}, one.date + ": " + one.text)) : make("li", {}, "A quiet quarter."));
  fill("figures", me.briefing.figures.map((one) => make("div", {}, make("dt", {}, one.name), make("dd", {}, one.value), make("dd", {}, one.change))));
  fill("unknown", me.briefing.unknown.map((one) => make("li", {}, one)));
  paintForm();
  const left = rules.questions.filter((one) => !(wanted[one.name] || me.vote[one.name])).length;
  const waits = Object.keys(wanted).length;
  look("saved").textContent = !deciding ? "" : clockOver() ? "The time is up; what stands is done." : waits ? "Saving …" : left ? (left === 3 ? "Nothing chosen yet: what your team did last goes on." : left + " still open.") : "All three are saved. You may change them until the time is up.";
  const scored = Boolean(me.score) && !onWall;
  show("outcome", scored);
  if (scored) {
    look("outcome").textContent = "Your team: " + me.score.total.toFixed(0) + " points, place " + me.rank + " of " + me.of + ". Doing nothing would have brought 50 for reputation, units and the worst month.";
    fill("table", make("table", {}, make("thead", {}, make("tr", {}, ["measure", "yours", "points, 0 to 100"].map((one, k) => make("th", { scope: "col", class: k ? "number" : "" }, one)))), make("tbody", {}, rules.measures.map((one) => make("tr", {}, make("th", { scope: "row" }, one.short, make("div", { class: "small" }, one.text + ". Weight " + room.weights[one.name])),
      make("td", { class: "number" }, whole(me.score.measures[one.name])), make("td", { class: "number" }, me.score.points[one.name].toFixed(0)))))));
    if (room.phase === "ended" && room.debrief.ready) look("table").append(make("p", {}, make("a", { href: "/debrief.html#team-" + (me.team + 1), target: "_blank", rel: "noopener" }, "Your team's debrief")));
    else if (room.phase === "ended") look("table").append(make("p", { class: "small" }, "The debrief is being worked out: " + Math.round(100 * room.debrief.done) + " %."));
  } else fill("table");
  paintChart();
  look("who").textContent = me.nickname + ", with " + (me.mates.length > 1 ? me.mates.filter((one) => one !== me.nickname).join(", ") : "nobody yet") + ". Your own code: " + me.code + " (with your nickname it opens your seat again, here or elsewhere).";
  for (const one of rules.questions) document.body.dataset[one.name] = me.vote[one.name] || "";
}

async function paintChart() {
  const key = JSON.stringify(room.weights) + room.phase + "/" + room.played + "/" + room.results;
  const wants = Boolean(me.score) && !onWall;
  show("chart", wants);
  if (!wants) return;
  if (chartFor !== key) { chartFor = key; try { chart = await ask("/api/chart", {}); } catch (fault) { chartFor = ""; return; } }
  if (chart && me) drawChart(look("chart"), chart, chart.played, me.team);
}

// Made here: an answer that is lost on the way costs no seat.
const fresh = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
look("join").addEventListener("submit", async (event) => {
  event.preventDefault();
  const team = look("team").value;
  try {
    take(await ask("/api/join", {}, Object.assign({ room: look("room").value, nickname: look("nickname").value, token: fresh }, team === "" ? {} : { team: Number(team) })));
    tell("");
  } catch (fault) { tell(fault.message); }
});
look("resume").addEventListener("submit", async (event) => {
  event.preventDefault();
  try { take(await ask("/api/resume", {}, { nickname: look("old-nickname").value, code: look("old-code").value })); tell(""); } catch (fault) { tell(fault.message); }
});
look("forget").addEventListener("click", async () => {
  if (!window.confirm("Delete your name from this game? What your team has played stays, without it.")) return;
  try { await ask("/api/forget", { "x-token": token }, {}); leave("Your name is deleted."); } catch (fault) { tell(fault.message); }
});
setInterval(() => { if (me && room.phase === "deciding") { look("clock").textContent = clockText(); if (drawn !== room.quarter + "/" + !clockOver()) paint(); } }, 250);
window.addEventListener("resize", () => { if (me && chart) paintChart(); });

(async () => {
  while (!rules) { try { rules = await ask("/api/rules", {}); } catch (fault) { tell(fault.message); await new Promise((done) => setTimeout(done, 1500)); } }
  tell("");
  look("room").value = (new URLSearchParams(location.search).get("room") || "").slice(0, 6).toUpperCase();
  try { const now = await ask("/api/room", {}); for (const one of now.teams) look("team").append(make("option", { value: one.team }, one.name)); } catch (fault) { /* any team */ }
  token = recall();
  if (!token) paint();
  poll();
})();
