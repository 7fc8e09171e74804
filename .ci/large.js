// Writes a trace of more than 100,000 events: 3,000 tasks, of which each sixtieth waits in the end. `node .ci/large.js > FILE.trace`.
const lines = [JSON.stringify({ recorder: 1, program: "large", tasks: "tokio" })];
const event = (ev, task, more) => lines.push(JSON.stringify({ t: 7 * lines.length, ev, task, ...more }));
const all = Array.from({ length: 3000 }, (_, n) => n + 1);
for (const task of all) event("spawn", task, { name: `worker ${task}`, at: "main.rs:7" });
for (let step = 0; step < 11; step++) {
  for (const task of all) {
    if (step) event("wake", task, { from: "timer" });
    event("poll", task);
    event("pause", task, { on: "the next job", at: "main.rs:9" });
  }
}
for (const task of all) if (task % 60) event("end", task, { how: "done" });
process.stdout.write(lines.join("\n") + "\n");
