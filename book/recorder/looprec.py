"""Records what the tasks of an asyncio program do: which waits for what, since when, and who wakes it.

    python3 looprec.py program.py args…      runs the program, and writes program.trace, or program-2.trace if that is there
    python3 looprec.py -m package args…      the same for a module
    import looprec; looprec.start("my.trace")    from inside a program, before or after its loop begins

The variable LOOP_TRACE may name the file. `cargo course trace -- python3 program.py` sets it, and makes a page of the trace, which is
JSON Lines (the format is in the docs of the package `recorder`). One file, the standard library only, Python 3.9 or later, any system.

It sees: tasks, where they were created and by which; each step, and the line at which it ended; what the task waits for; who woke it,
and from which line; timers; when the loop sleeps; who holds a Lock or a Semaphore; who puts into a Queue and takes from it; cancellations;
exceptions that nobody retrieved; results that come from threads; and the line at which a step blocks the loop for more than 0.1 s.

It does not see: loops in C, such as uvloop's; a program that runs with -I or -E (`cargo course trace` says so); code between two awaits,
except where it blocks; and child processes: one trace is one process, the first in which a loop is made.

How: the loop's run queue, `loop._ready`, becomes a deque that tells of each append and popleft, and a few attributes tell when they are
stored (`Lock._locked`, `Semaphore._value`). No coroutine is wrapped and no function of yours is called by ours, so tracebacks, exit
codes, signals and the order of steps are as without it. The file is written before each step, so a killed process loses nothing but
the events of its last step. It says where Ctrl-C or SIGTERM came, since a report of the clean-up that follows would say nothing.
Tested with Python 3.9 to 3.13.
"""
import atexit
import asyncio
import collections
import gc
import itertools
import json
import linecache
import os
import re
import signal
import sys
import threading
import time
import weakref
from asyncio import base_events, events, futures, locks, queues, runners, tasks

__all__ = ["start", "stop"]

_BLOCKED = 0.1  # seconds after which a step is said to block the loop
_ALIVE = 200_000  # microseconds of silence after which the watchdog says that the program still runs
_NEVER = ["What happens between two awaits, except the line at which a step blocks the loop for more than 0.1 s."]


# --- the file ---

def _json(value):
    return value if type(value) is int else json.encoder.encode_basestring_ascii(value)


class _File:
    """Events, queued by any thread, and written by one at a time."""

    def __init__(self):
        self.path = self.descriptor = None
        self.queue = collections.deque()
        self.lock = threading.Lock()
        self.began = time.monotonic()
        self.last = 0

    def emit(self, ev, **fields):
        if self.path is not None:
            self.last = now = self.now()
            self.queue.append({"t": now, "ev": ev, **fields})

    def say(self, rest):
        """An event that is text already, but for its time."""
        self.last = now = self.now()
        self.queue.append(f'{{"t":{now},{rest}')

    def now(self, at=None):
        return max(0, int(((time.monotonic() if at is None else at) - self.began) * 1e6))

    def open(self, *unseen):
        """Called when the first loop is made, so that a parent that has no loop leaves the file to a child."""
        if self.descriptor is not None or self.path is None:
            return
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        try:
            self.descriptor = os.open(self.path, flags, 0o666)
        except OSError as error:
            if not isinstance(error, FileExistsError):  # else another child was first
                print(f"looprec cannot write its trace: {error}", file=sys.stderr)
            self.path = None
            return
        os.environ.pop("LOOP_TRACE", None)
        program = os.path.basename(sys.argv[0]) or "python"
        header = {"recorder": 1, "program": program, "tasks": "asyncio", "unseen": [*unseen, *_NEVER]}
        os.write(self.descriptor, (json.dumps(header) + "\n").encode())
        _watch(self)

    def flush(self, wait=0):
        # A signal handler or the watchdog may come in between: the one that has the lock writes for all.
        if self.descriptor is None or not (self.queue or wait) or not self.lock.acquire(wait > 0, wait or -1):
            return
        try:
            lines = []
            while self.queue:
                event = self.queue.popleft()
                if type(event) is str:
                    lines.append(event)
                    continue
                if event["ev"] == "spawn":
                    event["name"] = event["name"]()  # `create_task` gives the name after the task was made
                lines.append("{" + ",".join([f'"{key}":{_json(value)}' for key, value in event.items()]) + "}\n")
            data = "".join(lines).encode()
            while data:
                data = data[os.write(self.descriptor, data):]
        except OSError:
            self.path = self.descriptor = None  # the disk is full: the program goes on without us
        finally:
            self.lock.release()

    def forget(self):
        """In a forked child: if the parent records, the trace is the parent's."""
        self.lock = threading.Lock()
        if self.descriptor is not None:
            self.path = self.descriptor = None
            self.queue.clear()


