/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trendbook/names.h"

#include "model/memory.h"
#include "model/names_part.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

/* Texts lie one after another in chunks that never move; a table of slots finds them by hash. */
enum {
    CHUNK = 1 << 16,
    NEAR = 64, /* texts that are looked up at once */
};

struct chunk {
    struct chunk *next;
    size_t used, size;
    char text[];
};

struct entry {
    const char *text;
    uint32_t length;
    uint32_t hash;
};

/* Its hash stands beside the number of an entry, so that an entry is only looked at when it is the right one. */
struct slot {
    uint32_t hash;
    uint32_t number; /* TB_NO_NAME: empty */
};

struct tb_names {
    struct chunk *chunks;
    struct entry *entry;
    size_t n, capacity;
    struct slot *slot;
    size_t n_slots; /* a power of two, more than n by half or more */
    uint64_t seed;  /* so that no file can be written to collide */
    /* names that are looked for first: they have the numbers below n_base, its own entries those behind */
    const struct tb_names *base;
    uint32_t n_base;
};

static uint64_t word_at(const char *text)
{
    uint64_t word;
    memcpy(&word, text, sizeof word);
    return word;
}

/* Most names have 8 to 32 bytes: four words, some bytes in two of them, are the whole text without asking how long. */
static inline bool is_middling(size_t length)
{
    return length - 8 <= 24;
}

static inline void take_words(const char *text, size_t length, uint64_t word[4])
{
    const size_t second = length < 16 ? length - 8 : 8, third = length < 16 ? 0 : length - 16;
    word[0] = word_at(text);
    word[1] = word_at(text + second);
    word[2] = word_at(text + third);
    word[3] = word_at(text + length - 8);
}

static uint64_t mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * 0xFF51AFD7ED558CCDu;
    return hash ^ hash >> 32;
}

static inline uint32_t hash_of(const struct tb_names *names, const char *text, size_t length)
{
    uint64_t hash = names->seed ^ (length * 0x9E3779B97F4A7C15u), word[4] = {0};
    if (is_middling(length)) {
        take_words(text, length, word);
        for (int i = 0; i < 4; i++)
            hash = mix(hash, word[i]);
    } else {
        for (; length >= 8; text += 8, length -= 8)
            hash = mix(hash, word_at(text));
        if (length)
            memcpy(word, text, length);
        hash = mix(hash, word[0]);
    }
    hash *= 0xC4CEB9FE1A85EC53u;
    return (uint32_t)(hash ^ hash >> 32);
}

/* Whether two texts of one length are the same. */
static inline bool same_text(const char *a, const char *b, size_t length)
{
    if (!is_middling(length))
        return memcmp(a, b, length) == 0;
    uint64_t of_a[4], of_b[4];
    take_words(a, length, of_a);
    take_words(b, length, of_b);
    return !((of_a[0] ^ of_b[0]) | (of_a[1] ^ of_b[1]) | (of_a[2] ^ of_b[2]) | (of_a[3] ^ of_b[3]));
}

/* Whether so many names need more slots. */
static bool crowded(const struct tb_names *names, size_t n)
{
    return 3 * n > 2 * names->n_slots;
}

/* Enters all names into the slots. */
static void fill_slots(struct tb_names *names)
{
    memset(names->slot, 0xFF, names->n_slots * sizeof *names->slot);
    for (uint32_t i = 0; i < names->n; i++) {
        size_t at = names->entry[i].hash & (names->n_slots - 1);
        while (names->slot[at].number != TB_NO_NAME)
            at = (at + 1) & (names->n_slots - 1);
        names->slot[at] = (struct slot){names->entry[i].hash, i};
    }
}

static bool rehash(struct tb_names *names, size_t n_slots)
{
    struct slot *slot = malloc(n_slots * sizeof *slot);
    if (!slot)
        return false;
    free(names->slot);
    names->slot = slot;
    names->n_slots = n_slots;
    fill_slots(names);
    return true;
}

struct tb_names *tb_names_new(void)
{
    struct tb_names *names = calloc(1, sizeof *names);
    if (!names)
        return NULL;
    if (getrandom(&names->seed, sizeof names->seed, GRND_NONBLOCK) < 0)
        names->seed = (uint64_t)(uintptr_t)names;
    if (!rehash(names, 256) || tb_names_add(names, "", 0) != 0) {
        tb_names_free(names);
        return NULL;
    }
    return names;
}

void tb_names_free(struct tb_names *names)
{
    if (!names)
        return;
    for (struct chunk *chunk = names->chunks, *next; chunk; chunk = next) {
        next = chunk->next;
        free(chunk);
    }
    free(names->entry);
    free(names->slot);
    free(names);
}

