"""operations.py INCLUDE PAGE: the leaf operations of the headers that the page does not name."""
import glob
import re
import sys

include, page = sys.argv[1:]
with open(page) as f:
    text = f.read()
found, missing = 0, []
for path in glob.glob(include + "/*.h"):
    with open(path) as f:
        for name in re.findall(r"^.*\bAC_LEAF\((ac_\w+)\);", f.read(), re.M):
            name = re.sub("_bytes$", "", name)  # a macro adds the size
            found += 1
            if not re.search(r"`%s`" % name, text):
                missing.append(name)
if missing or found < 40:
    sys.exit(f"{found} operations, of which the page lacks: {missing}")
