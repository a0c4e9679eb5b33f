/*
 * dehusk-train: makes and measures models.
 *
 * Exit: 0 done, 1 the data or a file are not as they should be, 2 wrong usage
 * or out of memory.
 */
#include "commands/commands.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "corpus/folds.h"
#include "evaluate/site_fit.h"

static const char usage[] =
    "usage: dehusk-train cv --corpus DIR [OPTION]...         cross-validate and report, write no model\n"
    "       dehusk-train fit --corpus DIR --output MODEL ... cross-validate, train on all pages, write a model\n"
    "       dehusk-train evaluate --model MODEL --corpus DIR measure a model on a corpus\n"
    "       dehusk-train compare A B --corpus DIR            pair two models' page F1, with a 95% interval of the\n"
    "                                                        difference; A, B: models, or two files of --pages\n"
    "       dehusk-train dump MODEL                          print a model: what it says of itself, what each\n"
    "                                                        feature adds up to, its weights\n"
    "       dehusk-train align --corpus DIR                  label lines and report how well that can be done\n"
    "       dehusk-train check CORPUS                        look a corpus over for faults before training\n"
    "\n"
    "Data\n"
    "  --corpus DIR         folder of sets, each with pages.tsv, html/ and gold/\n"
    "  --sets A,B           only these sets of the corpus\n"
    "  --pages-dir DIR      your own pages, with a corpus or without; may be given several times. A folder of\n"
    "                       NAME.html or NAME.txt, each with a NAME.labels: the page's lines in order, with + or -,\n"
    "                       a tab and the text, as dehusk --output annotated writes them. Text files are for text\n"
    "                       mode; with few pages give --folds and --lines\n"
    "  --weigh A=1.6,B=0.5  what the pages of these sets count in training; a folder's set is called like it\n"
    "  --train-only A,B     train on these sets, leave them out of all figures\n"
    "  --mask-comments A,B  lines of readers' comments that the gold of these sets does not have are not trained on:\n"
    "                       for sets whose gold is the article alone\n"
    "  --renderings DIR     text mode: the pages as other tools make text of them, FORM/SET/ID.txt.gz, as\n"
    "                       datasets/renderings/render.py writes them; implies --extract\n"
    "  --line-sets DIR      text mode: texts labelled line by line, SET/pages.tsv and SET/lines/ID.tsv; implies\n"
    "                       --extract\n"
    "  --extract            text mode: learn extracted text as well as whole pages, from gold texts, from parts of\n"
    "                       pages, and from what the two options above name\n"
    "  --mode, --modes M    html, text or html,text (default: html for cv and align, else both)\n"
    "  --cache DIR          keep alignments there for the next run; the model does not depend on it, and a run\n"
    "                       that was stopped can be started again\n"
    "  --threads N          default 2\n"
    "Training\n"
    "  --lines N            lines sampled for each model, default 300000 for html, 400000 for text; never\n"
    "                       more than there are\n"
    "  --folds N            default 5\n"
    "  --seed N             of folds and samples, default 1\n"
    "  --solver S           libsvm (default) or liblinear\n"
    "  --cost C             default 0.0015 for html, 0.008 for text; with squared hinge 0.0005 and 0.002\n"
    "  --loss L             hinge (default), or squared with liblinear\n"
    "  --bias B             value of the constant column, default 1\n"
    "  --tolerance T        largest violation of the optimality conditions, default 0.01\n"
    "  --block N            lines that libsvm is given at once\n"
    "  --check-solver       look at each solution of libsvm from scratch, over all lines, and fail if it is none\n"
    "  --without A,B        leave these features out, by name: to see what they are worth\n"
    "  --leave-out RU,EL    cv: for each of these languages, what it loses if no page in it was trained on\n"
    "  --site-counts N      cv, fit: page F1 with counts of lines from up to N other pages of the site, beside that\n"
    "                       without\n"
    "  --keep LIST          lines of which roles may be content: title, caption, read-more, teaser with commas "
    "between,\n"
    "                       none or all; default title, as in the library\n"
    "  --no-roles           decide by the classifier alone\n"
    "  --html-shift X       added to the logits that the decision uses, default -0.4\n"
    "  --text-shift X       the same for plain text, default -0.6\n"
    "  --extract-shift X    the same for extracted text, default 0.3\n"
    "Output\n"
    "  --output MODEL       model to write\n"
    "  --name NAME          what it calls itself, default \"default\"\n"
    "  --created DATE       its date, default today; give it to get the same bytes on another day\n"
    "  --pages FILE         figures of each page as TSV\n"
    "  --tables FILE        figures by set, language and page type as TSV\n"
    "  --html FILE          evaluate, cv: curves, figures and worst pages as one page to look at in a browser\n"
    "  --show SET/ID        align, cv, evaluate: print this page's lines with their labels\n"
    "  --top N              dump: only the N largest weights of each mode\n"
    "  --verbose            tell how the solver gets on; check: print all findings\n";