_file = _File()
_emit = _file.emit


def _broken():
    """An error of ours ends the recording, never the program."""
    if _file.path is not None:
        _emit("note", say=f"looprec failed, and records no more: {sys.exc_info()[1]!r}")
        _file.flush()
        _file.path = None


# --- tasks and their names ---

_numbers = itertools.count(1)


def _name(task):
    name = task.get_name()
    if not hasattr(task, "_looprec_function"):
        if task.done():  # in Python 3.12.1, `get_coro` of an eager task that has ended crashes
            return name
        coro = task.get_coro()
        task._looprec_function = (getattr(coro, "__qualname__", None) or type(coro).__name__).rpartition("<locals>.")[2]
    return f"{task._looprec_function} ({name})" if re.fullmatch(r"Task-\d+", name) else name


def _known(task, by=None, at=None):
    """The number of a task, which is told of when it is first seen."""
    try:
        return task._looprec
    except AttributeError:
        number = task._looprec = next(_numbers)
        alive, early = weakref.ref(task), _name(task)
        name = lambda: early if alive() is None else _name(alive())
        _emit("spawn", task=number, name=name, **_some(at=at, by=by))
        return number


def _some(**fields):
    return {key: value for key, value in fields.items() if value is not None}


_STEPS = {"TaskStepMethWrapper", "TaskWakeupMethWrapper", "task_wakeup", "__step", "__wakeup"}


def _stepped(handle):
    """The task of which this handle does a step, or None."""
    callback = handle._callback
    task = getattr(callback, "__self__", None)
    if isinstance(task, (tasks.Task, tasks._PyTask)):
        if getattr(callback, "__name__", type(callback).__name__) in _STEPS:
            return task
    return None


def _cancelled(handle):
    """True if this step throws, since the future that the task awaits was cancelled."""
    awaited = handle._args and handle._args[0]
    return futures.isfuture(awaited) and awaited.cancelled()


def _ending(task):
    if task.cancelled():
        return "cancelled"
    error = task._exception  # `exception()` would count as retrieving it
    if error is None:
        return "done"
    frames, trace = [], error.__traceback__
    while trace is not None:
        frames.append((_about(trace.tb_frame.f_code), trace.tb_lineno))
        trace = trace.tb_next
    own = [f", at {file}:{line}" for (whose, file), line in frames if whose == _OWN]
    return f"raised: {error!r}" + "".join(own[-1:])


# --- places in the source ---

_STDLIB = os.path.dirname(os.__file__) + os.sep
_ASYNCIO = os.path.dirname(asyncio.__file__) + os.sep
_RUN = events.Handle._run.__code__
_OWN, _LIBRARY, _STANDARD = range(3)
_files = {}


def _about(code):
    """Whose file it is, and how to name it."""
    found = _files.get(code.co_filename)
    if found is None:
        path = code.co_filename
        packages = re.split(r"(?:site|dist)-packages[/\\]", path)
        if len(packages) > 1:
            found = _LIBRARY, packages[-1]
        elif path == __file__ or path.startswith(("<frozen", _STDLIB)):
            found = _STANDARD, os.path.basename(path)
        else:
            near = os.path.abspath(path).startswith(os.getcwd() + os.sep)
            found = _OWN, os.path.relpath(path) if near else path
        _files[path] = found
    return found


def _where(frame):
    return f"{_about(frame.f_code)[1]}:{frame.f_lineno}"


def _caller(frame):
    """The innermost frame of the program's own code, within this callback of the loop."""
    library = None
    while frame is not None and frame.f_code is not _RUN:
        whose = _about(frame.f_code)[0]
        if whose == _OWN:
            return frame
        if whose == _LIBRARY and library is None:
            library = frame
        frame = frame.f_back
    return library


def _line(frame):
    found = _caller(frame)
    return None if found is None else _where(found)


# --- what a task waits for ---

