// What the page hears from the emulator, and what it asks of it.

export async function get(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

/** Post; whether it was taken. What was refused is told by `trouble`. */
export async function post(path, body, trouble) {
  try {
    const answer = await fetch(path, { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });
    if (answer.ok) return true;
    trouble((await answer.json()).detail);
  } catch {
    trouble("bộ giả lập không trả lời");
  }
  return false;
}

/**
 * Hear of changes until the page goes. `heard(changes)` is never called twice at once; `state(up)` says whether the line
 * stands. After a break everything may be different: that is one change, `*`.
 */
export function listen(heard, state) {
  const changed = new Set();
  let busy = false;
  let first = true;
  const work = async () => {
    if (busy) return;
    busy = true;
    while (changed.size) {
      const now = new Set(changed);
      changed.clear();
      try {
        await heard(now);
      } catch {
        for (const what of now) changed.add(what); // it went away meanwhile; the next opening asks again
        break;
      }
    }
    busy = false;
  };
  const open = () => {
    const source = new EventSource("/__emu/stream");
    source.onopen = () => {
      state(true);
      if (!first) changed.add("*");
      first = false;
      work();
    };
    source.onmessage = (event) => {
      for (const what of JSON.parse(event.data).changed) changed.add(what);
      work();
    };
    source.onerror = () => {
      state(false);
      if (source.readyState === EventSource.CLOSED) setTimeout(open, 1500); // refused for good: begin anew
    };
  };
  open();
}
