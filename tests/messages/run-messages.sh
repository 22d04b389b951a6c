#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
exec python3 "$SOURCE/tests/messages/messages.py" "$SOURCE"