def _chain(task):
    """The frames at which a task is suspended, from its coroutine to the innermost."""
    frames, inner = [], task.get_coro()
    while inner is not None and len(frames) < 200:
        if hasattr(inner, "cr_frame"):
            frame, inner = inner.cr_frame, inner.cr_await
        elif hasattr(inner, "gi_frame"):
            frame, inner = inner.gi_frame, inner.gi_yieldfrom
        elif hasattr(inner, "ag_frame"):
            frame, inner = inner.ag_frame, inner.ag_await
        elif type(inner).__name__ == "FutureIter" or futures.isfuture(inner):
            break
        else:  # such as `agen.__anext__()`, which does not tell what it runs
            inner = next((r for r in gc.get_referents(inner) if hasattr(r, "ag_frame") or hasattr(r, "cr_frame")), None)
            continue
        if frame is None:
            break
        frames.append(frame)
    return frames


_PASSING = {"wait_for", "__aenter__", "__aexit__", "gather", "_wait"}


def _waits(task):
    """What a task waits for: in words, its file:line, the lock that it asks for, and the tasks whose end it awaits."""
    waiter, frames = task._fut_waiter, _chain(task)
    ranks = [_about(frame.f_code)[0] for frame in frames] or [_STANDARD]
    at = len(ranks) - 1 - ranks[::-1].index(min(ranks))  # the innermost of the program's own
    if ranks[at] == _STANDARD:
        at = -1
    inner = [frame for frame in frames[at + 1:] if frame.f_code.co_filename.startswith(_ASYNCIO)]
    while len(inner) > 1 and inner[0].f_code.co_name in _PASSING:
        inner.pop(0)
    if inner:
        on, asked, ends = _call(inner[0], frames)
    elif waiter is None:
        on, asked, ends = "its next turn", None, ()
    else:
        on, asked, ends = _future(waiter), None, _tasks_of(waiter)
    return on, None if at == -1 else _where(frames[at]), asked, ends


def _call(frame, frames):
    """A function of asyncio, in which a task is suspended."""
    name, values = frame.f_code.co_name, frame.f_locals
    me = values.get("self")
    if isinstance(me, (locks.Lock, locks.Semaphore)):
        return _label(me, frames), _label(me, frames), ()
    if isinstance(me, (locks.Event, locks.Condition)):
        return _label(me, frames), None, ()
    if isinstance(me, queues.Queue):
        full = f", {me.qsize()} of {me.maxsize} items" if name == "put" else ""
        label = _label(me, frames)
        return f"{label}: {name}{full}", label if name == "get" else None, ()
    if type(me).__name__ == "TaskGroup":
        return f"TaskGroup: {_names(me._tasks)}", None, me._tasks
    if me is not None:
        return f"{type(me).__name__}.{name}", None, ()
    if name == "sleep":
        return f"sleep {values['delay']:g} s", None, ()
    if name in ("wait", "_wait"):
        return f"wait for {_names(values['fs'])}", None, values["fs"]
    if name == "wait_for":
        return f"wait_for {values['timeout']} s: {_future(values['fut'])}", None, _tasks_of(values["fut"])
    if name == "to_thread":
        return f"thread: {getattr(values['func'], '__name__', values['func'])}", None, ()
    return f"asyncio.{name}", None, ()


def _future(future):
    said = getattr(future, "_looprec_on", None)
    if said is not None:
        return said
    if hasattr(future, "get_coro"):
        return f"task {_name(future)}"
    if isinstance(future, tasks._GatheringFuture):
        return f"gather: {_names(future._children)}"
    return type(future).__name__


def _tasks_of(future):
    return getattr(future, "_children", (future,))


def _names(several):
    names = [_future(one).replace("task ", "", 1) for one in several if not one.done()]
    more = f" and {len(names) - 3} others" if len(names) > 3 else ""
    return ", ".join(sorted(names)[:3]) + more or "nothing that is left"


# --- locks, semaphores and queues ---

class _OnStore:
    """Tells when an attribute is stored. Without `__get__`, loads stay as they were."""

    def __init__(self, owner, name, told):
        self.name, self.told = name, told
        setattr(owner, name, self)

    def __set__(self, owner, value):
        before = owner.__dict__.get(self.name)
        owner.__dict__[self.name] = value
        if _file.path is not None:
            try:
                self.told(owner, before, value, sys._getframe(1))
            except Exception:
                _broken()

    def __delete__(self, owner):
        del owner.__dict__[self.name]


