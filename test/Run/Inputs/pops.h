#pragma push_macro("X")
#undef X
#define X 3
r = await leaf(n) + X;
#pragma pop_macro("X")
