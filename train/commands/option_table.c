/*
 * The table of options: the only place where an option is described.
 * tools/generate/train_manual.py reads it too.
 */
#include "commands/options.h"
#include "corpus/folds.h"
#include "evaluate/site_fit.h"

#include <stddef.h>
#include <string.h>

static bool read_modes(const char *text, tr_settings *settings) {
    settings->html = strcmp(text, "html") == 0 || strcmp(text, "html,text") == 0 || strcmp(text, "text,html") == 0;
    settings->text = strcmp(text, "text") == 0 || (settings->html && strcmp(text, "html") != 0);
    return settings->html || settings->text;
}

static bool read_solver(const char *text, tr_settings *settings) {
    tr_solver *solver = &settings->recipe.solver;
    *solver = strcmp(text, "liblinear") == 0 ? TR_SOLVER_LIBLINEAR : TR_SOLVER_LIBSVM;
    return *solver == TR_SOLVER_LIBLINEAR || strcmp(text, "libsvm") == 0;
}

static bool read_loss(const char *text, tr_settings *settings) {
    tr_loss *loss = &settings->recipe.svm.loss;
    *loss = strcmp(text, "squared") == 0 ? TR_LOSS_SQUARED_HINGE : TR_LOSS_HINGE;
    return *loss == TR_LOSS_SQUARED_HINGE || strcmp(text, "hinge") == 0;
}

/* One seed for folds, samples and the solver. */
static bool read_seed(const char *text, tr_settings *settings) {
    unsigned long long seed;
    bool fine = tr_read_count(text, &seed);
    settings->recipe.seed = settings->recipe.svm.seed = seed;
    return fine;
}

static bool read_folder(const char *text, tr_settings *settings) {
    if (settings->folder_count == TR_FOLDERS_MAX)
        return false;
    settings->folders[settings->folder_count++] = text;
    return true;
}

static bool read_renderings(const char *text, tr_settings *settings) {
    settings->renderings = text;
    settings->extract = true;
    return true;
}

static bool read_line_sets(const char *text, tr_settings *settings) {
    settings->line_sets = text;
    settings->extract = true;
    return true;
}

static bool read_roles(const char *text, tr_settings *settings) {
    unsigned *keep = &settings->recipe.keep;
    *keep = strcmp(text, "all") == 0 ? DEHUSK_KEEP_ALL : 0;
    if (strcmp(text, "all") == 0 || strcmp(text, "none") == 0)
        return true;
    for (;;) {
        size_t length = strcspn(text, ",");
        int role = DEHUSK_ROLE_TITLE;
        for (; role <= DEHUSK_ROLE_NOTICE; role++) {
            const char *name = dehusk_role_name((dehusk_role)role);
            if (strlen(name) == length && memcmp(name, text, length) == 0)
                break;
        }
        if (role > DEHUSK_ROLE_NOTICE)
            return false;
        *keep |= 1u << (role - 1);
        if (text[length] == '\0')
            return true;
        text += length + 1;
    }
}

/* What rows begin with, what an option takes, and where its value goes. Macros, so that a row is laid out as text. */
#define ROW(GROUP, word) .name = word, .group = TR_GROUP_##GROUP
#define TAKES(what) .argument = what
#define SETTING(m) .member = offsetof(tr_settings, m)