enum { EXIT_DONE = 0, EXIT_DATA = 1, EXIT_USAGE = 2 };

enum {
    OPTION_CORPUS = 256,
    OPTION_SETS,
    OPTION_MODE,
    OPTION_CACHE,
    OPTION_THREADS,
    OPTION_LINES,
    OPTION_FOLDS,
    OPTION_SEED,
    OPTION_SOLVER,
    OPTION_COST,
    OPTION_LOSS,
    OPTION_BIAS,
    OPTION_TOLERANCE,
    OPTION_BLOCK,
    OPTION_WITHOUT,
    OPTION_HTML_SHIFT,
    OPTION_TEXT_SHIFT,
    OPTION_EXTRACT_SHIFT,
    OPTION_OUTPUT,
    OPTION_NAME,
    OPTION_CREATED,
    OPTION_PAGES,
    OPTION_SHOW,
    OPTION_TOP,
    OPTION_MODEL,
    OPTION_PAGES_DIR,
    OPTION_LEAVE_OUT,
    OPTION_CHECK_SOLVER,
    OPTION_KEEP,
    OPTION_NO_ROLES,
    OPTION_TABLES,
    OPTION_HTML,
    OPTION_SITE_COUNTS,
    OPTION_WEIGH,
    OPTION_TRAIN_ONLY,
    OPTION_MASK_COMMENTS,
    OPTION_RENDERINGS,
    OPTION_LINE_SETS,
    OPTION_EXTRACT,
    OPTION_VERBOSE,
    OPTION_HELP
};

static const struct option long_options[] = {
    {"renderings", required_argument, NULL, OPTION_RENDERINGS},
    {"line-sets", required_argument, NULL, OPTION_LINE_SETS},
    {"extract", no_argument, NULL, OPTION_EXTRACT},
    {"corpus", required_argument, NULL, OPTION_CORPUS},
    {"sets", required_argument, NULL, OPTION_SETS},
    {"mode", required_argument, NULL, OPTION_MODE},
    {"modes", required_argument, NULL, OPTION_MODE},
    {"cache", required_argument, NULL, OPTION_CACHE},
    {"threads", required_argument, NULL, OPTION_THREADS},
    {"lines", required_argument, NULL, OPTION_LINES},
    {"folds", required_argument, NULL, OPTION_FOLDS},
    {"seed", required_argument, NULL, OPTION_SEED},
    {"solver", required_argument, NULL, OPTION_SOLVER},
    {"cost", required_argument, NULL, OPTION_COST},
    {"loss", required_argument, NULL, OPTION_LOSS},
    {"bias", required_argument, NULL, OPTION_BIAS},
    {"tolerance", required_argument, NULL, OPTION_TOLERANCE},
    {"block", required_argument, NULL, OPTION_BLOCK},
    {"without", required_argument, NULL, OPTION_WITHOUT},
    {"html-shift", required_argument, NULL, OPTION_HTML_SHIFT},
    {"text-shift", required_argument, NULL, OPTION_TEXT_SHIFT},
    {"extract-shift", required_argument, NULL, OPTION_EXTRACT_SHIFT},
    {"output", required_argument, NULL, OPTION_OUTPUT},
    {"name", required_argument, NULL, OPTION_NAME},
    {"created", required_argument, NULL, OPTION_CREATED},
    {"pages", required_argument, NULL, OPTION_PAGES},
    {"show", required_argument, NULL, OPTION_SHOW},
    {"top", required_argument, NULL, OPTION_TOP},
    {"model", required_argument, NULL, OPTION_MODEL},
    {"pages-dir", required_argument, NULL, OPTION_PAGES_DIR},
    {"leave-out", required_argument, NULL, OPTION_LEAVE_OUT},
    {"check-solver", no_argument, NULL, OPTION_CHECK_SOLVER},
    {"keep", required_argument, NULL, OPTION_KEEP},
    {"no-roles", no_argument, NULL, OPTION_NO_ROLES},
    {"tables", required_argument, NULL, OPTION_TABLES},
    {"html", required_argument, NULL, OPTION_HTML},
    {"site-counts", required_argument, NULL, OPTION_SITE_COUNTS},
    {"weigh", required_argument, NULL, OPTION_WEIGH},
    {"train-only", required_argument, NULL, OPTION_TRAIN_ONLY},
    {"mask-comments", required_argument, NULL, OPTION_MASK_COMMENTS},
    {"verbose", no_argument, NULL, OPTION_VERBOSE},
    {"help", no_argument, NULL, OPTION_HELP},
    {NULL, 0, NULL, 0},
};

