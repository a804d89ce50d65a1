// The page of phones: the book of people, the phones that are open, and what happens when something changes.
import { drawBook } from "/list.js";
import { get, listen, post } from "/live.js";
import { Phone, liveliest } from "/phone.js";
import { moment } from "/words.js";

const byId = (id) => document.getElementById(id);
const narrow = matchMedia("(max-width: 859px)");
const state = { people: new Map(), oas: [], open: new Map(), news: new Map(), told: new Map(), offset: 0 };
const now = () => Date.now() / 1000 + state.offset;

function say(words) {
  byId("refused").textContent = words ? `Không làm được: ${words}.` : "";
  byId("refused").hidden = !words;
}

async function act(personId, verb, body) {
  say("");
  return post(`/__emu/people/${encodeURIComponent(personId)}/${verb}`, body, say);
}

function remember() {
  const url = new URL(location);
  url.searchParams.set("open", [...state.open.values()].map((phone) => `${phone.person.id}|${phone.oa}`).join(","));
  history.replaceState(null, "", url);
  byId("none").hidden = state.open.size > 0;
  const waiting = [...state.news.values()].reduce((sum, count) => sum + count, 0);
  document.title = `${waiting ? `(${waiting}) ` : ""}Điện thoại người dân và cán bộ – giả lập Zalo`;
}

function book() {
  drawBook(byId("people"), byId("nobody"), [...state.people.values()], byId("search").value, {
    opened: state.open, news: state.news, now: now(), choose,
  });
  byId("count").textContent = state.people.size;
}

function close(personId) {
  state.open.get(personId)?.frame.remove();
  state.open.delete(personId);
  remember();
  book();
  (byId("people").querySelector(`[data-person="${CSS.escape(personId)}"]`) ?? byId("search")).focus();
}

async function choose(personId) {
  const phone = await open(personId, "", { first: true });
  if (narrow.matches) byId("book").open = false;
  phone?.frame.scrollIntoView({ block: "nearest", inline: "nearest" });
  phone?.part(".say input").focus({ preventScroll: true });
}

/** How many phones fit beside each other, and how many stand before the oldest goes: two rows, one on a narrow screen. */
const beside = () => (narrow.matches ? 1 : Math.max(1, Math.floor((byId("phones").clientWidth - 16) / 384)));

const most = () => beside() * (narrow.matches ? 1 : 2);

/** The oldest phones go, but not the one that somebody is at. */
function makeRoom(newest) {
  while (state.open.size > most()) {
    const others = [...state.open.values()].filter((phone) => phone !== newest);
    const oldest = others.find((phone) => !phone.busy()) ?? others[0];
    oldest.frame.remove();
    state.open.delete(oldest.person.id);
  }
}

async function open(personId, oa, { first = false } = {}) {
  let phone = state.open.get(personId);
  const person = state.people.get(personId);
  if (!person) return null;
  if (!phone) {
    const frame = byId("phone").content.firstElementChild.cloneNode(true);
    phone = new Phone(frame, person, state.oas, { act, close: () => close(personId), now, moved: remember });
    phone.show(oa || liveliest(person, state.oas));
    state.open.set(personId, phone);
    if (first) byId("phones").prepend(frame);
    else byId("phones").append(frame);
    makeRoom(phone);
  } else if (oa) {
    phone.show(oa);
  }
  state.news.delete(personId);
  await refresh(personId);
  remember();
  book();
  return phone;
}

async function refresh(personId) {
  const person = await get(`/__emu/people/${encodeURIComponent(personId)}`);
  state.people.set(personId, person);
  state.open.get(personId)?.draw(person);
  return person;
}

/** What accounts wrote since the page last asked this, the latest last: `{person, oa, at}`. */
function news() {
  const found = [];
  for (const person of state.people.values()) {
    for (const [oa, { last }] of Object.entries(person.ties)) {
      const key = `${person.id}|${oa}`;
      if (last?.from === "oa" && last.at !== state.told.get(key)) found.push({ person, oa, at: last.at });
      if (last) state.told.set(key, last.at);
    }
  }
  return found.sort((a, b) => a.at - b.at);
}

async function people() {
  state.people = new Map((await get("/__emu/people?brief=1")).map((person) => [person.id, person]));
}

async function heard(changed) {
  const all = changed.has("*");
  await people();
  if (all || changed.has("")) await console_();
  if (all) for (const personId of [...state.open.keys()]) if (!state.people.has(personId)) close(personId);
  for (const personId of state.open.keys()) if (all || changed.has(personId)) await refresh(personId);
  const fresh = news();
  for (const [place, one] of fresh.entries()) await told(one, fresh.length - place <= most());
  remember();
  book();
}

/** Somebody heard something: open their phone, turn it to the talk, or count it. */
async function told({ person, oa }, may) {
  const follow = byId("follow-news").checked;
  const phone = state.open.get(person.id);
  const disturbs = narrow.matches && [...state.open.values()].some((one) => one.busy());
  if (phone) phone.heard(oa, { turn: follow });
  else if (follow && may && !disturbs) await open(person.id, oa, { first: true });
  else state.news.set(person.id, (state.news.get(person.id) ?? 0) + 1);
}

/** The clock and the webhook, as the developer's console shows them. */
async function console_() {
  const [clock, hook] = await Promise.all([get("/__emu/clock"), get("/__emu/webhook")]);
  state.offset = clock.now - Date.now() / 1000;
  byId("real").hidden = Math.abs(clock.offset) < 1;
  byId("off").hidden = hook.enabled;
  byId("late").hidden = !hook.enabled || !hook.fails;
  byId("late-count").textContent = hook.waiting;
}

function tick() {
  byId("now").textContent = moment(now());
}

function buttons() {
  for (const button of document.querySelectorAll("[data-advance]")) {
    button.addEventListener("click", () => post("/__emu/clock", { advance: Number(button.dataset.advance) }, say));
  }
  byId("real").addEventListener("click", () => post("/__emu/clock", { set: Date.now() / 1000 }, say));
  byId("switch-on").addEventListener("click", () => post("/__emu/webhook", { enabled: true }, say));
  byId("search").addEventListener("input", book);
  byId("search").form.addEventListener("submit", (event) => {
    event.preventDefault();
    byId("people").querySelector("button")?.click();
  });
  const fold = () => {
    for (const id of ["book", "world"]) byId(id).open = !narrow.matches;
  };
  narrow.addEventListener("change", fold);
  fold();
}

async function begin() {
  buttons();
  state.oas = (await get("/__emu/world")).oas;
  await people();
  await console_();
  news(); // what stands there already is none
  const wanted = new URL(location).searchParams.get("open");
  const few = [...state.people.keys()].slice(0, beside());
  for (const key of wanted ? wanted.split(",").filter(Boolean) : wanted === null ? few : []) {
    const [personId, oa = ""] = key.split(/[|:]/); // p01, p01:H05 (a province) or p01|<oa id>
    await open(personId, state.oas.find((one) => oa && (one.oa_id === oa || one.province === oa))?.oa_id ?? "");
  }
  if (wanted) document.querySelector(".phone")?.scrollIntoView({ block: "nearest" });
  remember();
  book();
  tick();
  setInterval(tick, 1000);
}

// The line is opened first, so that nothing is missed while the page loads.
const ready = new Promise((resolve) => {
  const start = async () => {
    try {
      await begin();
      resolve();
    } catch {
      setTimeout(start, 1500);
    }
  };
  start();
});
listen(
  async (changed) => {
    await ready;
    await heard(changed);
  },
  (up) => (byId("away").hidden = up),
);
