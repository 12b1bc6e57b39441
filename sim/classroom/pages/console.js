"use strict";
// The lecturer's page. Its key is in the address that the window showed in which the class was started.
const key = new URLSearchParams(location.search).get("key") || "";
let room = null, told = null, weighed = "";

function take(answer) { room = answer.room; told = answer.console; setClock(room); paint(); }
function tell(text) { look("fault").textContent = text || ""; show("fault", Boolean(text)); }
async function act(what, more) {
  try { take(await ask("/api/do", { "x-key": key }, Object.assign({ what }, more))); tell(""); } catch (fault) { tell(fault.message); }
}

const CHIEF = {
  lobby: () => ["Start", "start"],
  deciding: () => ["Close and play the quarter", "play"],
  played: () => (room.quarter + 1 < rules.quarters ? ["Next quarter", "next"] : ["End the game", "end"]),
  ended: () => ["The game is over", null],
};

function answerText(name, decision) {
  if (!decision[name]) return "–";
  return rules.questions.find((one) => one.name === name).options.find((one) => one.name === decision[name]).text;
}

function paint() {
  look("phase").textContent = phaseText(room);
  const [label, what] = CHIEF[room.phase]();
  look("chief").textContent = label; look("chief").disabled = !what;
  look("pause").textContent = room.running || room.phase !== "deciding" ? "Pause" : "Go on";
  look("pause").disabled = room.phase !== "deciding"; look("undo").disabled = room.played === 0;
  look("end").disabled = room.played === 0 || room.phase === "ended";
  look("door").textContent = room.door ? "Close the door" : "Open the door";
  look("results").textContent = room.results ? "Hide results" : "Show results";
  show("clock", room.phase === "deciding");
  if (document.activeElement !== look("seconds")) look("seconds").value = told.seconds;
  const deciding = room.phase === "deciding";
  fill("teams", make("table", {}, make("thead", {}, make("tr", {}, ["Team", "people", "decided", ...rules.questions.map((one) => one.text)].map((one) => make("th", { scope: "col" }, one)))),
    make("tbody", {}, room.teams.filter((one) => one.plays).map((one) => {
      const did = told.did[one.team] || [], now = deciding ? told.standing[one.team] : did[did.length - 1] || {};
      return make("tr", {}, make("th", { scope: "row" }, mark(one.team), " ", one.name), make("td", {}, String(one.members)), make("td", {}, String(one.decided)), rules.questions.map((q) => make("td", { class: "small" }, answerText(q.name, now))));
    }))));
  if (!Object.keys(told.scores).length) fill("scores", make("p", { class: "small" }, "After the first quarter.")); else fill("scores", scoreTable(told.scores, room.teams, told.weights));
  fill("people", told.members.map((one) => make("li", {}, one.nickname + ", " + one.team_name + " ", make("button", { type: "button", onclick: () => { if (window.confirm("Take " + one.nickname + "'s name out of this game, for good?")) act("forget", { member: one.member }); } }, "Remove"))));
  const state = JSON.stringify(told.weights);
  if (weighed !== state) {
    weighed = state;
    fill("weights", rules.measures.map((one) => make("label", { title: one.text + "; points: " + one.points }, one.short + ": " + one.text, make("input", { type: "number", min: 0, max: 100, name: one.name, value: told.weights[one.name] }))), make("button", { type: "submit" }, "Set the weights"));
  }
  fill("debrief");
  if (room.phase === "ended") {
    if (room.debrief.fault) look("debrief").textContent = "The debrief: " + room.debrief.fault + " ";
    if (room.debrief.ready) look("debrief").append("Debrief: ", make("a", { href: "/debrief.html", target: "_blank", rel: "noopener" }, "page"), ", ", make("a", { href: "/debrief.pdf", target: "_blank", rel: "noopener" }, "PDF"));
    else if (!room.debrief.fault) look("debrief").textContent = "The debrief is being worked out: " + Math.round(100 * room.debrief.done) + " %";
  }
  look("about").textContent = "Room " + room.code + " at " + rules.address + ", seed " + told.seed + ". The game is kept in " + told.file + ".";
}

look("chief").addEventListener("click", () => { const what = CHIEF[room.phase]()[1]; if (what) act(what); });
look("pause").addEventListener("click", () => act(room.running ? "pause" : "go on"));
look("undo").addEventListener("click", () => { if (window.confirm("Take the last quarter back? Its votes stay, and the clock stands.")) act("undo"); });
look("results").addEventListener("click", () => act("show", { results: !room.results }));
look("door").addEventListener("click", () => act("door", { open: !room.door }));
look("end").addEventListener("click", () => { if (window.confirm("End the game and work out the debrief?")) act("end"); });
look("time").addEventListener("submit", (event) => { event.preventDefault(); act("time", { seconds: Number(look("seconds").value) }); });
look("weights").addEventListener("submit", (event) => { event.preventDefault(); act("weigh", { weights: Object.fromEntries([...look("weights").querySelectorAll("input")].map((one) => [one.name, Number(one.value)])) }); });
setInterval(() => { if (room) look("clock").textContent = clockText(); }, 250);

(async function poll() {
  try { if (!rules) rules = await ask("/api/rules", {}); take(await ask("/api/console", { "x-key": key })); if (look("fault").textContent.startsWith("The room")) tell(""); } catch (fault) { tell(fault.message); }
  setTimeout(poll, 1000);
})();
