// The book of people: who there is, what they last heard, who has news.
import { element, fold, initials, local, when } from "/words.js";

const lastOf = (person) =>
  Object.values(person.ties).map((tie) => tie.last).filter(Boolean).sort((a, b) => b.at - a.at)[0] ?? null;

function mark(person) {
  if (!person.has_zalo) return "không có Zalo";
  if (person.refused_oas.includes("*")) return "từ chối nhận tin";
  if (!person.can_receive) return "không nhận được tin";
  return person.official ? "cán bộ" : "";
}

function row(person, { open, fresh, now, choose }) {
  const last = lastOf(person);
  const made = element("button", "contact");
  made.type = "button";
  made.dataset.person = person.id;
  if (open) made.setAttribute("aria-current", "true");
  const sign = element("span", "sign", initials(person.name));
  sign.setAttribute("aria-hidden", "true");
  const words = element("span", "words");
  const name = element("span", "who");
  name.append(element("strong", "", person.name));
  if (mark(person)) name.append(element("span", "mark", mark(person)));
  words.append(name, element("span", "said", last ? `${last.from === "oa" ? "" : "Bạn: "}${last.text}` : local(person.phone)));
  const side = element("span", "side");
  if (last) side.append(element("small", "", when(last.at, now)));
  if (fresh) side.append(element("b", "badge", `${fresh} mới`));
  made.append(sign, words, side);
  made.addEventListener("click", () => choose(person.id));
  const item = element("li");
  item.append(made);
  return item;
}

/** Draw the people that fit the words, the liveliest first. Keeps the focus where it was. */
export function drawBook(list, none, people, words, { opened, news, now, choose }) {
  const wanted = fold(words.trim());
  const digits = words.replace(/\D/g, "");
  const fits = (person) =>
    !wanted || fold(`${person.name} ${mark(person)}`).includes(wanted) || (digits.length > 2 && local(person.phone).replace(/ /g, "").includes(digits));
  const shown = people.filter(fits);
  const order = new Map(shown.map((person, place) => [person.id, lastOf(person)?.at ?? -place - 1]));
  shown.sort((a, b) => order.get(b.id) - order.get(a.id));
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.person : null;
  list.replaceChildren(
    ...shown.map((person) => row(person, { open: opened.has(person.id), fresh: news.get(person.id), now, choose })),
  );
  none.hidden = shown.length > 0;
  if (focused) list.querySelector(`[data-person="${CSS.escape(focused)}"]`)?.focus();
}
