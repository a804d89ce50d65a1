// Texts as people read them: times in Vietnam, phone numbers, initials, words without their marks.
const ZONE = { timeZone: "Asia/Ho_Chi_Minh" };
const clock = new Intl.DateTimeFormat("vi-VN", { hour: "2-digit", minute: "2-digit", ...ZONE });
const exact = new Intl.DateTimeFormat("vi-VN", { dateStyle: "short", timeStyle: "medium", ...ZONE });
const day = new Intl.DateTimeFormat("vi-VN", { weekday: "long", day: "numeric", month: "numeric", year: "numeric", ...ZONE });
const short = new Intl.DateTimeFormat("vi-VN", { day: "2-digit", month: "2-digit", ...ZONE });
const date = new Intl.DateTimeFormat("en-CA", ZONE);

export const hour = (seconds) => clock.format(seconds * 1000);
export const moment = (seconds) => exact.format(seconds * 1000);
export const dayOf = (seconds) => date.format(seconds * 1000);
export const longDay = (seconds) => day.format(seconds * 1000);

/** The hour of something today, the day of something older. */
export function when(seconds, now) {
  return dayOf(seconds) === dayOf(now) ? hour(seconds) : short.format(seconds * 1000);
}

export const local = (phone) => `0${phone.slice(2)}`.replace(/^(\d{4})(\d{3})(\d{3})$/, "$1 $2 $3");

/** Two letters for a picture: of the last two words of a name. */
export function initials(name) {
  return name.trim().split(/\s+/).slice(-2).map((word) => word[0].toUpperCase()).join("");
}

export const fold = (text) =>
  text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/gi, "d").toLowerCase();

/** What stands in the way of messages to this person; empty where nothing does. */
export function trouble(person, oa) {
  const tie = person.ties[oa];
  if (!person.has_zalo) return "Số này chưa có tài khoản Zalo: tin không đến được.";
  if (tie?.blocked) return "Người này đã chặn tài khoản.";
  if (person.refused_oas.includes("*") || person.refused_oas.includes(oa)) return "Người này từ chối nhận tin.";
  if (!person.can_receive) return "Máy này không nhận được tin theo mẫu.";
  if (person.inactive) return "Đã lâu không dùng Zalo.";
  return "";
}

export function element(name, className = "", text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}
