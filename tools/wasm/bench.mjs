/*
 * Sizes, loading and speed of the module, beside the native command.
 *     node tools/wasm/bench.mjs [COMMAND [FILE]...]
 * FILE: pages; those of datasets/ if none is given. Times are of the processor, with all threads of the process; the
 * command's contain its start and the reading of the files.
 */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = resolve(process.env.DEHUSK_WASM ?? join(root, "build/wasm"));
const { load } = await import(pathToFileURL(join(folder, "dehusk.mjs")).href);
const [command = join(root, "build/release/tools/dehusk"), ...named] = process.argv.slice(2);
const files = named.length > 0 ? named : ["datasets/pages", "datasets/texts"].flatMap((place) =>
    readdirSync(join(root, place), { recursive: true }).map((name) => join(root, place, name)))
    .filter((file) => /\.(html|txt)$/.test(file)).sort();
const ROUNDS = 40;

const median = (numbers) => numbers.sort((a, b) => a - b)[numbers.length >> 1];

/* Seconds of the processor. */
function processor() {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
}

for (const name of ["dehusk.wasm", "dehusk-no-model.wasm", "dehusk.mjs"]) {
    const bytes = readFileSync(join(folder, name));
    const packed = gzipSync(bytes, { level: 9 }).length;
    console.log(`${name}: ${(bytes.length / 1024).toFixed(0)} KiB, gzip ${(packed / 1024).toFixed(0)} KiB`);
}

const wasm = readFileSync(join(folder, "dehusk.wasm"));
const loads = [];
for (let i = 0; i < 15; i++) {
    const begin = performance.now();
    await load(wasm);
    loads.push(performance.now() - begin);
}
console.log(`load, of bytes: first ${loads[0].toFixed(1)} ms, median ${median([...loads]).toFixed(1)} ms (on the wall)`);

const dehusk = await load(wasm);
const readable = files.filter((file) => {
    try {
        return dehusk.classify(readFileSync(file)) !== null;
    } catch (error) {
        if (error.status !== "UNSUPPORTED_CHARSET")
            throw error;
        return false;
    }
});
const pages = readable.map((file) => readFileSync(file));
const size = pages.reduce((sum, page) => sum + page.length, 0);
console.log(`${pages.length} pages, ${(size / pages.length / 1024).toFixed(1)} KiB in the mean; ${dehusk.memoryBytes >> 20} MiB`);

function report(what, seconds) {
    const each = pages.length * ROUNDS;
    console.log(`${what}: ${(each / seconds).toFixed(0)} pages/s, ${(size * ROUNDS / seconds / 1e6).toFixed(0)} MB/s`);
}

function measure(what, each) {
    const round = () => pages.forEach(each);
    for (let i = 0; i < ROUNDS; i++)
        round(); /* until the engine has done with compiling */
    const begin = processor();
    for (let i = 0; i < ROUNDS; i++)
        round();
    report(what, processor() - begin);
}

const strings = pages.map((page) => new TextDecoder().decode(page));
measure("classify(bytes)", (page) => dehusk.classify(page));
measure("extract(bytes)", (page) => dehusk.extract(page));
measure("extract(string)", (_, i) => dehusk.extract(strings[i]));

/* Bash tells how long the command took; nothing else is on its standard output. */
const script = 'TIMEFORMAT="%U %S"; { time "$@" >/dev/null 2>&3; } 3>&2 2>&1';
const input = Array.from({ length: ROUNDS }, () => readable.join("\n")).join("\n");
for (const output of ["jsonl", "text"]) {
    const arguments_ = ["-c", script, "bash", command, "--quiet", "--output", output, "--files-from", "-"];
    const times = execFileSync("bash", arguments_, { input, encoding: "utf8" });
    const [user, system] = times.trim().split(" ").map(Number);
    report(`the command, ${output}`, user + system);
}
