# nested.py OPEN INNER CLOSE DEPTH: an async function that returns an expression of that depth.
import sys
before, inner, after, depth = sys.argv[1:]
print("#include <asyncc.h>\nasync int g(int n);\nasync int f(int n)\n{\n    return %s%s%s;\n}"
      % (before * int(depth), inner, after * int(depth)))