typedef struct command {
    const char *name;
    bool (*run)(const tr_settings *settings, tr_error *error);
    bool both_modes; /* by default */
    bool takes_model;
} command;

static const command commands[] = {
    {"cv", tr_command_cv, false, false},           {"fit", tr_command_fit, true, false},
    {"evaluate", tr_command_evaluate, true, true}, {"dump", tr_command_dump, true, true},
    {"align", tr_command_align, false, false},     {"check", tr_command_check, false, false},
    {"compare", tr_command_compare, true, true},
};

static bool read_count(const char *text, unsigned long long low, unsigned long long high, unsigned long long *value) {
    char *end;
    errno = 0;
    *value = strtoull(text, &end, 10);
    return text[0] >= '0' && text[0] <= '9' && *end == '\0' && errno == 0 && *value >= low && *value <= high;
}

static bool read_number(const char *text, double low, double high, double *value) {
    char *end;
    errno = 0;
    *value = strtod(text, &end);
    return end != text && *end == '\0' && *value >= low && *value <= high; /* false for NaN */
}

static bool read_modes(const char *text, tr_settings *settings) {
    settings->html = strcmp(text, "html") == 0 || strcmp(text, "html,text") == 0 || strcmp(text, "text,html") == 0;
    settings->text = strcmp(text, "text") == 0 || (settings->html && strcmp(text, "html") != 0);
    return settings->html || settings->text;
}

static bool read_solver(const char *text, tr_solver *solver) {
    *solver = strcmp(text, "liblinear") == 0 ? TR_SOLVER_LIBLINEAR : TR_SOLVER_LIBSVM;
    return *solver == TR_SOLVER_LIBLINEAR || strcmp(text, "libsvm") == 0;
}

static bool read_loss(const char *text, tr_loss *loss) {
    *loss = strcmp(text, "squared") == 0 ? TR_LOSS_SQUARED_HINGE : TR_LOSS_HINGE;
    return *loss == TR_LOSS_SQUARED_HINGE || strcmp(text, "hinge") == 0;
}

static bool read_roles(const char *text, unsigned *keep) {
    *keep = strcmp(text, "all") == 0
                ? DEHUSK_KEEP_TITLE | DEHUSK_KEEP_CAPTION | DEHUSK_KEEP_READ_MORE | DEHUSK_KEEP_TEASER
                : 0;
    if (strcmp(text, "all") == 0 || strcmp(text, "none") == 0)
        return true;
    for (;;) {
        size_t length = strcspn(text, ",");
        int role = DEHUSK_ROLE_TITLE;
        for (; role <= DEHUSK_ROLE_TEASER; role++) {
            const char *name = dehusk_role_name((dehusk_role)role);
            if (strlen(name) == length && memcmp(name, text, length) == 0)
                break;
        }
        if (role > DEHUSK_ROLE_TEASER)
            return false;
        *keep |= 1u << (role - 1);
        if (text[length] == '\0')
            return true;
        text += length + 1;
    }
}

