package io.vivarium.shell;

import java.io.BufferedReader;
import java.io.PrintWriter;

/**
 * Where a shell reads and writes.
 *
 * @param person whether somebody sits at a terminal, so that lines are edited and completed
 */
record Streams(BufferedReader in, PrintWriter out, PrintWriter err, boolean person) {}
