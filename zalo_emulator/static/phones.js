// The page of phones: which are open, and what happens when something changes.
import { draw, fill } from "/phone.js";

const MOST = 6;
const state = { people: new Map(), oas: [], open: new Map() };
const byId = (id) => document.getElementById(id);
const get = async (path) => (await fetch(path)).json();
const post = (path, body = {}) =>
  fetch(path, { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });
export const local = (phone) => `0${phone.slice(2)}`.replace(/^(\d{4})(\d{3})(\d{3})$/, "$1 $2 $3");

function option(value, text) {
  const element = document.createElement("option");
  element.value = value;
  element.textContent = text;
  return element;
}

function remember() {
  const url = new URL(location);
  url.searchParams.set("open", [...state.open.keys()].join(","));
  history.replaceState(null, "", url);
  byId("none").hidden = state.open.size > 0;
}

function close(key) {
  state.open.get(key)?.remove();
  state.open.delete(key);
  remember();
}

async function open(personId, oaId, { first = false } = {}) {
  const key = `${personId}|${oaId}`;
  const oa = state.oas.find((o) => o.oa_id === oaId);
  if (!oa || !state.people.has(personId)) return;
  if (!state.open.has(key)) {
    const phone = byId("phone").content.firstElementChild.cloneNode(true);
    fill(phone, state.people.get(personId), oa, {
      act: (verb, body = {}) => post(`/__emu/people/${encodeURIComponent(personId)}/${verb}`, { oa: oaId, ...body }),
      close: () => close(key),
    });
    state.open.set(key, phone);
    if (first) byId("phones").prepend(phone);
    else byId("phones").append(phone);
    if (state.open.size > MOST) close(first ? [...byId("phones").children].at(-1).dataset.key : state.open.keys().next().value);
    phone.dataset.key = key;
    remember();
  }
  await refresh(personId);
}

async function refresh(personId) {
  const answer = await fetch(`/__emu/people/${encodeURIComponent(personId)}`);
  if (!answer.ok) return null;
  const person = await answer.json();
  state.people.set(personId, person);
  for (const [key, phone] of state.open) {
    const [owner, oa] = key.split("|");
    if (owner === personId) draw(phone, person, oa);
  }
  return person;
}

/** The account that wrote last to this person, if it was a moment ago. */
function latest(person) {
  let found = null;
  for (const [oa, tie] of Object.entries(person.ties)) {
    const line = tie.log.at(-1);
    if (line && line.from === "oa" && (!found || line.at > found.at)) found = { oa, at: line.at };
  }
  return found;
}

async function heard(changed) {
  if (changed.has("*")) {
    await everybody();
    for (const key of state.open.keys()) await refresh(key.split("|")[0]);
    await clock();
    return;
  }
  const since = state.since;
  const owners = new Set([...state.open.keys()].map((key) => key.split("|")[0]));
  for (const personId of changed) {
    const person = owners.has(personId) || byId("follow-news").checked ? await refresh(personId) : null;
    const news = person && latest(person);
    if (news && news.at > since && byId("follow-news").checked) {
      state.since = Math.max(state.since, news.at);
      if (!state.open.has(`${personId}|${news.oa}`)) await open(personId, news.oa, { first: true });
    }
  }
}

async function everybody() {
  const people = await get("/__emu/people?brief=1");
  state.people = new Map(people.map((p) => [p.id, p]));
  const chosen = byId("person").value;
  byId("person").replaceChildren(...people.map((p) => option(p.id, `${p.name} · ${local(p.phone)}${p.official ? " · cán bộ" : ""}`)));
  if (state.people.has(chosen)) byId("person").value = chosen;
}

async function clock() {
  const told = await get("/__emu/clock");
  state.offset = told.now - Date.now() / 1000;
  state.since ??= told.now;
}

function tick() {
  const now = new Date(Date.now() + (state.offset || 0) * 1000);
  byId("now").textContent = new Intl.DateTimeFormat("vi-VN", { dateStyle: "short", timeStyle: "medium", timeZone: "Asia/Ho_Chi_Minh" }).format(now);
}

/** Hear of changes from now on; resolves when the line is open, so that nothing is missed while the page loads. */
function listen(ready) {
  const changed = new Set();
  let waiting = false;
  const later = (what) => {
    changed.add(what);
    if (waiting) return;
    waiting = true;
    setTimeout(async () => {
      await ready;
      const now = new Set(changed);
      changed.clear();
      waiting = false;
      await heard(now);
    }, 120);
  };
  return new Promise((opened) => {
    const source = new EventSource("/__emu/stream");
    let first = true;
    source.onopen = () => {
      if (!first) later("*"); // the emulator was away: everything may be different
      first = false;
      opened();
    };
    source.onmessage = (event) => later(JSON.parse(event.data).person);
  });
}

async function begin() {
  let done;
  await listen(new Promise((resolve) => (done = resolve)));
  state.oas = (await get("/__emu/world")).oas;
  await everybody();
  await clock();
  byId("oa").append(...state.oas.map((o) => option(o.oa_id, o.name)));
  byId("pick").addEventListener("submit", (event) => {
    event.preventDefault();
    open(byId("person").value, byId("oa").value, { first: true });
  });
  for (const button of document.querySelectorAll("[data-advance]")) {
    button.addEventListener("click", () => post("/__emu/clock", { advance: Number(button.dataset.advance) }));
  }
  const wanted = new URL(location).searchParams.get("open");
  const few = [...state.people.keys()].slice(0, innerWidth < 800 ? 1 : 3).map((id) => `${id}|${state.oas[0].oa_id}`);
  for (const key of wanted ? wanted.split(",").filter(Boolean) : few) await open(...key.split("|"));
  remember();
  tick();
  setInterval(tick, 1000);
  done();
}
begin();
