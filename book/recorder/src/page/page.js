// The run: an overview of all events, and a window of at most STEPS of them as the trace of a <trace-player>.
(() => {
  const STEPS = 150, TOKENS = 12, LONG = 100_000;
  const { E, N, kinds, text, kind, cut, withoutFolders, times, last, seconds, Fold, names, onWhat, fullName, name } = RUN;
  const $ = (id) => document.getElementById(id);
  if (!N) return;
  const dark = matchMedia('(prefers-color-scheme: dark)'), theme = () => document.documentElement.classList.toggle('navy', dark.matches);
  theme();
  dark.addEventListener('change', () => { theme(); draw(); });
  // The overview, of the whole run: events and the longest queue a column, long steps, and a picture every so many events.
  const COLUMNS = 400, EVERY = 2000, kept = [], is = (i, ...of) => of.includes(kind(i));
  // From left to right is time, or one event after the other, where an idle minute takes no room.
  const ranks = new Float64Array(N);
  let idlest = 0, axis = 'time', busy, queue, long;
  for (let i = 0, n = 0, before = 0; i < N; i++) {
    if (is(i, 'alive') && i < N - 1) { ranks[i] = n; continue; }
    ranks[i] = is(i, 'alive') ? n : ++n;
    idlest = Math.max(idlest, times[i] - before);
    before = times[i];
  }
  if (idlest > last / 2) axis = 'events';
  const place = (i) => (axis === 'time' ? times[i] / last : Math.max(0, ranks[i] - 1) / Math.max(1, ranks[N - 1] - 1));
  const column = (i) => Math.min(COLUMNS - 1, Math.floor(COLUMNS * place(i)));
  const overview = () => {
    busy = new Uint32Array(COLUMNS), queue = new Uint32Array(COLUMNS), long = new Uint8Array(COLUMNS), kept.length = 0;
    const fold = new Fold(), begun = new Map();
    for (let i = 0; i < N; i++) {
      if (i % EVERY === 0) kept.push(new Fold(fold));
      fold.apply(i);
      const c = column(i), id = E[6 * i + 2];
      busy[c] += !is(i, 'alive');
      queue[c] = Math.max(queue[c], fold.queued);
      if (is(i, 'poll')) begun.set(id, i);
      if (is(i, 'pause', 'end') && begun.has(id)) {
        if (times[i] - times[begun.get(id)] >= LONG) long.fill(1, column(begun.get(id)), c + 1);
        begun.delete(id);
      }
    }
    for (const i of begun.values()) if (last - times[i] >= LONG) long.fill(1, column(i), COLUMNS);
  };

  // What is chosen.
  const chosen = new Set(), hidden = new Set(['alive', 'idle', 'busy', 'timer', 'fired', 'untimer']);
  let first = 0, shown = [], goal = -1; // the event that the next replay shows first
  const isShown = (i) => !hidden.has(kind(i)) && (!chosen.size || chosen.has(E[6 * i + 2]));
  const choose = () => {
    shown = [];
    for (let i = 0; i < N; i++) if (isShown(i)) shown.push(i);
  };

  // The sentence of an event: whole in the run as text, and short in the player.
  const say = (i, whole = false) => {
    const name = whole ? fullName : (id) => cut(fullName(id), 24), short = (s, n) => (whole ? s : cut(withoutFolders(s), n));
    const [, , id, x, y, z] = E.slice(6 * i, 6 * i + 6), who = id < 0 ? 'The program' : name(id), what = short(onWhat(text(x)).replaceAll('`', ''), 44);
    const access = is(i, 'wait', 'got') && z >= 0 ? text(z) + ' access to ' : '';
    const by = is(i, 'spawn') && z >= 0 ? ` by ${name(z)}` : '';
    return {
      spawn: `${who} is spawned${by}.`,
      poll: `A step of ${who} begins.`,
      pause: x < 0 ? `${who} waits.` : `${who} waits for ${what}.`,
      wake: `${who} is woken by ${x < 0 ? short(text(y), 45) || 'something unknown' : name(x)}.`,
      end: `${who} has ended: ${what}.`,
      timer: `${who} sets a timer for ${seconds(y)}.`,
      fired: 'A timer fires.', untimer: 'A timer is taken away.',
      idle: x < 0 ? 'The loop sleeps until something happens.' : `The loop sleeps for ${seconds(x)} at most.`,
      busy: 'The loop wakes.', alive: 'The program still runs.',
      wait: `${who} asks for ${access}the ${what}.`, got: `${who} has got ${access}the ${what}.`, gave: `${who} gives back the ${what}.`,
      took: `${who} takes from the ${what}.`, put: `${who} puts into the ${what}.`, stopped: 'The program is told to stop.',
      drop: `${who} drops its wait for ${what}.`, note: `${id < 0 ? '' : who + ': '}${short(text(x), 58)}`,
    }[kind(i)];
  };

  // The window as a trace.
  const PLACES = [
    { id: 'queue', title: 'Run queue', note: 'tasks that were woken', mark: 'half' }, { id: 'running', title: 'In a step', mark: 'solid', look: 'slot' },
    { id: 'waiting', title: 'Waiting', note: 'until they are woken', mark: 'thin' }, { id: 'asleep', title: 'Waiting, with a timer', mark: 'thin' },
    { id: 'ended', title: 'Ended', mark: 'none', look: 'far' },
  ];
  const COLORS = ['blue', 'orange', 'green', 'purple', 'teal', 'rose', 'grey'];
  const replay = () => {
    const part = shown.slice(first, first + STEPS);
    if (!part.length) return $('player').replaceChildren('No event is chosen.');
    const often = new Map();
    for (const i of part) if (E[6 * i + 2] >= 0) often.set(E[6 * i + 2], (often.get(E[6 * i + 2]) ?? 0) + 1);
    for (const id of SUSPECTS) if (!chosen.size || chosen.has(id)) often.set(id, (often.get(id) ?? 0) + STEPS);
    const tokens = [...often].sort((a, b) => b[1] - a[1]).slice(0, TOKENS).map(([id]) => id).sort((a, b) => a - b), is = new Set(tokens);
    const fold = new Fold(kept[Math.floor(part[0] / EVERY)]);
    let i = Math.floor(part[0] / EVERY) * EVERY;
    for (; i < part[0]; i++) fold.apply(i);
    const others = () => {
      const n = {};
      for (const [id, { place }] of fold.tasks) if (!is.has(id)) n[place] = (n[place] ?? 0) + 1;
      return n;
    };
    const label = (t) => ((t.place === 'waiting' || t.place === 'asleep') && t.on >= 0 ? cut(withoutFolders(onWhat(text(t.on))), 34) : t.place === 'ended' && t.how >= 0 ? cut(text(t.how), 24) : '');
    const was = new Map(), steps = [], count = others();
    const moves = (all) => {
      const list = [];
      for (const id of all) {
        const task = fold.tasks.get(id), now = task && task.place + label(task);
        if (task && was.get(id) !== now) list.push({ thing: 't' + id, to: task.place, label: label(task) });
        if (task) was.set(id, now);
      }
      for (const { id } of PLACES) if (count[id] !== was.get(id)) {
        list.push({ thing: 'more-' + id, to: count[id] ? id : null, label: `${count[id]}` });
        was.set(id, count[id]);
      }
      return list;
    };
    const before = moves(tokens);
    part.forEach((n, step) => {
      const changed = new Set();
      for (; i <= n; i++) {
        const id = E[6 * i + 2], place = fold.tasks.get(id)?.place;
        fold.apply(i);
        const now = fold.tasks.get(id)?.place;
        if (is.has(id)) changed.add(id);
        else if (place !== now) { if (place) count[place] = count[place] - 1 || undefined; count[now] = (count[now] ?? 0) + 1; }
      }
      const at = E[6 * n + ({ spawn: 4, pause: 4, drop: 4, got: 4, took: 4, put: 4, wake: 5 }[kind(n)] ?? NaN)];
      const args = { say: say(n), moves: [...(step ? [] : before), ...moves(changed)], text: at >= 0 ? text(at) : undefined };
      steps.push({ args, name: kind(n), ph: 'X', dur: 1, pid: 1, tid: E[6 * n + 2], ts: Math.round(times[n]) });
    });
    const things = tokens.map((id, n) => ({ id: 't' + id, label: name(id), kind: 'task', color: COLORS[n % COLORS.length] }));
    things.push(...PLACES.map(({ id }) => ({ id: 'more-' + id, label: 'others', kind: 'flag', color: 'grey', name: false })));
    const title = `${part.length} events, from ${seconds(times[part[0]])} to ${seconds(times[part.at(-1)])}`;
    const grid = ['queue running ended', 'waiting waiting asleep'], narrow = ['queue running', 'waiting waiting', 'asleep ended'];
    const meta = { name: 'trace-player', ph: 'M', pid: 1, tid: 0, ts: 0, args: { title, places: PLACES, things, grid, narrow } };
    const lanes = tokens.map((id) => ({ name: 'thread_name', ph: 'M', pid: 1, tid: id, ts: 0, args: { name: name(id), things: ['t' + id] } }));
    const player = document.createElement('trace-player'), json = document.createElement('script'), log = document.createElement('ol');
    player.id = 'window';
    json.type = 'application/json';
    json.textContent = JSON.stringify([meta, ...lanes, ...steps]);
    log.append(...steps.map(({ args, ts }, n) => {
      const li = document.createElement('li'), where = Object.assign(document.createElement('small'), { textContent: args.text ?? '' });
      li.append(`${seconds(ts)}: ${say(part[n], true)} `, where);
      return li;
    }));
    player.append(log, json);
    $('player').replaceChildren(player);
    if (goal >= 0) player.go?.(part.indexOf(goal));
    goal = -1;
  };

  const draw = () => {
    const canvas = $('strip'), w = (canvas.width = canvas.clientWidth * devicePixelRatio), h = (canvas.height = canvas.clientHeight * devicePixelRatio), g = canvas.getContext('2d');
    const css = getComputedStyle(document.documentElement), color = (n) => css.getPropertyValue('--' + n), most = Math.max(...busy), deepest = Math.max(...queue, 1);
    for (let c = 0; c < COLUMNS; c++) {
      const x = (w * c) / COLUMNS, bw = Math.ceil(w / COLUMNS);
      if (long[c]) { g.fillStyle = color('bad'); g.fillRect(x, 0, bw, h * 0.08); }
      g.fillStyle = color('blue');
      const high = busy[c] && Math.max(2, (h * 0.5 * busy[c]) / most);
      g.fillRect(x, h * 0.6 - high, bw, high);
      g.fillStyle = color('gold');
      const deep = queue[c] && Math.max(2, (h * 0.33 * queue[c]) / deepest);
      g.fillRect(x, h - deep, bw, deep);
    }
    const a = place(shown[first] ?? 0), b = place(shown[Math.min(first + STEPS, shown.length) - 1] ?? 0);
    g.strokeStyle = color('fg');
    g.lineWidth = 2 * devicePixelRatio;
    g.strokeRect(w * a, 1, Math.max(4, w * (b - a)), h - 2);
  };
  let due = 0;
  const to = (n) => {
    first = Math.max(0, Math.min(Math.round(n), Math.max(0, shown.length - STEPS)));
    const head = goal >= 0 ? goal : shown[first] ?? 0;
    if (document.activeElement !== $('from')) $('from').value = 1000 * place(head);
    $('from').setAttribute('aria-valuetext', `${seconds(times[head])}, in the window from event ${first + 1} of ${shown.length} on`);
    cancelAnimationFrame(due);
    due = requestAnimationFrame(() => { draw(); replay(); });
  };
  const again = () => { const at = shown[first] ?? 0; choose(); to(Math.max(0, shown.findIndex((i) => i >= at))); };

  // The moment at which a task of the table came to where it ended.
  const show = ({ task, since }) => {
    const moves = ['spawn', 'poll', 'pause', 'wake'], is = (i) => E[6 * i + 2] === +task && times[i] <= +since && moves.includes(kind(i));
    goal = shown.findLast(is) ?? shown.findLast((i) => times[i] <= +since) ?? -1;
    to(shown.indexOf(goal) - STEPS / 2);
  };
  const rows = [...document.querySelectorAll('tr[data-task]')];
  for (const row of rows) {
    const since = row.querySelector('.since'), button = document.createElement('button');
    Object.assign(button, { type: 'button', className: 'since', textContent: since.textContent, title: 'Replay this moment' });
    button.onclick = () => { show(row.dataset); $('run').scrollIntoView(); };
    since.replaceWith(button);
  }

  // The controls.
  // Shows the first event at this place of the axis, from 0 to 1, or the last before it.
  const moment = (at) => {
    const n = shown.findIndex((i) => place(i) >= at);
    goal = shown.at(n) ?? -1; // the last, if there is none
    to((n < 0 ? shown.length : n) - STEPS / 2);
  };
  const pick = (e) => {
    const r = $('strip').getBoundingClientRect();
    moment((e.clientX - r.left) / r.width);
  };
  $('strip').addEventListener('pointerdown', (e) => { $('strip').setPointerCapture(e.pointerId); pick(e); });
  $('strip').addEventListener('pointermove', (e) => $('strip').hasPointerCapture(e.pointerId) && pick(e));
  $('from').addEventListener('input', () => moment($('from').value / 1000));
  for (const radio of document.querySelectorAll('#axis input')) {
    radio.checked = radio.value === axis;
    radio.onchange = () => { axis = radio.value; overview(); to(first); };
  }
  $('earlier').onclick = () => to(first - STEPS);
  $('later').onclick = () => to(first + STEPS);
  const box = (label, on, change) => {
    const l = document.createElement('label'), input = Object.assign(document.createElement('input'), { type: 'checkbox', checked: on, onchange: () => { change(input.checked); again(); } });
    l.append(input, label);
    return l;
  };
  $('kinds').append(...kinds.filter((k) => k !== 'alive').map((k) => box(k, !hidden.has(k), (on) => (on ? hidden.delete(k) : hidden.add(k)))));
  const list = () => {
    const find = $('find').value.toLowerCase(), found = [...names].filter(([, n]) => n.toLowerCase().includes(find)), part = found.slice(0, 100);
    $('tasks').replaceChildren(...part.map(([id, n]) => box(n, chosen.has(id), (on) => (on ? chosen.add(id) : chosen.delete(id)))), found.length > 100 ? `and ${found.length - 100} others` : '');
  };
  $('find').oninput = list;
  $('none').onclick = () => { chosen.clear(); list(); again(); };
  list();
  $('run').hidden = false;
  const happened = ranks[N - 1];
  $('run-says').textContent = `${happened.toLocaleString('en')} events in ${seconds(last)}. Click into the strip to replay what happened there.`;
  overview();
  choose();
  if (rows.length) show(rows[0].dataset);
  else { goal = shown.at(-1) ?? -1; to(shown.length); }
  addEventListener('resize', draw);
})();
