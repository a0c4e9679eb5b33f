/*
 * Many threads: one model for all, a context for each.
 *     threads PAGE
 */
#include <dehusk.h>
#include <pthread.h>
#include <stdio.h>

enum { THREADS = 4, PAGES = 50, BYTES_MAX = 1 << 20 };

static char bytes[BYTES_MAX];
static size_t length;

typedef struct worker {
    pthread_t thread;
    const dehusk_model *model;
    dehusk_status status;
    size_t content; /* lines of content on all its pages */
} worker;

static void *work(void *argument) {
    worker *self = argument;
    dehusk_context *context = NULL;
    self->status = dehusk_context_new(self->model, NULL, &context);
    for (size_t i = 0; i < PAGES && self->status == DEHUSK_OK; i++) {
        const dehusk_page *page;
        self->status = dehusk_classify(context, bytes, length, NULL, &page);
        for (size_t k = 0; self->status == DEHUSK_OK && k < dehusk_page_line_count(page); k++)
            self->content += dehusk_page_line(page, k)->label == DEHUSK_CONTENT;
    }
    dehusk_context_free(context);
    return NULL;
}

int main(int argc, char **argv) {
    static worker workers[THREADS];
    dehusk_model *model;
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    int started = 0;
    if (file == NULL) {
        fprintf(stderr, "usage: threads PAGE\n");
        return 2;
    }
    length = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    if (dehusk_model_open_default(NULL, &model) != DEHUSK_OK)
        return 1;
    for (; started < THREADS; started++) {
        workers[started].model = model;
        if (pthread_create(&workers[started].thread, NULL, work, &workers[started]) != 0)
            break;
    }
    for (int i = 0; i < started; i++) {
        pthread_join(workers[i].thread, NULL);
        printf("thread %d: %s, %zu lines of content on %d pages\n", i + 1, dehusk_status_message(workers[i].status),
               workers[i].content, PAGES);
    }
    dehusk_model_close(model); /* after the contexts */
    return started == THREADS ? 0 : 1;
}
