static inline int from_header(void) { return 7; }
