#pragma once
static async inline int in_header(int n) { return await leaf(n) * 5; }
static inline async int twice_in_header(int n) { return await in_header(n) + await in_header(1); }