_labels = collections.Counter()
_ASSIGNED = re.compile(r"\s*([A-Za-z_][\w.]*)\s*(?::[^=]+)?=[^=]")


def _made(thing, frame):
    """Remembers the variable to which a lock is assigned where it is made."""
    while frame is not None and frame.f_code.co_filename.startswith(_ASYNCIO):
        frame = frame.f_back  # a Condition makes its Lock
    while frame is not None and frame.f_code.co_name == "__init__" and frame.f_locals.get("self") is thing:
        frame = frame.f_back  # a subclass
    if frame is not None:
        line = linecache.getline(frame.f_code.co_filename, frame.f_lineno, frame.f_globals)
        name = ";" not in line and _ASSIGNED.match(line)
        name = name and name.group(1)
        if name and name.startswith("self."):
            name = type(frame.f_locals.get("self")).__name__ + name[4:]
        thing.__dict__["_looprec_made"] = name, _where(frame)


def _label(thing, frames):
    """Such as "Lock `db`". Two of the same name have numbers."""
    if "_looprec" not in thing.__dict__:
        name, place = thing.__dict__.get("_looprec_made", (None, None))
        name = name or _found(thing, frames)
        label = type(thing).__name__ + (f" `{name}`" if name else f" of {place}" if place else "")
        _labels[label] += 1
        thing.__dict__["_looprec"] = label if _labels[label] == 1 else f"{label} #{_labels[label]}"
    return thing.__dict__["_looprec"]


def _found(thing, frames):
    """The variable that holds a thing."""
    for frame in frames:
        for name, value in itertools.chain(frame.f_locals.items(), frame.f_globals.items()):
            if value is thing and name != "self":
                return name
            if name == "self" and value is not thing:
                for name, member in getattr(value, "__dict__", {}).items():
                    if member is thing:
                        return f"{type(value).__name__}.{name}"
    return None


def _outward(frame):
    frames = []
    while frame is not None and frame.f_code is not _RUN:
        frames.append(frame)
        frame = frame.f_back
    return frames


def _held(thing, before, value, frame):
    """A Lock or a Semaphore changes hands. asyncio's method that stores tells how."""
    method = frame.f_code.co_name
    if method == "__init__":
        return _made(thing, frame)
    if method == "_wake_up_next" and value < before:
        task = getattr(frame.f_locals["fut"], "_looprec_task", None)  # the permit goes to a waiter
    else:
        task = _current()
    taken = value if isinstance(thing, locks.Lock) else value < before
    if task is not None:
        _emit("got" if taken else "gave", task=task, what=_label(thing, _outward(frame)))


def _flagged(event, before, value, frame):
    if frame.f_code.co_name == "__init__":
        return _made(event, frame)
    if frame.f_back.f_code.co_filename.startswith(_ASYNCIO):
        return  # a part of a Queue
    said = f"{_label(event, _outward(frame))} is {'set' if value else 'cleared'} at {_line(frame)}"
    _emit("note", say=said, **_some(task=_current()))


def _queued(queue, before, value, frame):
    """`_unfinished_tasks` counts what was put. A queue that grows is told of at 64 items, 128, 256 …"""
    if frame.f_code.co_name == "__init__":
        return _made(queue, frame)
    if frame.f_code.co_name != "put_nowait":
        return
    _used("put", queue, frame)
    size = queue.qsize()
    if size >= 64 and size & (size - 1) == 0:
        _emit("note", say=f"{_label(queue, ())} holds {size} items", **_some(task=_current()))


_places = {}


def _used(ev, queue, frame):
    """Written as text, since a program may do little else than use queues."""
    label = queue.__dict__.get("_looprec") or _label(queue, _outward(frame))
    task = _current()
    if task is None and ev == "took":
        return
    by = "" if task is None else f'"task":{task},'
    own = _caller(frame)
    place = own and (own.f_code, own.f_lineno)
    at = _places.get(place)
    if at is None:
        at = _places[place] = f',"at":{_json(_where(own))}' if own else ""
    _file.say(f'"ev":"{ev}",{by}"what":{_json(label)},"left":{queue.qsize()}{at}}}\n')


