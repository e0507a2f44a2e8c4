package io.vivarium.bench.command;

import java.util.List;

/**
 * A row of the table.
 *
 * @param title what is done, for people
 * @param trial how
 * @param targets what should come of it; empty: everything is only shown
 */
record Row(String title, Trial trial, List<Target> targets) {}
