// One phone: its frame, its talk with one account, its buttons.
const ZONE = { timeZone: "Asia/Ho_Chi_Minh" };
const clock = new Intl.DateTimeFormat("vi-VN", { hour: "2-digit", minute: "2-digit", second: "2-digit", ...ZONE });
const day = new Intl.DateTimeFormat("vi-VN", { weekday: "long", day: "numeric", month: "numeric", year: "numeric", ...ZONE });
const acts = new WeakMap();

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

/** Put the owner and the account on a fresh phone and wire its buttons. */
export function fill(phone, person, oa, { act, close }) {
  acts.set(phone, act);
  phone.setAttribute("aria-label", `Điện thoại của ${person.name}`);
  phone.querySelector(".name").textContent = person.name;
  phone.querySelector(".number").textContent = `0${person.phone.slice(2)}`.replace(/^(\d{4})(\d{3})(\d{3})$/, "$1 $2 $3");
  phone.querySelector(".oa").textContent = oa.name;
  phone.querySelector(".sign").textContent = oa.name.split(" ").slice(-2).map((word) => word[0]).join("");
  phone.querySelector(".close").addEventListener("click", close);
  phone.querySelector(".say").addEventListener("submit", (event) => {
    event.preventDefault();
    const input = event.target.elements.text;
    const text = input.value.trim();
    input.value = "";
    if (text) act("say", { text });
  });
  for (const button of phone.querySelectorAll("[data-verb]")) {
    button.addEventListener("click", () => act(button.dataset.verb));
  }
  phone.querySelector(".follow").addEventListener("click", (event) => act(event.target.classList.contains("on") ? "unfollow" : "follow"));
  phone.querySelector(".ban").addEventListener("click", (event) => act(event.target.dataset.blocked ? "unblock" : "block"));
}

function trouble(person, tie, oa) {
  if (!person.has_zalo) return "Số này chưa có tài khoản Zalo.";
  if (tie?.blocked) return "Người này đã chặn tài khoản.";
  if (person.refused_oas.includes("*") || person.refused_oas.includes(oa)) return "Người này từ chối nhận tin.";
  if (!person.can_receive) return "Tài khoản không nhận được tin theo mẫu.";
  if (person.inactive) return "Đã lâu không dùng Zalo.";
  return "";
}

function choice(button, act) {
  const target = button.payload || {};
  const links = { "oa.open.url": target.url, "oa.open.phone": `tel:+${target.phone_code}`, "oa.open.sms": `sms:+${target.phone_code}` };
  if (button.type in links) {
    const link = element("a", "", button.title);
    link.href = links[button.type];
    if (button.type === "oa.open.url") Object.assign(link, { target: "_blank", rel: "noopener" });
    return link;
  }
  const tap = element("button", "", button.title);
  tap.type = "button";
  tap.addEventListener("click", () => act("tap", { text: button.payload, hidden: button.type === "oa.query.hide" }));
  return tap;
}

function foot(line) {
  const parts = [clock.format(line.at * 1000)];
  if (line.human) parts.unshift("Cán bộ trực trả lời");
  if (line.from === "oa" && line.channel) parts.push(line.seen ? "Đã xem" : line.delivered ? "Đã nhận" : "Đang chuyển");
  return parts.join(" · ");
}

function bubble(line, act) {
  const item = element("li", line.from);
  if (line.title) {
    item.classList.add("template");
    item.append(element("span", "head", line.title), element("span", "words", line.text));
  } else {
    item.append(line.text);
  }
  item.append(element("small", "", foot(line)));
  if (line.from === "oa" && line.buttons?.length) {
    const box = element("div", "choices");
    box.append(...line.buttons.map((button) => choice(button, act)));
    item.append(box);
  }
  return item;
}

/** Show the talk as it stands. Keeps the place of a reader who has scrolled up. */
export function draw(phone, person, oa) {
  const log = phone.querySelector(".log");
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
  const tie = person.ties[oa];
  const before = Number(phone.dataset.lines ?? -1);
  const lines = tie?.log ?? [];
  const items = [];
  let shown = "";
  lines.forEach((line, index) => {
    const today = day.format(line.at * 1000);
    if (today !== shown) items.push(element("li", "day", (shown = today)));
    const item = bubble(line, acts.get(phone));
    if (before >= 0 && index >= before) item.classList.add("new");
    items.push(item);
  });
  if (!items.length) items.push(element("li", "empty", "Chưa có tin nhắn nào."));
  log.replaceChildren(...items);
  phone.dataset.lines = lines.length;
  if (atEnd || before < 0) log.scrollTop = log.scrollHeight;
  const follow = phone.querySelector(".follow");
  follow.classList.toggle("on", Boolean(tie?.follower));
  follow.textContent = tie?.follower ? "Đang quan tâm" : "Quan tâm";
  const ban = phone.querySelector(".ban");
  ban.textContent = tie?.blocked ? "Bỏ chặn" : "Chặn";
  ban.dataset.blocked = tie?.blocked ? "1" : "";
  const why = phone.querySelector(".trouble");
  why.textContent = trouble(person, tie, oa);
  why.hidden = !why.textContent;
}
