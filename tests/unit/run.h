/* SPDX-License-Identifier: GPL-3.0-or-later */
/** cmocka with the one closing line that scripts/test adds up. */
#ifndef TESTS_RUN_H
#define TESTS_RUN_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
/* cmocka.h wants the four above */
#include <cmocka.h>

#define RUN_TESTS(tests)                                              \
    int main(void)                                                    \
    {                                                                 \
        const int failed = cmocka_run_group_tests(tests, NULL, NULL); \
        const int all = (int)(sizeof tests / sizeof tests[0]);        \
        printf("%d passed, %d failed\n", all - failed, failed);       \
        return failed != 0;                                           \
    }

#endif