def _hook_queues():
    """`get_nowait` stores nothing. But it calls `_wakeup_next`, which calls nothing of the program's."""
    wake = queues.Queue._wakeup_next

    def _wakeup_next(self, waiters):
        wake(self, waiters)
        frame = sys._getframe(1)
        if _file.path is not None and frame.f_code.co_name == "get_nowait":
            try:
                _used("took", self, frame)
            except Exception:
                _broken()

    queues.Queue._wakeup_next = _wakeup_next


def _current():
    loop = events._get_running_loop()
    task = tasks.current_task(loop) if loop is not None else None
    return None if task is None else _known(task)


# --- the loop ---

class _Ready(collections.deque):
    """A loop's run queue, which tells of all that goes in and out."""

    def __init__(self, loop, handles=()):
        super().__init__(handles)
        self.loop = weakref.ref(loop)
        self.step = None  # (task or None, its cause, when it began)
        self.causes = {}  # of the handles in the queue
        self.asleep = False
        self.blocked = _BLOCKED
        _loops.add(self)

    __hash__ = object.__hash__

    def append(self, handle):
        inside = events._get_running_loop() is self.loop()
        if inside:  # first the program, then the record; but a thread records first, or the step could come before its cause
            super().append(handle)
        if _file.path is not None:
            try:
                self.woken(handle, inside, sys._getframe(1))
            except Exception:
                _broken()
        if not inside:
            super().append(handle)

    def popleft(self):
        # Recorded first: if Ctrl-C interrupts the recording, the step must stay in the queue.
        if _file.path is not None and len(self):
            try:
                self.ends()
                self.begins(self[0])
                _file.flush()
            except Exception:
                _broken()
        return super().popleft()

    def __bool__(self):
        """`_run_once` asks this before it selects, and nothing else asks."""
        some = len(self) > 0
        if _file.path is not None:
            try:
                self.ends()
                self.sleeps(some)
            except Exception:
                _broken()
        return some

    def woken(self, handle, inside, frame):
        cause = self.cause(handle, inside, frame)
        self.causes[id(handle)] = cause
        task = _stepped(handle)
        if task is None:
            return
        if not hasattr(task, "_looprec"):
            _known(task, cause.get("by"), cause.get("at"))
            return  # it begins in the queue
        number = task._looprec
        if _cancelled(handle):
            on, at = getattr(task, "_looprec_waits", (None, None))
            _emit("drop", task=number, what=on or "a future", **_some(at=at))
            _emit("note", task=number, say=f"is cancelled{self.whom(cause)}")
        _emit("wake", task=number, **{key: cause[key] for key in cause if key != "set"})

    def whom(self, cause):
        by = tasks.current_task(self.loop()) if "by" in cause else None
        by = _name(by) if by is not None else cause.get("from")
        by = "a timer" if by == "timer" else by
        told = [("by", by), ("at", cause.get("at")), ("set at", cause.get("set"))]
        return "".join(f" {word} {text}" for word, text in told if text)

    def cause(self, handle, inside, frame):
        """Who puts a handle into the queue: fields of a wake."""
        loop = self.loop()
        if not inside:
            if not loop.is_running():
                self.ends()
                return {"from": _stops(frame) or "the main thread"}
            thread = threading._active.get(threading.get_ident())
            return {"from": f"thread {thread.name if thread else threading.get_ident()}"}
        self.wakes()
        stops = _signals and _stops(frame)
        if stops:
            return {"from": stops}
        if isinstance(handle, events.TimerHandle):
            return {"from": "timer", **_some(set=_fired.pop(id(handle), None))}
        if _submits:
            return {"from": "thread that was done at once"}
        task = tasks.current_task(loop)
        if task is not None:
            return _some(by=_known(task), at=_line(frame))
        if self.step is None:
            return {"from": "socket"}
        cause = self.step[1]  # a callback passes on who caused it
        return {**cause, "at": _line(frame) or cause.get("at")} if _line(frame) else cause

    def begins(self, handle):
        self.wakes()
        cause = self.causes.pop(id(handle), {})
        if handle._cancelled:
            return
        if getattr(handle._callback, "__name__", "") == "_read_from_self":
            cause = {"from": "signal"}
        task = _stepped(handle)
        if task is not None:
            number = _known(task)
            if task._must_cancel and not _cancelled(handle):
                _emit("note", task=number, say="is cancelled before this step")
            self.awaited(task, number)
            _emit("poll", task=number)
        self.blocked = _BLOCKED
        self.step = task, cause, time.monotonic()

    def ends(self):
        if self.step is None:
            return
        (task, _, _), self.step = self.step, None
        if task is not None:
            self.left(task)

    @staticmethod
    def left(task):
        """Tells how a step of a task ended."""
        number = _known(task)
        if task.done():
            for owed in getattr(task, "_looprec_owes", ()):
                _emit("gave", task=number, what=owed)
            _emit("end", task=number, how=_ending(task))
            return
        on, at, asked, ends = _waits(task)
        ends = [one for one in ends if hasattr(one, "get_coro") and not one.done()]
        if ends:  # a task holds its result, so that circles through it are found
            asked = f"result of {_names(ends)}"
            task._looprec_awaits = asked, ends
            for one in ends:
                _emit("got", task=_known(one), what=asked)
                one._looprec_owes = getattr(one, "_looprec_owes", ()) + (asked,)
        task._looprec_waits = on, at
        if task._fut_waiter is not None:
            task._fut_waiter._looprec_task = number
        if asked is not None:
            _emit("wait", task=number, what=asked)
        _emit("pause", task=number, **_some(on=on, at=at))

    @staticmethod
    def awaited(task, number):
        """A task has done with awaiting others."""
        what, ends = getattr(task, "_looprec_awaits", None) or (None, ())
        task._looprec_awaits = None
        for one in ends:
            if what in getattr(one, "_looprec_owes", ()) and not one.done():
                owes = list(one._looprec_owes)
                owes.remove(what)
                one._looprec_owes = tuple(owes)
                _emit("gave", task=one._looprec, what=what)
        if what is not None:
            _emit("got", task=number, what=what)
            _emit("gave", task=number, what=what)

    def sleeps(self, some):
        self.wakes()
        loop = self.loop()
        if some or loop._stopping:
            return
        self.asleep = True
        first = loop._scheduled[0]._when - loop.time() if loop._scheduled else None
        _emit("idle", **({} if first is None else {"for": max(0, int(first * 1e6))}))
        _file.flush()

    def wakes(self):
        if self.asleep:
            self.asleep = False
            _emit("busy")


