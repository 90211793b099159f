static async int ends_deeper(int n)
{
#include "ending.h"
enum { in_parts = 4 };
