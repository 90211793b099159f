#pragma once
enum { ONCE = 3 };
