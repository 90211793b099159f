import os
import subprocess
import lit.formats

config.name = "asyncc"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".c", ".test"]
config.test_exec_root = os.path.join(config.build_dir, "test")
config.environment["PATH"] = os.pathsep.join(
    [os.path.join(config.llvm_root, "bin"), os.environ["PATH"]])
config.substitutions.append(("%asyncc", os.path.join(config.build_dir, "asyncc")))
long_run = lit_config.params.get("long", "")
# A program that is disturbed at all places is run thousands of times.
lit_config.maxIndividualTestTime = 4 * 3600 if long_run else 300
config.environment["ASYNCC_TEST_LONG"] = long_run
# The runtime's tests run under valgrind, too: it sees what no sanitizer was compiled into.
watched = "valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite"
config.substitutions.append(("%run ", watched + " " if long_run and not config.sanitize else ""))
config.excludes = ["Inputs", "fuzz", "bench", "inject", "soak"]  # tests run these
config.substitutions.append(("%run-both %s", "%s %s %%s %%t" % (
    os.path.join(config.test_source_root, "Run", "run-both"), os.path.join(config.build_dir, "asyncc"))))
config.substitutions.append(("%runtime-cc", os.path.join(config.build_dir, "runtime-cc")))
config.substitutions.append(("%sanitize", config.sanitize))
config.substitutions.append(("%python", "/usr/bin/python3"))
if config.sanitize:
    config.available_features.add("sanitize")
config.substitutions.append(("%samples", os.path.join(config.test_source_root, "..", "samples")))
config.environment["PYTHONDONTWRITEBYTECODE"] = "1"  # nothing is written beside the sources
config.substitutions.append(("%builddir", config.build_dir))
# Libraries that are driven by tasks; without one, its test is left out.
for library in "libcurl", "openssl", "hiredis", "libpq":
    found = subprocess.run(["pkg-config", "--cflags", library], capture_output=True, text=True)
    if found.returncode == 0:
        config.available_features.add(library)
        config.substitutions.append(("%" + library + "-cflags", found.stdout.strip()))
