"""What the scripts of this folder share: building programs to compare with, and showing figures."""
import os
import shutil
import statistics
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
REGISTRY = "/usr/share/cargo/registry"


def cargo_build(cargo, where, name):
    """The program NAME of Cargo.toml, built in a folder of its own without network."""
    shutil.copytree(os.path.join(HERE), where, ignore=lambda folder, files: [
        f for f in files if not (f.endswith((".rs", ".toml")) or
                                 os.path.isdir(os.path.join(folder, f)))])
    os.mkdir(os.path.join(where, ".cargo"))
    with open(os.path.join(where, ".cargo", "config.toml"), "w") as f:
        f.write('[source.crates-io]\nreplace-with = "debian"\n'
                f'[source.debian]\ndirectory = "{REGISTRY}"\n')
    subprocess.check_call([cargo, "build", "--offline", "--release", "--quiet", "--bin", name],
                          cwd=where)
    return os.path.join(where, "target", "release", name)


def figures(program, task):
    """What PROGRAM prints of TASK: pairs of a name and a figure."""
    out = subprocess.check_output([program, *task.split()], text=True)
    return {name: float(value) for name, value in (line.split() for line in out.splitlines())}


def number(value):
    return f"{value:.0f}" if value >= 100 or value == 0 else f"{value:.1f}"


def shown(values):
    """The median, in brackets the least and the most."""
    return f"{number(statistics.median(values))} [{number(min(values))} {number(max(values))}]"
