/// asyncc.h: the dialect, and the contract that its lowered form keeps.
#ifndef ASYNCC_H
#define ASYNCC_H

#include <asyncc/dialect.h>
#include <asyncc/abi.h>

#endif
