/**
 * The shell. {@link io.vivarium.shell.Main} runs it; a command of it is a {@code Verb}, all of them are in {@code Verbs}; what a command
 * has found out is an {@code Outcome}, which a {@code Printer} shows as ZooKeeper's zkCli does or as JSON.
 */
@NullMarked
package io.vivarium.shell;

import org.jspecify.annotations.NullMarked;
