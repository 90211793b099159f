// driver.h: running the compiler behind.
#ifndef ASYNCC_DRIVER_H
#define ASYNCC_DRIVER_H

#include "asyncc.h"

// Fills Unit.text with the preprocessed input. False: the compiler has said why.
bool preprocess(Unit *);
// Has the compiler look at the user's file in its plain C view. Its exit status; what it prints is
// shown only if it is not 0.
int syntax_check_original(const Unit *);

#endif