/* False if the option's value is not one. */
static bool take_option(int option, const char *value, tr_settings *settings) {
    tr_recipe *recipe = &settings->recipe;
    unsigned long long count = 0;
    bool fine = true;
    switch (option) {
    case OPTION_CORPUS:
        settings->corpus = value;
        break;
    case OPTION_SETS:
        settings->sets = value;
        break;
    case OPTION_MODE:
        fine = read_modes(value, settings);
        break;
    case OPTION_CACHE:
        settings->cache = value;
        break;
    case OPTION_THREADS:
        fine = read_count(value, 1, 64, &count);
        recipe->threads = (unsigned)count;
        break;
    case OPTION_LINES:
        fine = read_count(value, 2, 1u << 30, &count);
        recipe->lines = (size_t)count;
        break;
    case OPTION_FOLDS:
        fine = read_count(value, 2, TR_FOLDS_MAX, &count);
        recipe->folds = (unsigned)count;
        break;
    case OPTION_SEED:
        fine = read_count(value, 0, UINT64_MAX, &count);
        recipe->seed = recipe->svm.seed = count;
        break;
    case OPTION_SOLVER:
        fine = read_solver(value, &recipe->solver);
        break;
    case OPTION_COST:
        fine = read_number(value, 1e-9, 1e9, &recipe->svm.cost);
        break;
    case OPTION_LOSS:
        fine = read_loss(value, &recipe->svm.loss);
        break;
    case OPTION_BIAS:
        fine = read_number(value, 1e-3, 1e3, &recipe->svm.bias);
        break;
    case OPTION_TOLERANCE:
        fine = read_number(value, 1e-9, 1, &recipe->svm.tolerance);
        break;
    case OPTION_BLOCK:
        fine = read_count(value, 2, 20000, &count);
        recipe->svm.block = (size_t)count;
        break;
    case OPTION_WITHOUT:
        settings->without = value;
        break;
    case OPTION_HTML_SHIFT:
        fine = read_number(value, -100, 100, &settings->html_shift);
        break;
    case OPTION_TEXT_SHIFT:
        fine = read_number(value, -100, 100, &settings->text_shift);
        break;
    case OPTION_EXTRACT_SHIFT:
        fine = read_number(value, -100, 100, &settings->extract_shift);
        break;
    case OPTION_OUTPUT:
        settings->output = value;
        break;
    case OPTION_NAME:
        settings->name = value;
        break;
    case OPTION_CREATED:
        settings->created = value;
        break;
    case OPTION_PAGES:
        settings->pages = value;
        break;
    case OPTION_SHOW:
        settings->show = value;
        break;
    case OPTION_TOP:
        fine = read_count(value, 0, UINT32_MAX, &count);
        settings->top = (size_t)count;
        break;
    case OPTION_MODEL:
        settings->model = value;
        break;
    case OPTION_PAGES_DIR:
        fine = settings->folder_count < TR_FOLDERS_MAX;
        if (fine)
            settings->folders[settings->folder_count++] = value;
        break;
    case OPTION_LEAVE_OUT:
        settings->leave_out = value;
        break;
    case OPTION_WEIGH:
        settings->terms.weights = value;
        break;
    case OPTION_TRAIN_ONLY:
        settings->terms.train_only = value;
        break;
    case OPTION_MASK_COMMENTS:
        settings->terms.mask_comments = value;
        break;
    case OPTION_CHECK_SOLVER:
        recipe->check_solver = true;
        break;
    case OPTION_KEEP:
        fine = read_roles(value, &recipe->keep);
        break;
    case OPTION_NO_ROLES:
        recipe->no_roles = true;
        break;
    case OPTION_TABLES:
        settings->tables = value;
        break;
    case OPTION_HTML:
        settings->report = value;
        break;
    case OPTION_RENDERINGS:
        settings->renderings = value;
        settings->extract = true;
        break;
    case OPTION_LINE_SETS:
        settings->line_sets = value;
        settings->extract = true;
        break;
    case OPTION_EXTRACT:
        settings->extract = true;
        break;
    case OPTION_SITE_COUNTS:
        fine = read_count(value, 1, TR_SITE_OTHERS_MAX, &count);
        settings->site_counts = (unsigned)count;
        break;
    case OPTION_VERBOSE:
        recipe->svm.verbose = true;
        break;
    default:
        fine = false;
    }
    return fine;
}

static int complain(const char *what, const char *value) {
    fprintf(stderr, "dehusk-train: %s%s%s (dehusk-train --help)\n", what, value[0] != '\0' ? " " : "", value);
    return EXIT_USAGE;
}