def _stops(frame):
    """Says if `asyncio.run` cancels its tasks: since Ctrl-C was pressed, or since its main task has ended."""
    while frame is not None:
        if frame.f_code.co_filename == runners.__file__ and frame.f_code.co_name in _STOPPING:
            if isinstance(sys.exc_info()[1], KeyboardInterrupt):
                _arrives("SIGINT")  # before Python 3.11
            return _STOPPING[frame.f_code.co_name]
        frame = frame.f_back
    return None


_STOPPING = {"_on_sigint": "Ctrl-C", "_cancel_all_tasks": "asyncio.run, which ends"}


def _pressed(runner, before, value, frame):
    if value:
        _arrives("SIGINT")


_signals = set()
_submits = []  # calls of `run_in_executor`


def _arrives(name):
    """`cargo course trace` shows where the program was before its tasks were told to stop."""
    if name not in _signals:
        _signals.add(name)
        if name in ("SIGINT", "SIGTERM"):
            _emit("stopped", by=name)
        else:
            _emit("note", say=f"{name} arrives")


def _left(loop, before, value, frame):
    """A loop that runs without `asyncio.run` is left at once when Ctrl-C is pressed."""
    if value is None and isinstance(sys.exc_info()[1], KeyboardInterrupt):
        _arrives("SIGINT")


_loops = weakref.WeakSet()


def _looped(loop, before, value, frame):
    """A new loop makes its run queue."""
    if type(value) is collections.deque:
        _file.open()
        loop.__dict__["_ready"] = _Ready(loop, value)


_timers, _timer_numbers = {}, itertools.count(1)
_fired = {}  # of handles that go into the run queue in a moment: the line that set the timer


