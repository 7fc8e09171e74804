"""First on the path of a program that `cargo course trace` runs: starts looprec, then imports the sitecustomize that this one hides."""
import sys


def _start():
    here = __file__.replace("\\", "/").rpartition("/")[0]
    hidden = [path for path in sys.path if path.replace("\\", "/") == here]
    if sys.version_info >= (3, 9):
        import looprec
        looprec.start()
    else:
        sys.stderr.write("looprec needs Python 3.9 or later, and this is %s.%s.\n" % sys.version_info[:2])
    for path in hidden:
        sys.path.remove(path)
    this = sys.modules.pop(__name__)
    try:
        import sitecustomize  # noqa: F401
    except ImportError:
        sys.modules[__name__] = this


_start()