/* The slot that holds this text, or the empty one where it belongs. */
static struct slot *slot_of(const struct tb_names *names, const char *text, size_t length, uint32_t hash)
{
    size_t at = hash & (names->n_slots - 1);
    for (; names->slot[at].number != TB_NO_NAME; at = (at + 1) & (names->n_slots - 1)) {
        if (names->slot[at].hash != hash)
            continue;
        const struct entry *entry = &names->entry[names->slot[at].number];
        if (entry->length == length && same_text(entry->text, text, length))
            break;
    }
    return &names->slot[at];
}

/* The number in the first slot of this hash; TB_NO_NAME: there is none. */
static uint32_t number_of(const struct tb_names *names, uint32_t hash)
{
    size_t at = hash & (names->n_slots - 1);
    while (names->slot[at].hash != hash && names->slot[at].number != TB_NO_NAME)
        at = (at + 1) & (names->n_slots - 1);
    return names->slot[at].number;
}

static const char *keep(struct tb_names *names, const char *text, size_t length)
{
    struct chunk *chunk = names->chunks;
    if (!chunk || chunk->size - chunk->used < length + 1) {
        const size_t size = length + 1 > CHUNK ? length + 1 : CHUNK;
        chunk = malloc(sizeof *chunk + size);
        if (!chunk)
            return NULL;
        *chunk = (struct chunk){.next = names->chunks, .size = size};
        names->chunks = chunk;
    }
    char *copy = chunk->text + chunk->used;
    memcpy(copy, text, length);
    copy[length] = '\0';
    chunk->used += length + 1;
    return copy;
}

/* The number of a text of this hash among the names of the base, or TB_NO_NAME. */
static uint32_t find_in_base(const struct tb_names *names, const char *text, size_t length, uint32_t hash)
{
    return names->base ? slot_of(names->base, text, length, hash)->number : TB_NO_NAME;
}

uint32_t tb_names_add(struct tb_names *names, const char *text, size_t length)
{
    const uint32_t hash = hash_of(names, text, length);
    const uint32_t known = find_in_base(names, text, length, hash);
    if (known != TB_NO_NAME)
        return known;
    struct slot *slot = slot_of(names, text, length, hash);
    if (slot->number != TB_NO_NAME)
        return names->n_base + slot->number;
    if (names->n_base + names->n >= TB_NO_NAME - 1 || length >= UINT32_MAX)
        return TB_NO_NAME;
    if (crowded(names, names->n + 1)) {
        if (!rehash(names, 2 * names->n_slots))
            return TB_NO_NAME;
        slot = slot_of(names, text, length, hash);
    }
    if (!tb_grow(&names->entry, &names->capacity, names->n + 1, sizeof *names->entry))
        return TB_NO_NAME;
    const char *copy = keep(names, text, length);
    if (!copy)
        return TB_NO_NAME;
    names->entry[names->n] = (struct entry){copy, (uint32_t)length, hash};
    *slot = (struct slot){hash, (uint32_t)names->n};
    return names->n_base + (uint32_t)names->n++;
}

/* ---- growing by parts ---- */

void names_build_on(struct tb_names *part, const struct tb_names *names)
{
    part->seed = names->seed;
    part->base = names;
    part->n_base = (uint32_t)names->n;
    part->n = 0; /* the empty one is in the base */
    fill_slots(part);
}

uint32_t names_base(const struct tb_names *part)
{
    return part->n_base;
}

void names_settle(struct tb_names *part)
{
    free(part->slot);
    part->slot = NULL;
    part->n_slots = 0;
}

/* Room for so many names in all. */
static bool room_for(struct tb_names *names, size_t n)
{
    size_t n_slots = names->n_slots;
    while (3 * n > 2 * n_slots)
        n_slots *= 2;
    return n < TB_NO_NAME && (n_slots == names->n_slots || rehash(names, n_slots)) &&
           tb_grow(&names->entry, &names->capacity, n, sizeof *names->entry);
}

bool names_take(struct tb_names *names, const struct tb_names *part, uint32_t first, uint32_t n, uint32_t *map)
{
    const uint32_t end = first + n;
    const size_t most = names->n + n;
    if (!room_for(names, most > part->n ? most : part->n)) /* there will be as many as in the part */
        return false;
    for (uint32_t from = first, to; from < end; from = to) {
        to = end - from < NEAR ? end : from + NEAR;
        for (uint32_t k = from; k < to; k++)
            __builtin_prefetch(&names->slot[part->entry[k].hash & (names->n_slots - 1)], 1);
        for (uint32_t k = from; k < to; k++) {
            const uint32_t met = number_of(names, part->entry[k].hash);
            if (met != TB_NO_NAME)
                __builtin_prefetch(&names->entry[met]);
        }
        for (uint32_t k = from; k < to; k++) {
            const struct entry *entry = &part->entry[k];
            struct slot *slot = slot_of(names, entry->text, entry->length, entry->hash);
            if (slot->number == TB_NO_NAME) {
                *slot = (struct slot){entry->hash, (uint32_t)names->n};
                names->entry[names->n++] = *entry;
            }
            map[k] = slot->number;
        }
    }
    return true;
}