def _hook_timers():
    slot = events.TimerHandle.__dict__["_scheduled"]

    def scheduled(handle, value):
        slot.__set__(handle, value)
        if _file.path is not None and (value or id(handle) in _timers):
            try:
                timer(handle, value)
            except Exception:
                _broken()

    def timer(handle, value):
        if value:
            number = next(_timer_numbers)
            _timers[id(handle)] = number, _line(sys._getframe(2))
            due = _file.now(time.monotonic() + handle._when - handle._loop.time())
            _emit("timer", id=number, due=due, **_some(task=_current()))
        else:
            ready = handle._loop._ready
            if isinstance(ready, _Ready):
                ready.wakes()
            number, line = _timers.pop(id(handle))
            if not handle._cancelled:
                _fired[id(handle)] = line
            _emit("untimer" if handle._cancelled else "fired", id=number)

    events.TimerHandle._scheduled = property(slot.__get__, scheduled)
    cancelled = base_events.BaseEventLoop._timer_handle_cancelled

    def _timer_handle_cancelled(self, handle):
        if handle._scheduled and id(handle) in _timers:
            _emit("untimer", id=_timers.pop(id(handle))[0])
        return cancelled(self, handle)

    base_events.BaseEventLoop._timer_handle_cancelled = _timer_handle_cancelled


# --- troubles, threads, eager tasks ---

def _hook_methods():
    loop = base_events.BaseEventLoop
    handler, executor, factory = loop.call_exception_handler, loop.run_in_executor, loop.set_task_factory

    def call_exception_handler(self, context):
        about = context.get("task") or context.get("future")
        number, message = getattr(about, "_looprec", None), context.get("message", "")
        if number is not None and "destroyed" in message:
            _emit("end", task=number, how="raised: nothing, but nobody held the waiting task, and it was destroyed")
        error = context.get("exception")
        _emit("note", say=message + (f": {error!r}" if error is not None else ""), **_some(task=number))
        return handler(self, context)

    def run_in_executor(self, pool, function, *args):
        _submits.append(function)
        try:
            future = executor(self, pool, function, *args)
        finally:
            _submits.pop()
        inner = getattr(function, "func", function)  # a partial; `to_thread` runs another function in a context
        if inner.__class__.__name__ == "builtin_function_or_method" and getattr(function, "args", None):
            inner = function.args[0]
        future._looprec_on = f"thread: {getattr(inner, '__name__', inner)}"
        return future

    def set_task_factory(self, made_by):
        """A factory may make eager tasks, whose first step is taken before the loop knows of them."""
        factory(self, made_by)
        self.__dict__.pop("create_task", None)
        if made_by is not None and _file.path is not None:
            create, this = type(self).create_task, weakref.ref(self)

            def create_task(coro, **more):
                task = create(this(), coro, **more)
                if not hasattr(task, "_looprec") and isinstance(task, (tasks.Task, tasks._PyTask)):
                    _known(task, _current(), _line(sys._getframe(1)))
                    _emit("poll", task=task._looprec)
                    _Ready.left(task)
                return task

            self.create_task = create_task

    if hasattr(asyncio, "SelectorEventLoop") and hasattr(asyncio.SelectorEventLoop, "_handle_signal"):
        signalled = asyncio.SelectorEventLoop._handle_signal

        def _handle_signal(self, number):
            _arrives(signal.Signals(number).name)
            return signalled(self, number)

        asyncio.SelectorEventLoop._handle_signal = _handle_signal
    loop.call_exception_handler, loop.run_in_executor, loop.set_task_factory = call_exception_handler, run_in_executor, set_task_factory


# --- the watchdog ---

def _watch(file):
    """Starts a thread that finds the line at which a step blocks, in a way that `threading.enumerate()` does not show."""
    import _thread

    def watch():
        while file.descriptor is not None and file.path is not None:
            time.sleep(_BLOCKED / 4)
            try:
                for ready in list(_loops):
                    _sample(ready)
            except RuntimeError:
                pass  # a loop was made meanwhile: next time
            if file.now() - file.last > _ALIVE:
                _emit("alive")  # so that a trace tells for how long a program hung
            file.flush()

    _thread.start_new_thread(watch, ())


def _sample(ready):
    step, loop = ready.step, ready.loop()
    if step is None or loop is None or time.monotonic() - step[2] < ready.blocked:
        return
    frame = sys._current_frames().get(loop._thread_id)
    inner, own = frame, frame and _caller(frame)
    if own is None or ready.step is not step:
        return
    inside = "" if inner is own else f" (in {_where(inner)}, {inner.f_code.co_name})"
    what = "this step" if step[0] is not None else "a callback"
    said = f"{what} has blocked the loop for {ready.blocked:g} s, at {_where(own)}{inside}"
    ready.blocked *= 2
    _emit("note", say=said, **_some(task=getattr(step[0], "_looprec", None)))


