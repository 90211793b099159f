"""links.py FILE...: every link of these Markdown files to another file, or to a heading, has its target."""
import os
import re
import sys


def headings(text):
    """The anchors that GitHub gives to the headings of `text`, without its code."""
    text = re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)
    found = re.findall(r"^#+ (.*)$", text, re.M)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in found}


def targets(text):
    text = re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)
    text = re.sub(r"`[^`\n]*`", "", text)
    return [re.sub(r"\s+", "", t) for t in re.findall(r"\]\(([^)]*)\)", text)]


wrong = 0
for name in sys.argv[1:]:
    with open(name) as f:
        text = f.read()
    for target in targets(text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        path = os.path.join(os.path.dirname(name), path) if path else name
        if not os.path.exists(path):
            print(f"{name}: no such file: {target}")
            wrong += 1
        elif anchor and path.endswith(".md") and anchor not in headings(open(path).read()):
            print(f"{name}: no such heading: {target}")
            wrong += 1
sys.exit(wrong > 0)
