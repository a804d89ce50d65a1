"use strict";
const state = { people: [], oas: [], open: new Map() };
const byId = (id) => document.getElementById(id);
const get = async (path) => (await fetch(path)).json();
const post = (path, body) => fetch(path, { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });
const clock = (seconds) => new Intl.DateTimeFormat("vi-VN", { hour: "2-digit", minute: "2-digit", second: "2-digit", timeZone: "Asia/Ho_Chi_Minh" }).format(new Date(seconds * 1000));
const local = (phone) => "0" + phone.slice(2);

function option(value, text) {
  const element = document.createElement("option");
  element.value = value;
  element.textContent = text;
  return element;
}

function choices(line, person, oa) {
  const box = document.createElement("span");
  box.className = "choices";
  for (const button of line.buttons || []) {
    if (button.type === "oa.open.url") {
      const link = document.createElement("a");
      link.href = button.payload.url;
      link.textContent = button.title;
      link.target = "_blank";
      link.rel = "noopener";
      box.append(link);
    } else {
      const tap = document.createElement("button");
      tap.type = "button";
      tap.textContent = button.title;
      tap.addEventListener("click", () => post(`/__emu/people/${person}/tap`, { oa, text: button.payload, hidden: button.type === "oa.query.hide" }));
      box.append(tap);
    }
  }
  return box;
}

function draw(phone, person, oa) {
  const log = phone.querySelector(".log");
  log.replaceChildren();
  const tie = person.ties[oa];
  for (const line of tie ? tie.log : []) {
    const item = document.createElement("li");
    item.className = line.from;
    item.textContent = line.text;
    if (line.from === "oa" && (line.buttons || []).length) item.append(choices(line, person.id, oa));
    const when = document.createElement("small");
    when.textContent = clock(line.at);
    item.append(when);
    log.append(item);
  }
  if (!log.children.length) {
    const item = document.createElement("li");
    item.className = "empty";
    item.textContent = "Chưa có tin nhắn nào.";
    log.append(item);
  }
  log.scrollTop = log.scrollHeight;
}

function open(personId, oaId) {
  const key = `${personId}|${oaId}`;
  if (state.open.has(key)) return;
  const person = state.people.find((p) => p.id === personId);
  const oa = state.oas.find((o) => o.oa_id === oaId);
  const phone = byId("phone").content.firstElementChild.cloneNode(true);
  phone.querySelector(".name").textContent = person.name;
  phone.querySelector(".number").textContent = local(person.phone);
  phone.querySelector(".oa").textContent = oa.name;
  phone.setAttribute("aria-label", `Điện thoại của ${person.name}`);
  phone.querySelector(".close").addEventListener("click", () => { phone.remove(); state.open.delete(key); remember(); });
  phone.querySelector(".say").addEventListener("submit", async (event) => {
    event.preventDefault();
    const input = event.target.elements.text;
    if (input.value.trim()) await post(`/__emu/people/${personId}/say`, { oa: oaId, text: input.value });
    input.value = "";
  });
  for (const button of phone.querySelectorAll("[data-verb]")) {
    button.addEventListener("click", () => post(`/__emu/people/${personId}/${button.dataset.verb}`, { oa: oaId }));
  }
  byId("phones").append(phone);
  state.open.set(key, phone);
  draw(phone, person, oaId);
  remember();
}

function remember() {
  const url = new URL(location);
  url.searchParams.set("open", [...state.open.keys()].join(","));
  history.replaceState(null, "", url);
}

async function refresh() {
  state.people = await get("/__emu/people");
  for (const [key, phone] of state.open) {
    const [personId, oaId] = key.split("|");
    const person = state.people.find((p) => p.id === personId);
    if (person) draw(phone, person, oaId);
  }
}

async function begin() {
  const world = await get("/__emu/world");
  state.oas = world.oas;
  state.people = await get("/__emu/people");
  byId("person").append(...state.people.map((p) => option(p.id, `${p.name} · ${local(p.phone)}`)));
  byId("oa").append(...state.oas.map((o) => option(o.oa_id, o.name)));
  byId("pick").addEventListener("submit", (event) => { event.preventDefault(); open(byId("person").value, byId("oa").value); });
  const wanted = new URL(location).searchParams.get("open");
  const first = wanted ? wanted.split(",").filter(Boolean) : [`${state.people[0].id}|${state.oas[0].oa_id}`];
  for (const key of first) open(...key.split("|"));
  let pending = false;
  new EventSource("/__emu/stream").onmessage = () => {
    if (pending) return;
    pending = true;
    setTimeout(() => { pending = false; refresh(); }, 150);
  };
}
begin();