/* Copies the texts that `names` has of a part, to leave the others behind.  False when out of memory. */
static bool copy_texts(struct tb_names *names, const struct tb_names *part, const uint32_t *map, uint32_t n)
{
    for (uint32_t k = 0; k < n; k++) {
        struct entry *entry = &names->entry[map[k]];
        if (entry->text != part->entry[k].text)
            continue;
        const char *copy = keep(names, entry->text, entry->length);
        if (!copy)
            return false;
        entry->text = copy;
    }
    return true;
}

void names_inherit(struct tb_names *names, struct tb_names *part, const uint32_t *map, uint32_t n)
{
    size_t taken = 0;
    for (uint32_t k = 0; k < n; k++)
        taken += names->entry[map[k]].text == part->entry[k].text;
    if (!taken || !part->chunks || (taken < part->n / 2 && copy_texts(names, part, map, n)))
        return;
    struct chunk *last = part->chunks;
    while (last->next)
        last = last->next;
    last->next = names->chunks->next; /* behind the one that is being filled */
    names->chunks->next = part->chunks;
    part->chunks = NULL;
}

/* ---- finding ---- */

uint32_t tb_names_find(const struct tb_names *names, const char *text, size_t length)
{
    const uint32_t hash = hash_of(names, text, length), known = find_in_base(names, text, length, hash);
    const uint32_t own = known == TB_NO_NAME ? slot_of(names, text, length, hash)->number : TB_NO_NAME;
    return own == TB_NO_NAME ? known : names->n_base + own;
}

/*
 * The numbers of texts of these hashes in one table.  Step by step for all of them, so that the processor need not wait
 * for one before it asks for the next.
 */
static void find_hashed(const struct tb_names *names, const char *const *text, const size_t *length,
                        const uint32_t *hash, size_t n, uint32_t *number)
{
    for (size_t k = 0; k < n; k++)
        __builtin_prefetch(&names->slot[hash[k] & (names->n_slots - 1)]);
    for (size_t k = 0; k < n; k++) {
        number[k] = number_of(names, hash[k]);
        if (number[k] != TB_NO_NAME)
            __builtin_prefetch(&names->entry[number[k]]);
    }
    for (size_t k = 0; k < n; k++)
        if (number[k] != TB_NO_NAME)
            __builtin_prefetch(names->entry[number[k]].text);
    for (size_t k = 0; k < n; k++) {
        if (number[k] == TB_NO_NAME)
            continue;
        const struct entry *entry = &names->entry[number[k]];
        if (entry->length != length[k] || !same_text(entry->text, text[k], length[k])) /* another of this hash */
            number[k] = slot_of(names, text[k], length[k], hash[k])->number;
    }
}

static void find_some(const struct tb_names *names, const char *const *text, const size_t *length, size_t n,
                      uint32_t *number)
{
    uint32_t hash[NEAR], known[NEAR];
    size_t n_known = 0;
    for (size_t k = 0; k < n; k++)
        hash[k] = hash_of(names, text[k], length[k]);
    if (names->base) {
        find_hashed(names->base, text, length, hash, n, known);
        for (size_t k = 0; k < n; k++)
            n_known += known[k] != TB_NO_NAME;
    }
    if (n_known < n)
        find_hashed(names, text, length, hash, n, number);
    for (size_t k = 0; k < n; k++) {
        if (n_known == n || (n_known && known[k] != TB_NO_NAME))
            number[k] = known[k];
        else if (number[k] != TB_NO_NAME)
            number[k] += names->n_base;
    }
}

void tb_names_find_all(const struct tb_names *names, const char *const *text, const size_t *length, size_t n,
                       uint32_t *number)
{
    for (size_t done = 0; done < n; done += NEAR)
        find_some(names, text + done, length + done, n - done < NEAR ? n - done : NEAR, number + done);
}

/* The entry of a number, or NULL. */
static const struct entry *entry_of(const struct tb_names *names, uint32_t name)
{
    if (name < names->n_base)
        return &names->base->entry[name];
    return name - names->n_base < names->n ? &names->entry[name - names->n_base] : NULL;
}

bool tb_name_is(const struct tb_names *names, uint32_t name, const char *text, size_t length)
{
    const struct entry *entry = entry_of(names, name);
    return entry && entry->length == length && same_text(entry->text, text, length);
}

const char *tb_name(const struct tb_names *names, uint32_t name)
{
    const struct entry *entry = entry_of(names, name);
    return entry ? entry->text : "";
}

size_t tb_name_length(const struct tb_names *names, uint32_t name)
{
    const struct entry *entry = entry_of(names, name);
    return entry ? entry->length : 0;
}

size_t tb_names_count(const struct tb_names *names)
{
    return names->n_base + names->n;
}