const tr_option_entry tr_option_table[] = {
    {ROW(DATA, "corpus"), TAKES("DIR"), SETTING(corpus),
     .help = "folder of sets, each with pages.tsv, html/ and gold/"},
    {ROW(DATA, "sets"), TAKES("A,B"), SETTING(sets), .help = "only these sets of the corpus"},
    {ROW(DATA, "pages-dir"), TAKES("DIR"), .kind = TR_VALUE_READ, .read = read_folder,
     .help = "your own pages, with a corpus or without; may be given several times. A folder of NAME.html or NAME.txt, "
             "each with a NAME.labels: the page's lines in order, with + or -, a tab and the text, as dehusk --output "
             "annotated writes them. What stands before a dot in NAME is the page's site, else it is a site of its "
             "own. Text "
             "files are for text mode; with few pages give --folds and --lines"},
    {ROW(DATA, "short-pages"), TAKES("DIR"), SETTING(short_pages),
     .help = "html mode: a folder as of --pages-dir, of short pages with content and without, for the classifier that "
             "tells these apart; their lines are not trained on, and they are in no other figure"},
    {ROW(DATA, "weigh"), TAKES("A=1.6,B=0.5"), SETTING(terms.weights),
     .help = "what the pages of these sets count in training; a folder is a set of the same name"},
    {ROW(DATA, "train-only"), TAKES("A,B"), SETTING(terms.train_only),
     .help = "train on these sets, leave them out of all figures"},
    {ROW(DATA, "mask-comments"), TAKES("A,B"), SETTING(terms.mask_comments),
     .help = "lines of readers' comments that the gold of these sets does not have are not trained on: for sets whose "
             "gold is the article alone"},
    {ROW(DATA, "renderings"), TAKES("DIR"), .kind = TR_VALUE_READ, .read = read_renderings,
     .help = "text mode: the pages as other tools make text of them, FORM/SET/ID.txt.gz, as "
             "datasets/renderings/render.py writes them; implies --extract"},
    {ROW(DATA, "line-sets"), TAKES("DIR"), .kind = TR_VALUE_READ, .read = read_line_sets,
     .help = "text mode: texts labelled line by line, SET/pages.tsv and SET/lines/ID.tsv; implies --extract"},
    {ROW(DATA, "extract"), .kind = TR_VALUE_FLAG, SETTING(extract),
     .help = "text mode: learn extracted text as well as whole pages, from gold texts, from parts of pages, and from "
             "what --renderings and --line-sets name"},
    {ROW(DATA, "model"), TAKES("MODEL"), SETTING(model),
     .help = "evaluate, dump, compare: the model, if it does not follow the command"},
    {ROW(DATA, "mode"), .alias = "modes", TAKES("M"), .kind = TR_VALUE_READ, .read = read_modes,
     .help = "html, text or html,text (default: html for cv and align, else both)"},
    {ROW(DATA, "cache"), TAKES("DIR"), SETTING(cache),
     .help = "keep alignments there for the next run; the model does not depend on it, and a run that was stopped can "
             "be started again"},
    {ROW(DATA, "threads"), TAKES("N"), .kind = TR_VALUE_UNSIGNED, .low = 1, .high = 64, SETTING(recipe.threads),
     .help = "default 2"},
    {ROW(TRAINING, "lines"), TAKES("N"), .kind = TR_VALUE_SIZE, .low = 2, .high = 1 << 30, SETTING(recipe.lines),
     .help = "lines sampled for each model, default 300000 for html, 400000 for text; never more than there are"},
    {ROW(TRAINING, "folds"), TAKES("N"), .kind = TR_VALUE_UNSIGNED, .low = 2, .high = TR_FOLDS_MAX,
     SETTING(recipe.folds), .help = "default 5"},
    {ROW(TRAINING, "seed"), TAKES("N"), .kind = TR_VALUE_READ, .read = read_seed,
     .help = "of folds and samples, default 1"},
    {ROW(TRAINING, "solver"), TAKES("S"), .kind = TR_VALUE_READ, .read = read_solver,
     .help = "libsvm (default) or liblinear"},
    {ROW(TRAINING, "cost"), TAKES("C"), .kind = TR_VALUE_NUMBER, .low = 1e-9, .high = 1e9, SETTING(recipe.svm.cost),
     .help = "default 0.0015 for html, 0.008 for text; with squared hinge 0.0005 and 0.002"},
    {ROW(TRAINING, "loss"), TAKES("L"), .kind = TR_VALUE_READ, .read = read_loss,
     .help = "hinge (default), or squared with liblinear"},
    {ROW(TRAINING, "bias"), TAKES("B"), .kind = TR_VALUE_NUMBER, .low = 1e-3, .high = 1e3, SETTING(recipe.svm.bias),
     .help = "value of the constant column, default 1"},
    {ROW(TRAINING, "tolerance"), TAKES("T"), .kind = TR_VALUE_NUMBER, .low = 1e-9, .high = 1,
     SETTING(recipe.svm.tolerance), .help = "largest violation of the optimality conditions, default 0.01"},
    {ROW(TRAINING, "block"), TAKES("N"), .kind = TR_VALUE_SIZE, .low = 2, .high = 20000, SETTING(recipe.svm.block),
     .help = "lines that libsvm is given at once"},
    {ROW(TRAINING, "check-solver"), .kind = TR_VALUE_FLAG, SETTING(recipe.check_solver),
     .help = "look at each solution of libsvm from scratch, over all lines, and fail if it is none"},
    {ROW(TRAINING, "without"), TAKES("A,B"), SETTING(without),
     .help = "leave these features out, by name: to see what they are worth"},
    {ROW(TRAINING, "leave-out"), TAKES("RU,EL"), SETTING(leave_out),
     .help = "cv: for each of these languages, what it loses if no page in it was trained on"},
    {ROW(TRAINING, "site-counts"), TAKES("N"), .kind = TR_VALUE_UNSIGNED, .low = 1, .high = TR_SITE_OTHERS_MAX,
     SETTING(site_counts),
     .help = "cv, fit: page F1 with counts of lines from up to N other pages of the site, beside that without"},
    {ROW(TRAINING, "keep"), TAKES("LIST"), .kind = TR_VALUE_READ, .read = read_roles,
     .help = "the roles whose lines may be content: title, caption, read-more, teaser, comment, notice (with commas), "
             "none or all; default title, as in the library"},
    {ROW(TRAINING, "no-roles"), .kind = TR_VALUE_FLAG, SETTING(recipe.no_roles),
     .help = "decide by the classifier alone"},
    {ROW(TRAINING, "html-shift"), TAKES("X"), .kind = TR_VALUE_NUMBER, .low = -100, .high = 100, SETTING(html_shift),
     .help = "added to the logits that decide on HTML, default -0.4"},
    {ROW(TRAINING, "text-shift"), TAKES("X"), .kind = TR_VALUE_NUMBER, .low = -100, .high = 100, SETTING(text_shift),
     .help = "added to the logits that decide on plain text, default -0.6"},
    {ROW(TRAINING, "extract-shift"), TAKES("X"), .kind = TR_VALUE_NUMBER, .low = -100, .high = 100,
     SETTING(extract_shift), .help = "added to the logits that decide on extracted text, default 0.4"},
    {ROW(TRAINING, "gate-shift"), TAKES("X"), .kind = TR_VALUE_NUMBER, .low = -100, .high = 100, SETTING(gate_shift),
     .help = "added to the log-odds that a text is an extract, default 0.4: the higher, the more clean texts stay as "
             "they are, and the worse are whole pages"},
    {ROW(OUTPUT, "output"), TAKES("MODEL"), SETTING(output), .help = "model to write"},
    {ROW(OUTPUT, "name"), TAKES("NAME"), SETTING(name), .help = "what it calls itself, default \"default\""},
    {ROW(OUTPUT, "created"), TAKES("DATE"), SETTING(created),
     .help = "its date, default today; give it to get the same bytes on another day"},
    {ROW(OUTPUT, "pages"), TAKES("FILE"), SETTING(pages), .help = "figures of each page as TSV"},
    {ROW(OUTPUT, "tables"), TAKES("FILE"), SETTING(tables), .help = "figures by set, language and page type as TSV"},
    {ROW(OUTPUT, "html"), TAKES("FILE"), SETTING(report),
     .help = "evaluate, cv: curves, figures and worst pages as one page to look at in a browser"},
    {ROW(OUTPUT, "show"), TAKES("SET/ID"), SETTING(show),
     .help = "align, cv, evaluate: print this page's lines with their labels"},
    {ROW(OUTPUT, "top"), TAKES("N"), .kind = TR_VALUE_SIZE, .high = UINT32_MAX, SETTING(top),
     .help = "dump: only the N largest weights of each mode"},
    {ROW(OUTPUT, "verbose"), .kind = TR_VALUE_FLAG, SETTING(recipe.svm.verbose),
     .help = "tell how the solver gets on; check: print all findings"},
};

_Static_assert(sizeof tr_option_table / sizeof *tr_option_table <= TR_OPTIONS_MAX, "room for what getopt is given");

const size_t tr_option_count = sizeof tr_option_table / sizeof *tr_option_table;
