// One phone: whose it is, the list of its talks, and the talk that is open.
import { bubble, update } from "/bubble.js";
import { dayOf, element, hour, initials, local, longDay, trouble, when } from "/words.js";

const lastOf = (person, oa) => person.ties[oa]?.last ?? null;

/** The account that this person last heard from or wrote to; the first where there is none. */
export function liveliest(person, oas) {
  const talks = oas.filter((oa) => lastOf(person, oa.oa_id));
  return (talks.sort((a, b) => lastOf(person, b.oa_id).at - lastOf(person, a.oa_id).at)[0] ?? oas[0]).oa_id;
}

export class Phone {
  /** `hooks`: act(person, verb, body), close(), now(), moved() */
  constructor(frame, person, oas, hooks) {
    Object.assign(this, { frame, person, oas, hooks, oa: "", items: new Map(), unread: new Map() });
    frame.setAttribute("aria-label", `Điện thoại của ${person.name}`);
    this.part(".name").textContent = person.name;
    this.part(".number").textContent = local(person.phone);
    this.part(".close").addEventListener("click", hooks.close);
    this.part(".back").addEventListener("click", () => this.show(""));
    this.part(".say").addEventListener("submit", (event) => this.say(event));
    for (const button of frame.querySelectorAll("[data-verb]")) {
      button.addEventListener("click", () => this.deed(button.dataset.verb));
    }
    this.part(".follow").addEventListener("click", () => this.act(this.tie()?.follower ? "unfollow" : "follow"));
    this.part(".ban").addEventListener("click", () => this.act(this.tie()?.blocked ? "unblock" : "block"));
    this.part(".notice").addEventListener("click", () => this.show(this.part(".notice").dataset.oa, { focus: true }));
  }

  part(selector) {
    return this.frame.querySelector(selector);
  }

  tie() {
    return this.person.ties[this.oa];
  }

  act(verb, body = {}) {
    return this.hooks.act(this.person.id, verb, { oa: this.oa, ...body });
  }

  deed(verb) {
    this.part(".deeds").open = false;
    this.part(".deeds summary").focus();
    const last = this.tie()?.log.filter((line) => line.from === "oa").at(-1);
    if (verb !== "react") this.act(verb);
    else if (last) this.act("react", { msg_id: last.id, icon: last.own_reaction ? "/-remove" : "/-heart" });
  }

  async say(event) {
    event.preventDefault();
    const input = event.target.elements.text;
    const text = input.value.trim();
    if (!text) return;
    input.value = "";
    if (!(await this.act("say", { text }))) input.value ||= text;
  }

  /** Whether somebody is at this phone: then it must not turn to another talk by itself. */
  busy() {
    return this.part(".say input").value !== "" || this.frame.contains(document.activeElement);
  }

  /** Open a talk; "" shows the list of talks. */
  show(oa, { focus = false } = {}) {
    if (oa !== this.oa) {
      this.items.clear();
      this.part(".log ol").replaceChildren();
    }
    this.oa = oa;
    this.unread.delete(oa);
    this.frame.classList.toggle("at-list", !oa);
    this.draw(this.person);
    this.hooks.moved();
    if (focus && oa) this.part(".say input").focus();
    else if (!oa) this.part(".talks button")?.focus();
  }

  /** A message from an account: into the open talk, or a notice on top. */
  heard(oa, { turn }) {
    if (oa === this.oa) return;
    if (turn && !this.busy()) return this.show(oa);
    this.unread.set(oa, (this.unread.get(oa) ?? 0) + 1);
    this.draw(this.person);
  }

  /** Show the person as they are now. */
  draw(person) {
    this.person = person;
    this.part(".clock").textContent = hour(this.hooks.now());
    this.notice();
    if (!this.oa) return this.drawList();
    const oa = this.oas.find((one) => one.oa_id === this.oa);
    this.part(".oa").textContent = oa.name;
    this.part(".sign").textContent = initials(oa.name);
    const follows = Boolean(this.tie()?.follower);
    this.part(".bond span").textContent = follows ? "Đang quan tâm" : "Chưa quan tâm";
    this.part(".follow").textContent = follows ? "Bỏ quan tâm" : "Quan tâm";
    this.part(".ban").textContent = this.tie()?.blocked ? "Bỏ chặn" : "Chặn";
    const why = trouble(person, this.oa);
    this.part(".trouble").textContent = why;
    this.part(".trouble").hidden = !why;
    for (const control of this.frame.querySelectorAll(".say input, .say button, .bond button")) control.disabled = !person.has_zalo;
    this.part(".deeds").hidden = !person.has_zalo;
    this.drawTalk(this.tie()?.log ?? []);
  }

  notice() {
    const [oa] = [...this.unread.keys()];
    const bar = this.part(".notice");
    bar.hidden = !oa || !this.oa;
    if (bar.hidden) return;
    const name = this.oas.find((one) => one.oa_id === oa).name;
    bar.dataset.oa = oa;
    bar.replaceChildren(element("strong", "", name), element("span", "", lastOf(this.person, oa)?.text ?? ""));
  }

  drawList() {
    const rows = this.oas.map((oa) => {
      const [last, fresh] = [lastOf(this.person, oa.oa_id), this.unread.get(oa.oa_id)];
      const row = element("button", "talk");
      row.type = "button";
      const words = element("span", "words");
      words.append(element("strong", "", oa.name), element("span", "", last ? last.text : "Chưa có tin nhắn"));
      const sign = element("span", "sign", initials(oa.name));
      sign.setAttribute("aria-hidden", "true");
      row.append(sign, words);
      if (last) row.append(element("small", "", when(last.at, this.hooks.now())));
      if (fresh) row.append(element("b", "badge", `${fresh} tin mới`));
      row.addEventListener("click", () => this.show(oa.oa_id, { focus: true }));
      const item = element("li");
      item.append(row);
      return item;
    });
    const focused = this.part(".talks").contains(document.activeElement);
    this.part(".talks").replaceChildren(...rows);
    if (focused) this.part(".talks button").focus();
  }

  /** Add what is new, bring the rest up to date: a reader who scrolled up keeps their place. */
  drawTalk(lines) {
    const log = this.part(".log");
    const list = this.part(".log ol");
    const fresh = this.items.size === 0;
    const atEnd = fresh || log.scrollHeight - log.scrollTop - log.clientHeight < 80;
    const here = new Set(lines.map((line) => line.id));
    for (const [id, item] of this.items) if (!here.has(id) && this.items.delete(id)) item.remove();
    let shownDay = [...list.querySelectorAll(".day")].at(-1)?.dataset.day ?? "";
    list.querySelector(".empty")?.remove();
    for (const line of lines) {
      const standing = this.items.get(line.id);
      if (standing) {
        update(standing, line);
        continue;
      }
      if (dayOf(line.at) !== shownDay) {
        const mark = element("li", "day", longDay(line.at));
        mark.dataset.day = shownDay = dayOf(line.at);
        list.append(mark);
      }
      const item = bubble(line, (verb, body) => this.act(verb, body));
      if (!fresh) item.classList.add("new");
      this.items.set(line.id, item);
      list.append(item);
    }
    const hint = this.person.has_zalo ? "Chưa có tin nhắn. Viết một tin, hoặc bấm «Quan tâm»." : "Chưa có tin nhắn.";
    if (!lines.length) list.replaceChildren(element("li", "empty", hint));
    if (atEnd) requestAnimationFrame(() => (log.scrollTop = log.scrollHeight));
  }
}
