static async int begins_deeper(int n)
{
    n += await leaf(n);
