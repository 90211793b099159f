    await leaf(n);
    return n + await leaf(2);
}
