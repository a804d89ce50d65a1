// One line of a talk: words, a filled template, a picture, buttons, and whether it arrived.
import { element, hour } from "/words.js";

const ICONS = { ":>": "😄", "--b": "👎", ":-((": "😢", "/-strong": "👍", "/-heart": "❤️", ":-h": "😠", ":o": "😮" };

function choice(button, act) {
  const target = button.payload || {};
  const links = { "oa.open.url": target.url, "oa.open.phone": `tel:+${target.phone_code}`, "oa.open.sms": `sms:+${target.phone_code}` };
  if (button.type in links) {
    const link = element("a", "", button.title);
    if (/^(https?|tel|sms):/.test(links[button.type] ?? "")) link.href = links[button.type];
    if (button.type === "oa.open.url") Object.assign(link, { target: "_blank", rel: "noopener" });
    return link;
  }
  const tap = element("button", "", button.title);
  tap.type = "button";
  tap.addEventListener("click", () => act("tap", { text: button.payload, hidden: button.type === "oa.query.hide" }));
  return tap;
}

function choices(line, act) {
  const buttons = (line.from === "oa" && line.buttons) || [];
  const made = buttons.map((button) => choice(button, act));
  if (line.asks_info) {
    const share = element("button", "", "Chia sẻ thông tin");
    share.type = "button";
    share.addEventListener("click", () => act("submit-info"));
    made.push(share);
  }
  if (!made.length) return null;
  const box = element("div", "choices");
  box.append(...made);
  return box;
}

function card(line) {
  const box = element("div", "card");
  box.append(element("strong", "", line.title), element("p", "", line.words ?? line.text));
  if (line.rows?.length) {
    const list = element("dl");
    for (const [label, value] of line.rows) list.append(element("dt", "", label), element("dd", "", value));
    box.append(list);
  }
  return box;
}

function attachment(part) {
  const url = part.payload?.url ?? "";
  if (!url.startsWith("http")) return null;
  const ours = new URL(url).pathname.startsWith("/media/") && part.type === "image";
  if (!ours) {
    const link = element("a", "", part.payload.name || "Mở");
    return Object.assign(link, { href: url, target: "_blank", rel: "noopener" });
  }
  return Object.assign(element("img"), { src: new URL(url).pathname, alt: "Ảnh đã gửi", width: 120, height: 160 });
}

function foot(line) {
  const parts = [hour(line.at)];
  if (line.human) parts.unshift("Cán bộ trực");
  if (line.from === "oa" && line.channel) parts.push(line.seen ? "Đã xem" : line.delivered ? "Đã nhận" : "Đang chuyển");
  return parts.join(" · ");
}

function liked(line) {
  return [...(line.reactions ?? []), line.own_reaction].map((icon) => ICONS[icon]).filter(Boolean).join(" ");
}

/** A fresh item for this line. */
export function bubble(line, act) {
  const item = element("li", line.from);
  const who = element("span", "hidden", line.from === "oa" ? "Cơ quan: " : "Người dân: ");
  const box = element("div", line.title ? "bubble template" : "bubble");
  box.append(who);
  if (line.title) box.append(card(line));
  else box.append(element("span", "text", line.text));
  box.append(...(line.attachments ?? []).map(attachment).filter(Boolean));
  const buttons = choices(line, act);
  if (buttons) box.append(buttons);
  item.append(box, element("span", "liked"), element("small"));
  update(item, line);
  return item;
}

/** What changes about a line that stands already. */
export function update(item, line) {
  const small = item.querySelector("small");
  if (small.textContent !== foot(line)) small.textContent = foot(line);
  const icons = item.querySelector(".liked");
  icons.textContent = liked(line);
  icons.hidden = !icons.textContent;
}
