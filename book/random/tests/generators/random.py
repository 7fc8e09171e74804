"""Runs the programs that come in on standard input, each up to a line with a dot, and prints what happened as one line."""
import inspect
import sys
import warnings

warnings.simplefilter("ignore")
sys.unraisablehook = lambda _: None


def run(source):
    happened = []
    # A generator that is collected is closed, and its body runs on. Rust drops it; so it is kept until nothing is noted any more.
    kept = []

    def note(what, value):
        happened.append(f"{what} {value}")

    def keep(generator):
        kept.append(generator)
        return generator

    def call(function, *arguments):
        try:
            note("yields", function(*arguments))
        except StopIteration as end:
            if end.value is None:
                note("raises", "StopIteration")
            else:
                note("returns", end.value)
        except BaseException as error:
            note("raises", type(error).__name__)

    def close(generator):
        try:
            generator.close()  # since 3.13 it returns what the body returned
            note("is", "closed")
        except BaseException as error:
            note("raises", type(error).__name__)

    names = {"note": note, "keep": keep, "call": call, "close": close}
    exec(compile(source, "program", "exec"), names)
    note("state", inspect.getgeneratorstate(keep(names["g"])))
    text = ", ".join(happened)
    kept.clear()
    return text


lines = []
for line in sys.stdin:
    if line.strip() == ".":
        print(run("".join(lines)), flush=True)
        lines = []
    else:
        lines.append(line)
