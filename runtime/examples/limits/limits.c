/*
 * Limits of the caller's own: an allocator that gives so much and no more, and a
 * page that is given up when its time is over. Neither harms the context.
 *     limits PAGE
 */
#include <dehusk.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define BUDGET ((size_t)4 << 20)

/* -- Memory ---------------------------------------------------------------- */

typedef struct budget {
    size_t left;
} budget;

static void *resize(void *user, void *block, size_t old_size, size_t new_size) {
    budget *own = user;
    void *resized;
    if (new_size > old_size && new_size - old_size > own->left)
        return NULL;
    resized = realloc(block, new_size);
    if (resized != NULL)
        own->left = own->left + old_size - new_size;
    return resized;
}

static void release(void *user, void *block, size_t size) {
    budget *own = user;
    own->left += size;
    free(block);
}

/* -- Time -------------------------------------------------------------------- */

typedef struct deadline {
    clock_t end;
} deadline;

static int is_over(void *user) {
    const deadline *own = user;
    return clock() >= own->end;
}

int main(int argc, char **argv) {
    static char bytes[1 << 20];
    size_t length;
    budget memory = {.left = BUDGET};
    deadline time_limit;
    dehusk_options options;
    dehusk_model *model;
    dehusk_context *context;
    const dehusk_page *page;
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    if (file == NULL) {
        fprintf(stderr, "usage: limits PAGE\n");
        return 2;
    }
    length = fread(bytes, 1, sizeof bytes, file);
    fclose(file);

    dehusk_options_init(&options);
    options.allocator = (dehusk_allocator){.user = &memory, .resize = resize, .release = release};
    options.cancel = is_over;
    options.cancel_user = &time_limit;
    options.max_bytes = (size_t)1 << 20; /* and of longer pages the first MiB */
    if (dehusk_model_open_default(NULL, &model) != DEHUSK_OK ||
        dehusk_context_new(model, &options, &context) != DEHUSK_OK)
        return 1;

    time_limit.end = clock() + 10 * CLOCKS_PER_SEC;
    printf("in ten seconds: %s\n", dehusk_status_name(dehusk_classify(context, bytes, length, NULL, &page)));
    time_limit.end = clock(); /* now */
    printf("at once: %s\n", dehusk_status_name(dehusk_classify(context, bytes, length, NULL, &page)));
    time_limit.end = clock() + 10 * CLOCKS_PER_SEC;
    printf("and again: %s\n", dehusk_status_name(dehusk_classify(context, bytes, length, NULL, &page)));

    dehusk_context_trim(context);
    printf("a context that waits takes less than 4 KiB: %s\n", BUDGET - memory.left < 4096 ? "yes" : "no");
    memory.left = 100000;
    printf("with 100,000 bytes: %s\n", dehusk_status_name(dehusk_classify(context, bytes, length, NULL, &page)));

    dehusk_context_free(context);
    dehusk_model_close(model);
    return 0;
}
