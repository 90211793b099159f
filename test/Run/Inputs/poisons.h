#include <stdlib.h>
#define ALLOCATED(n) malloc(n)
#pragma GCC poison malloc
