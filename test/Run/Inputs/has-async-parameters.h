// Prototypes as headers of others have them: their parameters may be called what they like.
int get_data(void *from, char **out, int async);
void each(int (*call)(void *, const char *async), int *async, char async[10]);
typedef int callback(unsigned async, int);
struct calls {
    int (*call)(const void *async);
};
