"use strict";
const WHY = { repeat: "it repeats the one before", enough: "it is beyond the 25 worst" };
const form = document.querySelector("#ask");
const state = document.querySelector("#state");
const list = document.querySelector("#findings");
const all = document.querySelector("#all");
const player = new Audio();
let parts = [];
let turn = 0;

async function get(path) {
  const key = form.elements.key.value;
  const answer = await fetch(path, { headers: key ? { Authorization: `Bearer ${key}` } : {} });
  if (answer.ok) return answer;
  const problem = await answer.json().catch(() => ({}));
  throw new Error(problem.detail || problem.title || `The answer is ${answer.status}.`);
}

function put(parent, tag, text, kind) {
  const element = document.createElement(tag);
  element.textContent = text;
  if (kind) element.className = kind;
  parent.append(element);
  return element;
}

// Places of words count characters of the document's text, which for JavaScript are code points.
function spell(parent, ssml, words) {
  const text = [...new DOMParser().parseFromString(ssml, "text/xml").documentElement.textContent];
  let at = 0;
  const timed = words.map((word) => {
    const end = word.start + [...word.text].length;
    parent.append(text.slice(at, word.start).join(""));
    at = end;
    return { element: put(parent, "span", text.slice(word.start, end).join("")), ...word };
  });
  parent.append(`${text.slice(at).join("")} `);
  return timed;
}

function show(finding) {
  const item = put(list, "li", "");
  item.dataset.severity = finding.severity;
  put(item, "p", `${finding.severity} · ${finding.code}`, "about");
  if (finding.audio_status !== "completed") {
    put(item, "p", [finding.message, finding.suggestion].filter(Boolean).join(" "), "words");
    const why = WHY[finding.details.not_spoken] || finding.audio_status || "no speech was asked for";
    put(item, "p", `Not spoken: ${why}.`, "about");
    return [];
  }
  const words = put(item, "p", "", "words");
  const mine = finding.audio.map((audio) => {
    const { ssml } = finding.ssml.find((one) => one.segment_index === audio.segment_index);
    return { url: audio.url, words: spell(words, ssml, audio.marks.words || []) };
  });
  put(item, "button", "Play").addEventListener("click", () => play(mine));
  return mine;
}

function mark(words, time) {
  const now = words.filter((word) => word.time_ms <= time).at(-1);
  for (const word of words) word.element.classList.toggle("now", word === now);
}

async function play(queue) {
  const mine = ++turn;
  player.pause();
  for (const { url, words } of queue) {
    const source = URL.createObjectURL(await (await get(url)).blob());
    if (mine === turn) await sound(source, words, () => mine === turn);
    URL.revokeObjectURL(source);
    if (mine !== turn) return;
  }
}

function sound(source, words, current) {
  return new Promise((resolve) => {
    const look = () => {
      if (!current() || player.ended || player.error) {
        mark(words, -1);
        resolve();
        return;
      }
      mark(words, player.currentTime * 1000);
      requestAnimationFrame(look);
    };
    player.src = source;
    player.play().then(look, () => { resolve(); });
  });
}

async function load() {
  turn += 1;
  player.pause();
  list.replaceChildren();
  all.hidden = true;
  try {
    const id = encodeURIComponent(form.elements.analysis.value.trim());
    const analysis = await (await get(`/api/v1/analyses/${id}`)).json();
    parts = analysis.feedback.flatMap(show);
    all.hidden = parts.length === 0;
    state.textContent = `${analysis.feedback.length} findings; the analysis is ${analysis.status}.`;
  } catch (error) {
    state.textContent = error.message;
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  location.hash = form.elements.analysis.value.trim();
  load();
});
all.addEventListener("click", () => play(parts));
form.elements.analysis.value = location.hash.slice(1);
if (form.elements.analysis.value) load();