/* What the command cannot begin without; NULL: all is there. */
static const char *what_is_missing(const command *chosen, const tr_settings *settings) {
    bool figures = chosen->run == tr_command_compare; /* its two files may hold figures, and then it needs no pages */
    if (chosen->takes_model && settings->model == NULL)
        return figures ? "compare takes two models, or two files that --pages wrote" : "no model given";
    if (figures && settings->other == NULL)
        return "compare takes two models, or two files that --pages wrote";
    if (chosen->run == tr_command_check)
        return settings->corpus == NULL ? "no corpus given to check" : NULL;
    if (!figures && chosen->run != tr_command_dump && settings->corpus == NULL && settings->folder_count == 0)
        return "no pages given (--corpus DIR or --pages-dir DIR)";
    if (chosen->run == tr_command_fit && settings->output == NULL)
        return "no file to write given (--output MODEL)";
    return NULL;
}

int main(int argc, char **argv) {
    tr_settings settings = {.name = "default", .html_shift = -0.4, .text_shift = -0.6, .extract_shift = 0.3};
    tr_error error = {{0}};
    char today[16] = "";
    time_t now = time(NULL);
    struct tm date;
    if (gmtime_r(&now, &date) != NULL)
        strftime(today, sizeof today, "%Y-%m-%d", &date);
    settings.created = today;
    settings.recipe =
        (tr_recipe){.solver = TR_SOLVER_LIBSVM, .folds = 5, .seed = 1, .threads = 2, .keep = DEHUSK_KEEP_TITLE};
    tr_svm_options_init(&settings.recipe.svm);
    settings.recipe.svm.cost = 0; /* this and the lines: by mode, unless given */

    if (argc >= 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0)) {
        fputs(usage, stdout);
        return EXIT_DONE;
    }
    if (argc >= 2 && strcmp(argv[1], "--version") == 0) {
        printf("dehusk-train %s, model format %d, Unicode %s%s\n", dehusk_version(), DHK_MODEL_VERSION,
               dehusk_unicode_version(), tr_svm_has_liblinear() ? ", with liblinear" : "");
        return EXIT_DONE;
    }
    const command *chosen = NULL;
    for (size_t i = 0; argc >= 2 && i < sizeof commands / sizeof *commands; i++)
        if (strcmp(argv[1], commands[i].name) == 0)
            chosen = &commands[i];
    if (chosen == NULL)
        return complain(argc >= 2 ? "no such command:" : "no command given", argc >= 2 ? argv[1] : "");
    settings.html = true;
    settings.text = chosen->both_modes;

    /* From here on the command's name takes the place of the program's. */
    argc--;
    argv++;
    for (int option; (option = getopt_long(argc, argv, "h", long_options, NULL)) != -1;) {
        if (option == OPTION_HELP || option == 'h') {
            fputs(usage, stdout);
            return EXIT_DONE;
        }
        if (option == '?')
            return EXIT_USAGE; /* getopt has said why */
        if (!take_option(option, optarg, &settings))
            return complain("not a possible value:", optarg);
    }
    if (chosen->takes_model && settings.model == NULL && optind < argc)
        settings.model = argv[optind++];
    if (chosen->run == tr_command_compare && optind < argc)
        settings.other = argv[optind++];
    if (chosen->run == tr_command_check && settings.corpus == NULL && optind < argc)
        settings.corpus = argv[optind++];
    if (optind < argc)
        return complain("too many arguments:", argv[optind]);
    if (settings.recipe.svm.loss != TR_LOSS_HINGE && settings.recipe.solver == TR_SOLVER_LIBSVM)
        return complain("squared hinge is for --solver liblinear", "");

    if (settings.recipe.check_solver && settings.recipe.solver != TR_SOLVER_LIBSVM)
        return complain("--check-solver is for --solver libsvm", "");
    const char *missing = what_is_missing(chosen, &settings);
    if (missing != NULL)
        return complain(missing, "");
    if (settings.leave_out != NULL && chosen->run != tr_command_cv)
        return complain("--leave-out is for cv", "");
    if (settings.report != NULL && chosen->run != tr_command_cv && chosen->run != tr_command_evaluate)
        return complain("--html is for evaluate and cv", "");

    if (!chosen->run(&settings, &error)) {
        fprintf(stderr, "dehusk-train: %s\n", error.message);
        return EXIT_DATA;
    }
    return fflush(stdout) == 0 ? EXIT_DONE : EXIT_DATA;
}
