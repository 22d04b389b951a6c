/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_package FILE...: prints what is wrong with each presentation or .docx; exits 1 when anything is. */
#include "chart_check.h"
#include "document_check.h"

int main(int argc, char **argv)
{
    int failed = 0;
    for (int i = 1; i < argc; i++) {
        FILE *file = fopen(argv[i], "rb");
        if (!file) {
            perror(argv[i]);
            failed = 1;
            continue;
        }
        fseek(file, 0, SEEK_END);
        const long size = ftell(file);
        rewind(file);
        unsigned char *data = malloc((size_t)size + 1);
        const size_t n = data ? fread(data, 1, (size_t)size, file) : 0;
        fclose(file);
        struct package package;
        (ends_with(argv[i], ".docx") ? check_document : check_presentation)(&package, data, n);
        printf("%s: %zu faults\n%s", argv[i], package.n_faults, package.faults ? package.faults : "");
        failed |= package.n_faults > 0;
        package_free(&package);
        free(data);
    }
    return failed;
}
