"""What Python does, where the pages of this stage speak of it. `python.rs` compares each line."""
import contextlib
import gc
import itertools


def raised(call, *arguments):
    try:
        call(*arguments)
    except BaseException as error:
        return type(error).__name__
    return "nothing"


def echo():
    while True:
        yield


print("the first value that is sent:", raised(echo().send, 5))


def one():
    yield 1


g = one()
next(g)
print("after the end, next raises:", raised(next, g), raised(next, g))


class Noted:
    state = "alive"

    def __del__(self):
        Noted.state = "dropped"


def holds():
    held = Noted()
    yield held.state
    yield "computing"


g = holds()
next(g), next(g)
gc.collect()
print("a variable of a paused frame, after its last use:", Noted.state)

connection = []


@contextlib.contextmanager
def connect():
    connection.append("open")
    yield
    connection[0] = "closed"


def visit():
    with connect():
        yield
    yield


v = visit()
next(v), next(v)
print("a with block that has ended:", connection[0])

heard = []


def listens():
    try:
        yield
    except BaseException as error:
        heard.append(type(error).__name__)
        raise


l = listens()
next(l)
del l
gc.collect()
print("a generator that is collected hears:", *heard)


def retries(kind):
    while True:
        try:
            yield
        except kind:
            pass


g = retries(Exception)
next(g)
g.close()
print("except Exception at the exit: closed")
g = retries(BaseException)
next(g)
try:
    g.close()
except RuntimeError as error:
    print("a bare except at the exit: RuntimeError:", error)

g = one()
g.close()
print("close before the start, then next:", raised(next, g))
ran = []


def runs():
    ran.append(True)
    yield


print("throw before the start: " + raised(runs().throw, ValueError()) + ", the body ran:", bool(ran))
g = one()
next(g)
print("StopIteration that leaves the body:", raised(g.throw, StopIteration()))


def child():
    try:
        yield 1
    except GeneratorExit:
        return 7


went_on = []


def outer(inner):
    yield from inner
    went_on.append(True)


g = outer(child())
next(g)
g.close()
print("a child that returns at the exit: closed, the outer went on:", bool(went_on))

got = []


class Child:
    def __init__(self, turns):
        self.turns = turns

    def __iter__(self):
        return self

    def __next__(self):
        got.append(None)
        return self.send(None)

    def send(self, value):
        if self.turns == 0:
            raise StopIteration
        self.turns -= 1


def both():
    yield from Child(1)
    yield from Child(1)


g = both()
next(g)
g.send(5)
print("a child that is next gets:", got[-1])
g = outer(retries(BaseException))
next(g)
print("a child that yields at the exit:", raised(g.close))


def level(n):
    yield (yield from level(n - 1)) if n else None


print("two thousand levels:", raised(next, level(2000)))


def roundrobin(*iterables):
    """The recipe of the documentation of itertools, for 3.11."""
    num_active = len(iterables)
    nexts = itertools.cycle(iter(it).__next__ for it in iterables)
    while num_active:
        try:
            for next in nexts:
                yield next()
        except StopIteration:
            num_active -= 1
            nexts = itertools.cycle(itertools.islice(nexts, num_active))


print("itertools' roundrobin:", *roundrobin("ABC", "D", "EF"))
