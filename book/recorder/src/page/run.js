// The events of the run, and where each task is after each of them.
// An event is six numbers: the time since the one before, its kind, its task, and x, y, z:
//   spawn name, at, by · pause on, at · wake by, from, at · end how · timer id, due · fired, untimer id · idle limit
//   wait, got, gave what · took, put what, at, left · drop what, at · stopped by · note words. Texts are numbers of `strings`. -1 is nothing.
const RUN = (() => {
  const { kinds, strings, events: E } = JSON.parse(document.getElementById('events').textContent);
  const N = E.length / 6;
  const text = (n) => strings[n] ?? '';
  const kind = (i) => kinds[E[6 * i + 1]];
  // Shortened in the middle: "the RwLo…ock of main.rs:234". The end decides.
  const cut = (s, n) => (s.length > n ? s.slice(0, Math.floor(n * 0.4) - 1) + '…' + s.slice(s.length - Math.ceil(n * 0.6)) : s);
  const withoutFolders = (s) => s.replace(/[^\s`]*[/\\]([^\s/\\`]+:\d)/g, '$1');
  const times = new Float64Array(N);
  for (let i = 0, t = 0; i < N; i++) times[i] = t += E[6 * i];
  const last = times[N - 1] || 1;
  const seconds = (us) => (us / 1e6).toFixed(us < 1e6 ? 4 : 2) + ' s';

  // Where each task is, one event after the other. As in picture.rs.
  class Fold {
    constructor(from) {
      this.tasks = new Map(from && [...from.tasks].map(([id, task]) => [id, { ...task }]));
      this.timers = new Map(from?.timers);
      this.queued = from?.queued ?? 0;
    }
    go(task, place) {
      this.queued += (place === 'queue') - (task.place === 'queue');
      task.place = place;
    }
    task(id) {
      if (!this.tasks.has(id)) { this.tasks.set(id, { place: 'queue' }); this.queued++; }
      return this.tasks.get(id);
    }
    apply(i) {
      const id = E[6 * i + 2], x = E[6 * i + 3];
      const task = id < 0 ? null : this.task(id);
      switch (kind(i)) {
        case 'poll': this.go(task, 'running'); task.begun = times[i]; task.again = false; break;
        case 'pause': this.go(task, task.again ? 'queue' : task.timers > 0 ? 'asleep' : 'waiting'); task.on = x; break;
        case 'wake':
          if (task.place === 'running') task.again = true;
          else if (task.place !== 'ended') this.go(task, 'queue');
          break;
        case 'end': this.go(task, 'ended'); task.how = x; break;
        case 'timer': if (task) { this.timers.set(x, id); task.timers = (task.timers ?? 0) + 1; } break;
        case 'fired': case 'untimer': if (this.timers.has(x)) { this.tasks.get(this.timers.get(x)).timers--; this.timers.delete(x); } break;
      }
      return task;
    }
  }

  // The names; those that several tasks have get their numbers.
  const names = new Map(), counts = new Map();
  for (let i = 0; i < N; i++) if (kind(i) === 'spawn') names.set(E[6 * i + 2], text(E[6 * i + 3]));
  for (let i = 0; i < N; i++) if (E[6 * i + 2] >= 0 && !names.has(E[6 * i + 2])) names.set(E[6 * i + 2], 'task ' + E[6 * i + 2]);
  for (const name of names.values()) counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const [id, name] of names) if (counts.get(name) > 1) names.set(id, `${name} #${id}`);
  // The first of a function is "worker 1" if there is a "worker 2". As in report/names.rs.
  const firsts = new Map();
  for (const [id, name] of names) for (const [two, one] of [[' 2', ' 1'], [' (number 2)', ' (number 1)']]) {
    if (counts.get(name) === 1 && counts.has(name + two)) { firsts.set(name, name + one); names.set(id, name + one); }
  }
  const onWhat = (on) => (on.startsWith('the end of ') ? 'the end of ' + (firsts.get(on.slice(11)) ?? on.slice(11)) : on);
  const fullName = (id) => names.get(id) ?? 'task ' + id, name = (id) => cut(fullName(id), 24);
  return { E, N, kinds, text, kind, cut, withoutFolders, times, last, seconds, Fold, names, onWhat, fullName, name };
})();