# --- start and stop ---

_hooked = False


def start(path=None):
    """Records this process into `path`, or into the file that LOOP_TRACE names. Without either, does nothing."""
    global _hooked
    path = path or os.environ.get("LOOP_TRACE")
    if not path or _file.path is not None:
        return
    _file.path, _file.began = os.path.abspath(path), time.monotonic()
    if os.environ.get("LOOPREC") != _file.path:  # not a child of a program that records
        os.environ["LOOPREC"] = _file.path
        try:
            os.remove(_file.path)
        except OSError:
            pass
    if not _hooked:
        _hooked = True
        _hook_timers()
        _hook_methods()
        _hook_queues()
        for owner, name, told in [(base_events.BaseEventLoop, "_ready", _looped),
                                  (base_events.BaseEventLoop, "_thread_id", _left), (locks.Lock, "_locked", _held),
                                  (locks.Semaphore, "_value", _held), (locks.Event, "_value", _flagged),
                                  (queues.Queue, "_unfinished_tasks", _queued)]:
            _OnStore(owner, name, told)
        if hasattr(runners, "Runner"):
            _OnStore(runners.Runner, "_interrupt_count", _pressed)
        atexit.register(stop)
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=_file.forget)
    loop = events._get_running_loop()
    if loop is not None and hasattr(loop, "_ready"):
        _adopt(loop)


def _adopt(loop):
    """Takes up a loop that runs already, with its tasks."""
    _file.open()
    ready = loop.__dict__["_ready"] = _Ready(loop, loop._ready)
    here = tasks.current_task(loop)
    for task in sorted(tasks.all_tasks(loop), key=_name):
        if hasattr(task, "_looprec"):
            del task._looprec  # of an earlier recording
        number = _known(task)
        if task is here:
            _emit("poll", task=number)
            ready.step = task, {}, time.monotonic()
        elif task._fut_waiter is not None:
            ready.left(task)


def stop():
    """Ends the recording. Called at exit."""
    if _file.path is None:
        return
    if _file.descriptor is None and "uvloop" in sys.modules:
        _file.open("uvloop's loop, which is written in C: run the program without uvloop.")
        _emit("note", say="uvloop's loop is not seen")
    for ready in list(_loops):
        if ready.loop() is not events._get_running_loop():
            ready.ends()
    _file.flush(wait=1)  # the watchdog may be writing
    _file.path, descriptor, _file.descriptor = None, _file.descriptor, None
    if descriptor is not None:
        os.close(descriptor)
    os.environ.pop("LOOPREC", None)


# --- the command line ---

def _main():
    import runpy
    import types
    args = sys.argv[1:]
    if not args or args[0] in ("-h", "--help"):
        return print(__doc__)
    if args == ["-m"]:
        sys.exit("Name the module: python3 looprec.py -m package")
    module = args[0] == "-m"
    sys.argv[:] = args[module:]
    sys.excepthook = _without_us
    start(os.environ.get("LOOP_TRACE") or _free(os.path.splitext(os.path.basename(sys.argv[0]))[0]))
    if module:
        sys.path[0] = os.getcwd()
        return runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
    path = os.path.abspath(sys.argv[0])
    sys.path[0] = os.path.dirname(os.path.realpath(path))
    main = sys.modules["__main__"] = types.ModuleType("__main__")
    main.__file__ = path
    with open(path, "rb") as source:
        exec(compile(source.read(), path, "exec"), main.__dict__)


def _free(name):
    """A file that is not there yet: an older recording stays."""
    paths = (f"{name}{end}.trace" for end in itertools.chain([""], (f"-{n}" for n in itertools.count(2))))
    path = next(path for path in paths if not os.path.exists(path))
    atexit.register(lambda: os.path.exists(path) and print(f"looprec: the recording is {path}", file=sys.stderr))
    return path


def _without_us(kind, error, trace):
    """A traceback begins with the program, not with what started it."""
    ours = {__file__, "<frozen runpy>", getattr(sys.modules.get("runpy"), "__file__", None)}
    while trace is not None and trace.tb_frame.f_code.co_filename in ours:
        trace = trace.tb_next
    sys.__excepthook__(kind, error.with_traceback(trace), trace)


if __name__ == "__main__":
    _main()
