// RUN: %run-both %s
// 6.4 Lexical elements: digraphs, universal character names, names in UTF-8, lines that
// are spliced within words; GNU C: raw strings.
#include "Inputs/poll.h"
static async int digraphs(int n)
<%
    int a<:3:> = <% await leaf(n), 2, 3 %>, s = 0;
    for (int i = 0; i < await leaf(3); i++) <%
        a<:i:> += await leaf(i);
        int b<:2:> = <% i, await leaf(i) %>;
        a<:0:> += b<:1:>;
    %>
    <%
        __label__ again;
        int left = 3;
    again:
        s += await leaf(left);
        if (left--) goto again;
    %>
    return a<:0:> + a<:1:> * s;
%>
%:define TEXT(x) %:x
static async int names(int n)
{
    int h\u00f6he = await leaf(n), tiefe_ö = await leaf(2), *h\U000000F6chste = &höhe;
    höhe += *höchste + await leaf(tiefe_\u00F6);
    const char *s = TEXT(abc) "\u00e9";
    return höhe + tiefe_ö + s[1];
}
static async int spliced(int n)
{
    int sum = aw\
ait le\
af(n);
    return sum + \
        __LINE__;
}
static async int raw_strings(int n)
{
    const char raw[] = R"--(a "quoted" \n )-" {
 )--"; int line = __LINE__;
    await leaf(n);
    return (int)sizeof raw + (int)sizeof LR"({)" + raw[8] + line + __LINE__;
}
async int f(int n)
{
    return await digraphs(n) + 1000 * await names(n) + await spliced(n) + await raw_strings(n);
}
