// <trace-player> replays a recorded run: it moves things between places, says what happened, and marks the line of code.
// It knows nothing of event loops. The trace inside it is a Chrome Trace Event array. Every event with `args.say` is a step:
//   say    the sentence; `code` in backticks; names of things take their colour
//   moves  [{thing, to, label?, from?, front?}]; `to: null` takes it away; `from` is the thing or place that a new thing comes out of
//   src    the text of a source line, with @2 for the second such line of the page
//   text   the same of a line that is not on the page, instead
//   t      the time in µs, if the run has one
//   id, after, choice   a tree of runs: the step follows that step; the words on its button
//   end, ending         "good" or "bad", and what to say there
// The metadata event `trace-player` holds title, places, things and grids; `thread_name` a lane: its name, and its things or colour.
(() => {
  const SVG = 'http://www.w3.org/2000/svg';
  const set = (e, props) => {
    for (const k in props) k in e && e.namespaceURI !== SVG ? (e[k] = props[k]) : e.setAttribute(k, props[k]);
    return e;
  };
  const el = (tag, props, ...kids) => {
    const e = set(document.createElement(tag), props);
    e.append(...kids);
    return e;
  };
  const svg = (tag, attrs) => set(document.createElementNS(SVG, tag), attrs);
  const icon = (d) => {
    const s = svg('svg', { viewBox: '0 0 16 16', 'aria-hidden': 'true', class: 'tp-icon' });
    s.append(svg('path', { d }));
    return s;
  };
  const SHAPES = {
    timer: 'M8 2.5a5.5 5.5 0 1 0 .01 0M8 5v3.2l2 1.3',
    socket: 'M5.5 2v3.5M10.5 2v3.5M3.5 5.5h9v2a4.5 4.5 0 0 1-9 0zM8 12v2.5',
    waker: 'M3.5 11.5h9c-1.2-1-1.5-2.5-1.5-4.5a3 3 0 0 0-6 0c0 2-.3 3.5-1.5 4.5M6.8 13.8h2.4M8 2.5v1',
    message: 'M2.5 4h11v8.5h-11zM2.5 4.5 8 9l5.5-4.5',
    thread: 'M2 8c2-6 4-6 6 0s4 6 6 0',
    flag: 'M4 14V2.5h8l-2 2.8 2 2.7H4',
    id: 'M5.5 3 4.5 13M11.5 3l-1 10M2.5 6h11M2.5 10h11',
  };
  const BUTTONS = { back: 'M10.5 3 4 8l6.5 5z', play: 'M4.5 2.5 12.5 8l-8 5.5z', pause: 'M5 3v10M11 3v10', forward: 'M5.5 3 12 8l-6.5 5z' };
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  const time = (us) => (us < 1000 ? us + ' µs' : us / 1000 + ' ms').replace(/^0 .*/, '0');
  const hue = (color) => `--tp-c: var(--tp-${color ?? 'grey'})`;

  class TracePlayer extends HTMLElement {
    connectedCallback() {
      if (this.nodes) return;
      try {
        this.read(JSON.parse(this.querySelector('script').textContent));
        this.build();
      } catch (error) { // what is inside the element remains
        this.nodes = null;
        console.error('trace-player', this.id, error);
      }
    }
    disconnectedCallback() { this.stop(); }

    // The trace: a tree of steps, each with the whole picture after it.
    read(events) {
      const nodes = (this.nodes = []), byId = {};
      this.lanes = [];
      for (const { ph, name, pid, tid, args = {} } of events) {
        const lane = pid + '.' + tid;
        if (ph === 'M' && name === 'trace-player') this.meta = args;
        else if (ph === 'M' && name === 'thread_name') this.lanes.push({ lane, ...args, things: [args.things ?? args.thing ?? []].flat() });
        else if (args.say) {
          const parent = args.after === undefined ? nodes.at(-1) : byId[args.after];
          const node = { moves: [], ...args, n: nodes.length, lane, kids: [], parent, depth: parent ? parent.depth + 1 : 0 };
          node.state = fold(parent?.state ?? {}, node.moves);
          parent?.kids.push(node);
          byId[args.id] = node;
          nodes.push(node);
        }
      }
      this.things = Object.fromEntries(this.meta.things.map((t) => [t.id, t]));
      for (const lane of this.lanes) lane.color ??= this.things[lane.things[0]]?.color;
      this.ends = nodes.filter((n) => !n.kids.length);
      this.tree = this.ends.length > 1;
      this.deep = Math.max(...nodes.map((n) => n.depth)) + 1;
    }
    x(depth) { return (100 * depth) / this.deep; }

    build() {
      const { meta, nodes } = this;
      const log = this.querySelector('ol');
      set(log, { hidden: true, className: 'tp-log', id: this.id + '-log' });
      const words = meta.things.filter((t) => t.name !== false).map((t) => t.name ?? t.label).sort((a, b) => b.length - a.length);
      const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
      // A whole name: the `main` of main.rs:5 is none.
      this.names = new RegExp('`([^`]+)`' + (words.length ? `|(?<!\\w)(${escaped})(?!\\w|\\.(?:rs|py)\\b|:\\d)` : ''));
      this.seen = new Set();
      this.path = this.way(nodes[0]);

      // All sentences lie in one cell, so that the figure keeps its height.
      this.sayer = el('output', { className: 'tp-now' });
      const ghosts = [...new Map(nodes.map((n) => [n.say, n])).values()].map((n) => el('span', { className: 'tp-ghost tp-end-' + n.end, 'aria-hidden': 'true' }, ...this.rich(n.say)));
      this.srcLine = el('button', { type: 'button', className: 'tp-src', onclick: () => this.toLine() }, el('code'));

      const button = (name, label, onclick) => el('button', { type: 'button', 'aria-label': label, className: 'tp-b tp-b-' + name, onclick }, icon(BUTTONS[name]));
      const step = (d) => () => { this.stop(); this.by(d); };
      this.b = { back: button('back', 'Back', step(-1)), play: button('play', 'Play', () => (this.timer ? this.stop() : this.play())), forward: button('forward', 'Forward', step(1)) };
      this.range = el('input', { type: 'range', min: 0, 'aria-label': 'Step', oninput: () => { this.stop(); this.go(+this.range.value); } });
      this.count = el('a', { className: 'tp-count' });
      const text = el('button', { type: 'button', className: 'tp-b', 'aria-expanded': 'false', 'aria-controls': log.id, 'aria-label': 'The run as text', onclick: () => text.setAttribute('aria-expanded', !(log.hidden = !log.hidden)) }, icon('M2.5 4h11M2.5 8h11M2.5 12h7'));

      this.replaceChildren(
        el('p', { className: 'tp-title' }, meta.title), this.map(), this.stage(),
        el('div', { className: 'tp-say' }, this.sayer, ...ghosts),
        nodes.some((n) => n.src || n.text) ? this.srcLine : '',
        this.tree ? this.asks() : '',
        el('div', { className: 'tp-bar' }, ...Object.values(this.b), this.range, this.count, text), log,
      );
      set(this, { role: 'group', 'aria-label': 'Replay: ' + meta.title, tabIndex: -1 });
      this.addEventListener('pointerdown', () => {
        this.touched = true;
        this.contains(document.activeElement) || this.focus({ preventScroll: true });
      });
      this.addEventListener('keydown', (e) => this.key(e));
      addEventListener('hashchange', () => this.link());
      document.addEventListener('toggle', () => TracePlayer.owner === this && this.mark(), true); // a listing may be folded
      const again = () => { this.arrows(); TracePlayer.owner === this && this.mark(); };
      new ResizeObserver(again).observe(this.floor);
      document.fonts.addEventListener('loadingdone', again);
      this.link() || this.go(0);
    }

    // The boxes, each as high as its fullest moment: its contents of every step lie in one cell.
    stage() {
      const { meta } = this, stage = (this.floor = el('div', { className: 'tp-stage' }));
      const areas = (rows) => rows.map((row) => `"${row}"`).join(' ');
      stage.style.setProperty('--tp-wide', areas(meta.grid));
      stage.style.setProperty('--tp-narrow', areas(meta.narrow ?? meta.grid));
      this.boxes = {};
      this.tokens = Object.fromEntries(meta.things.map((t) => [t.id, this.token('li', t.id)]));
      for (const p of meta.places) {
        const list = (this.boxes[p.id] = el('ul', { className: 'tp-list', 'aria-label': p.title }));
        const contents = new Map(this.nodes.map(({ state }) => {
          const here = this.inside(p, state).map((id) => [id, state[id].label]);
          return [here.join(), here];
        }));
        const ghosts = [...contents.values()].map((here) => el('div', { className: 'tp-list tp-ghost', 'aria-hidden': 'true' }, ...here.map((h) => this.token('span', ...h))));
        stage.append(el('div', { className: `tp-place tp-${p.look ?? 'box'} tp-in-${p.mark ?? 'solid'}`, style: 'grid-area:' + p.id },
          el('div', { className: 'tp-name' }, p.title, p.note ? el('small', {}, p.note) : ''), el('div', { className: 'tp-stack' }, list, ...ghosts)));
      }
      stage.append((this.trail = svg('svg', { class: 'tp-trail', 'aria-hidden': 'true' })));
      return stage;
    }
    inside(place, state) {
      const order = Object.keys(place.sorted ? this.things : state);
      return order.filter((id) => state[id]?.to === place.id);
    }
    token(tag, id, label) {
      const t = this.things[id];
      return el(tag, { className: 'tp-token tp-k-' + t.kind, style: hue(t.color) }, SHAPES[t.kind] ? icon(SHAPES[t.kind]) : '', el('b', {}, t.label), el('span', { className: 'tp-more' }, label ?? ''));
    }
    rich(text) {
      const out = [];
      for (let m; (m = this.names.exec(text)); text = text.slice(m.index + m[0].length)) {
        const t = m[2] && this.meta.things.find((t) => (t.name ?? t.label) === m[2]);
        out.push(text.slice(0, m.index), t ? el('b', { className: 'tp-word', style: hue(t.color) }, m[2]) : el('code', {}, m[1]));
      }
      return [...out, text];
    }

    // Above the boxes: a lane a thing, or the tree of orders.
    map() {
      const track = el('div', { className: 'tp-track' }), map = el('div', { className: 'tp-map', 'aria-hidden': 'true' });
      const at = (e, left, more) => { Object.assign(e.style, { left: left + '%' }, more); track.append(e); return e; };
      this.height = new Map();
      if (this.tree) {
        const n = this.ends.length;
        map.classList.add('tp-tree');
        track.style.height = Math.min(14 * n, 150) + 'px';
        const lines = svg('svg', { viewBox: `0 0 100 ${n}`, preserveAspectRatio: 'none', class: 'tp-lines' });
        track.append(lines);
        this.dots = new Map();
        for (const node of [...this.nodes].reverse()) { // children before parents
          const y = node.kids.length ? node.kids.reduce((sum, k) => sum + this.height.get(k), 0) / node.kids.length : this.ends.indexOf(node) + 0.5;
          this.height.set(node, y);
          const dot = at(el('i', { className: 'tp-dot', style: hue(this.lane(node)?.color) }), this.x(node.depth + 0.5), { top: (100 * y) / n + '%' });
          this.dots.set(node, [dot]);
          for (const k of node.kids) {
            const [a, b, yk] = [this.x(node.depth + 0.5), this.x(k.depth + 0.5), this.height.get(k)], m = (a + b) / 2;
            const line = svg('path', { d: `M${a} ${y}C${m} ${y} ${m} ${yk} ${b} ${yk}` });
            lines.append(line);
            this.dots.get(k).push(line);
          }
        }
        this.tally = el('span', { className: 'tp-tally' });
        map.append(el('div', { className: 'tp-head' }, el('div', { className: 'tp-legend' }, ...this.lanes.map((l) => el('span', { style: hue(l.color) }, el('i', { className: 'tp-dot' }), l.name))), this.tally), track);
      } else {
        const RANK = ['solid', 'half', 'thin', 'none'];
        for (const { things, color } of this.lanes) {
          const row = el('div', { className: 'tp-lane', style: hue(color) });
          const marks = this.nodes.map(({ state }) => {
            const here = things.map((id) => this.meta.places.find((p) => p.id === state[id]?.to)?.mark);
            return RANK.find((mark) => here.includes(mark));
          });
          for (let i = 0, j; i < this.deep; i = j) { // a band a stay
            for (j = i + 1; j < this.deep && marks[j] === marks[i]; j++);
            if (marks[i]) row.append(at(el('i', { className: 'tp-band tp-m-' + marks[i] }), this.x(i), { width: this.x(j - i) + '%' }));
          }
          track.append(row);
        }
        const timed = this.nodes.some((n) => n.t);
        if (timed) {
          const axis = el('div', { className: 'tp-axis' });
          this.nodes.forEach((n, i) => n.t === this.nodes[i - 1]?.t || axis.append(at(el('span', {}, time(n.t)), this.x(i))));
          track.append(axis);
        }
        at((this.veil = el('i', { className: 'tp-veil' })), 0);
        map.append(el('div', { className: 'tp-lanes' }, ...this.lanes.map((l) => el('span', {}, l.name))), track);
      }
      const pick = (e) => {
        const r = track.getBoundingClientRect(), x = (100 * (e.clientX - r.left)) / r.width, y = ((e.clientY - r.top) * this.ends.length) / r.height;
        const far = (n) => Math.hypot(((this.x(n.depth + 0.5) - x) * r.width) / 100, this.tree ? ((this.height.get(n) - y) * r.height) / this.ends.length : 0);
        this.stop();
        this.show(this.nodes.reduce((a, b) => (far(b) < far(a) ? b : a)));
      };
      track.addEventListener('pointerdown', (e) => { track.setPointerCapture(e.pointerId); pick(e); });
      track.addEventListener('pointermove', (e) => !this.tree && track.hasPointerCapture(e.pointerId) && pick(e));
      return map;
    }
    lane(node) { return this.lanes.find((l) => l.lane === node.lane); }

    get node() { return this.path[this.i]; }
    // From the first step to this one, and on to the next choice.
    way(node) {
      const way = [];
      for (let n = node; n; n = n.parent) way.unshift(n);
      while (way.at(-1).kids.length === 1) way.push(way.at(-1).kids[0]);
      return way;
    }
    show(node) {
      if (!this.path.includes(node)) this.path = this.way(node);
      this.go(this.path.indexOf(node));
    }
    link() {
      const m = decodeURIComponent(location.hash).match(/^#(.+)=(\d+)$/), node = m?.[1] === this.id && this.nodes[m[2] - 1];
      if (!node) return false;
      this.stop();
      this.touched = true;
      unfold(this);
      this.show(node);
      this.scrollIntoView({ block: 'center' });
      return true;
    }
    by(d) { // at a choice, forward goes to its buttons
      if (d > 0 && this.i === this.path.length - 1) this.choices?.querySelector('button').focus({ preventScroll: true });
      else this.go(this.i + d);
    }
    go(i) {
      i = Math.min(Math.max(i, 0), this.path.length - 1);
      if (this.last === this.path[i]) return;
      this.i = i;
      const node = (this.last = this.node), all = Object.entries(this.tokens);
      const first = new Map(all.filter(([, t]) => t.isConnected).map(([id, t]) => [id, t.getBoundingClientRect()]));
      for (const [, t] of all) t.getAnimations().forEach((a) => a.cancel());
      this.arrows();
      const moved = new Map(node.moves.map((m) => [m.thing, m]));
      let late = 0;
      for (const [id, t] of all) {
        const m = moved.get(id);
        t.classList.toggle('tp-moved', !!m && i > 0);
        if (!t.isConnected || calm.matches || !this.floor.offsetWidth) continue;
        const to = t.getBoundingClientRect(), from = first.get(id) ?? first.get(m?.from) ?? this.boxes[m?.from]?.parentNode.getBoundingClientRect();
        const how = { duration: 520, delay: m ? Math.min(90, 300 / moved.size) * late++ : 0, easing: 'cubic-bezier(.3,.1,.2,1)', fill: 'backwards' };
        const dx = from?.left - to.left, dy = from?.top - to.top, far = Math.hypot(dx, dy);
        if (!from) t.animate([{ opacity: 0, transform: 'scale(.6)' }, {}], how);
        else if (far > 1) t.animate([{ transform: `translate(${dx}px,${dy}px)` }, ...(m ? [{ transform: `translate(${dx / 2}px,${dy / 2 - Math.min(18, far / 8)}px)` }] : []), { transform: 'none' }], how);
      }
      this.say(node);
    }
    put(state) {
      for (const p of this.meta.places) this.boxes[p.id].replaceChildren(...this.inside(p, state).map((id) => this.tokens[id]));
      for (const id in state) this.tokens[id].querySelector('.tp-more').textContent = state[id].label ?? '';
    }
    // Where the things of this step came from: the picture before is laid out, and measured.
    arrows() {
      const { node } = this, before = {};
      const rect = (e) => e?.isConnected && { x: e.offsetLeft, y: e.offsetTop, w: e.offsetWidth, h: e.offsetHeight };
      if (node.parent) {
        this.put(node.parent.state);
        for (const id in this.tokens) before[id] = rect(this.tokens[id]);
      }
      this.put(node.state);
      this.trail.replaceChildren();
      if (!node.parent) return;
      for (const { thing, from } of node.moves) {
        const a = before[thing], b = rect(this.tokens[thing]);
        const box = !a && (before[from] || rect(this.boxes[from]?.parentNode)), start = a || (box && { x: box.x + box.w / 2 - 6, y: box.y + box.h / 2 - 6, w: 12, h: 12 });
        if (!start || (b && Math.hypot(start.x - b.x, start.y - b.y) < 12)) continue;
        const g = svg('g', { style: hue(this.things[thing].color) });
        if (a) g.append(svg('rect', { x: a.x, y: a.y, width: a.w, height: a.h, rx: 8 }));
        if (b) g.append(...arrow(start, b));
        this.trail.append(g);
      }
    }
    say(node) {
      const { path, i } = this, n = this.tree ? path.length : this.deep;
      this.sayer.replaceChildren(...this.rich(node.say));
      this.sayer.className = 'tp-now tp-end-' + node.end;
      set(this.range, { max: n - 1, value: i, 'aria-valuetext': `step ${i + 1} of ${n}` });
      this.range.style.setProperty('--tp-at', (100 * i) / (n - 1 || 1) + '%');
      this.count.textContent = `${i + 1} / ${n}`;
      this.count.href = `#${this.id}=${node.n + 1}`;
      this.b.back.setAttribute('aria-disabled', !i); // `disabled` would lose the focus
      this.b.forward.setAttribute('aria-disabled', !node.kids.length);
      if (this.veil) this.veil.style.left = this.x(i + 1) + '%';
      if (this.tree) this.branches(node);
      this.mark();
    }

    // The tree, and what can be chosen here.
    branches(node) {
      if (!node.kids.length) this.seen.add(node);
      const past = new Set(this.path.slice(0, this.i + 1)), been = new Set([...this.seen].flatMap((n) => this.way(n)));
      for (const [n, parts] of this.dots) {
        const is = { been: been.has(n), past: past.has(n), here: n === node, leaf: !n.kids.length, good: this.seen.has(n) && n.end === 'good', bad: this.seen.has(n) && n.end === 'bad' };
        for (const p of parts) for (const k in is) p.classList.toggle('tp-' + k, is[k]);
      }
      const bad = [...this.seen].filter((n) => n.end === 'bad').length;
      this.tally.textContent = `${this.seen.size} of ${this.ends.length} orders tried, ${bad} ${this.meta.bad ?? 'bad'}`;
      const held = this.choices.contains(document.activeElement);
      this.choices.replaceChildren(...this.ask(node));
      if (held) this.choices.querySelector('button').focus({ preventScroll: true }); // or it falls to the page
    }
    // A place for the choices, as high as the most of them.
    asks() {
      this.choices = el('div', { className: 'tp-choices' });
      const ghosts = this.nodes.filter((n) => n.kids.length !== 1).map((n) => el('div', { className: 'tp-choices tp-ghost', inert: true }, ...this.ask(n)));
      return el('div', { className: 'tp-stack' }, this.choices, ...ghosts);
    }
    ask(node) {
      const option = (n, text, color) => el('button', { type: 'button', className: 'tp-option', style: hue(color), onclick: () => {
        this.stop();
        this.show(n);
        this.choices.querySelector('button')?.focus({ preventScroll: true });
      } }, ...this.rich(text));
      let back = node.parent, asks = 'Only one step is possible:', options = [];
      while (back && !this.ends.some((e) => !this.seen.has(e) && this.way(e).includes(back))) back = back.parent;
      if (!node.kids.length) [asks, options] = [node.ending ?? 'The end.', [back ? option(back, 'Back to the last choice') : option(this.nodes[0], 'All orders tried. Again')]];
      else if (node.kids.length > 1) [asks, options] = ['What happens next?', node.kids.map((k) => option(k, k.choice, this.lane(k)?.color))];
      else options = [option(node.kids[0], 'Next')];
      return [el('span', { className: 'tp-ask' }, asks), ...options];
    }

    // The line of code: below the sentence, and as a band over the listing.
    mark() {
      const { src = '', text: shown = '' } = this.node;
      const [, text, nth = 1] = src.match(/^(.*?)(?:@(\d+))?$/s);
      this.srcLine.firstChild.textContent = text || shown;
      this.srcLine.classList.toggle('tp-none', !(text || shown));
      this.srcLine.disabled = true;
      if (TracePlayer.owner === this) TracePlayer.band?.remove();
      this.line = null;
      if (!src) return;
      let n = 0;
      for (const code of document.querySelectorAll('main pre > code')) {
        const diff = code.classList.contains('language-diff');
        let at = 0;
        for (const line of code.textContent.split('\n')) {
          if ((diff && line[0] !== '-' ? line.slice(1) : line).trim() === text && ++n === +nth) this.line ??= { code, pre: code.parentNode, at: at + line.search(/\S/) };
          at += line.length + 1;
        }
      }
      this.srcLine.disabled = !this.line;
      if (!this.line || !this.touched) return;
      TracePlayer.band?.remove();
      TracePlayer.owner = this;
      const { pre, at } = this.line, walk = document.createTreeWalker(this.line.code, NodeFilter.SHOW_TEXT), range = document.createRange();
      for (let t, pos = 0; (t = walk.nextNode()); pos += t.length) if (at < pos + t.length) {
        range.setStart(t, at - pos);
        range.setEnd(t, at - pos + 1);
        break;
      }
      const r = range.getBoundingClientRect();
      if (!r.height) return;
      const top = r.top - pre.getBoundingClientRect().top;
      pre.append((TracePlayer.band = el('i', { className: 'tp-mark', 'aria-hidden': 'true', style: `top:${top - 2}px;height:${r.height + 4}px` })));
    }
    toLine() {
      unfold(this.line.pre);
      this.touched = true;
      this.mark();
      TracePlayer.band.scrollIntoView({ block: 'center', behavior: calm.matches ? 'auto' : 'smooth' });
    }

    play() {
      if (this.i >= this.path.length - 1) this.go(0);
      this.touched = true;
      const next = () => {
        if (this.i >= this.path.length - 1) return this.stop();
        this.timer = setTimeout(() => { this.go(this.i + 1); next(); }, 1100 + 40 * this.node.say.length);
      };
      next();
      this.face();
    }
    stop() {
      clearTimeout(this.timer);
      this.timer = null;
      if (this.b) this.face();
    }
    face() {
      const name = this.timer ? 'pause' : 'play';
      this.sayer.setAttribute('aria-live', this.timer ? 'off' : 'polite'); // a screen reader would talk without end
      this.b.play.replaceChildren(icon(BUTTONS[name]));
      this.b.play.setAttribute('aria-label', this.timer ? 'Pause' : 'Play');
    }
    // mdBook turns pages with the arrow keys: inside the figure they step.
    key(e) {
      if (e.altKey || e.ctrlKey || e.metaKey || e.shiftKey) return;
      const on = e.target.closest('button,a,input');
      const act = { ArrowLeft: () => this.by(-1), ArrowRight: () => this.by(1), Home: () => this.go(0), End: () => this.go(Infinity) }[e.key];
      if (!act && (e.key !== ' ' || (on && on !== this.range))) return;
      e.preventDefault();
      e.stopPropagation();
      this.touched = true;
      const playing = this.timer;
      this.stop();
      act ? act() : playing || this.play();
    }
  }

  const unfold = (e) => {
    while ((e = e.parentElement?.closest('details'))) e.open = true;
  };
  // The picture after these moves: a thing that moves goes to the end of its new place.
  function fold(before, moves) {
    let state = { ...before };
    for (const { thing, to, label, front } of moves) {
      const old = state[thing], stays = to === undefined || to === old?.to;
      const now = { to: stays ? old?.to : to, label: label ?? (stays ? old?.label : '') };
      if (stays) { state[thing] = now; continue; }
      delete state[thing];
      if (to !== null) state = front ? { [thing]: now, ...state } : { ...state, [thing]: now };
    }
    return state;
  }
  // A curve from one rectangle to another, and its head.
  function arrow(a, b) {
    const mid = (r) => ({ x: r.x + r.w / 2, y: r.y + r.h / 2 }), A = mid(a), B = mid(b);
    const edge = (r, c, to) => {
      const dx = to.x - c.x, dy = to.y - c.y, s = Math.min((r.w / 2 + 5) / Math.abs(dx || 1e-6), (r.h / 2 + 5) / Math.abs(dy || 1e-6), 1);
      return { x: c.x + dx * s, y: c.y + dy * s };
    };
    const far = Math.hypot(B.x - A.x, B.y - A.y), bend = Math.min(40, far * 0.18) / far;
    const C = { x: (A.x + B.x) / 2 - (A.y - B.y) * bend, y: (A.y + B.y) / 2 - Math.abs(B.x - A.x) * bend };
    const s = edge(a, A, C), e = edge(b, B, C), w = Math.atan2(e.y - C.y, e.x - C.x);
    const p = (x, y) => `${x.toFixed(1)} ${y.toFixed(1)}`, tip = (d) => p(e.x - 8 * Math.cos(w + d), e.y - 8 * Math.sin(w + d));
    return [svg('path', { class: 'tp-line', d: `M${p(s.x, s.y)}Q${p(C.x, C.y)} ${p(e.x, e.y)}` }), svg('path', { d: `M${tip(0.45)}L${p(e.x, e.y)}L${tip(-0.45)}` })];
  }
  customElements.define('trace-player', TracePlayer);
})();
